"""The square that an app photographs, as one path of an SVG: the page's policy lets no picture in that is made on the page."""

from __future__ import annotations

from qrcode import QRCode
from qrcode.constants import ERROR_CORRECT_M


def qr_path(text: str, border: int = 3) -> tuple[str, int]:
    """The dark cells as path data in units of one cell, and how many cells the square is wide, its white border included."""
    code = QRCode(error_correction=ERROR_CORRECT_M, border=border)
    code.add_data(text)
    cells = code.get_matrix()
    dark = ((x, y) for y, row in enumerate(cells) for x, cell in enumerate(row) if cell)
    return "".join(f"M{x} {y}h1v1h-1z" for x, y in dark), len(cells)
