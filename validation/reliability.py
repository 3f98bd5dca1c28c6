"""Draws the reliability diagram: what was stated against what was observed, one line a world, shapes as well as colours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

SIZE, MARGIN = 360, 50
LOOKS = (("#1b4965", "circle"), ("#b3541e", "square"), ("#4a7c59", "diamond"))


class Point(Protocol):
    """Mean stated probability of a bin, how many fell into it and how many were right."""

    stated: float
    n: int
    right: int


def reliability_svg(lines: Mapping[str, Sequence[Point]]) -> str:
    """One self-contained SVG; probabilities run from 0 to 1 on both axes, and the dashed line is perfect calibration."""
    span = SIZE - 2 * MARGIN
    x, y = (lambda p: MARGIN + span * p), (lambda p: SIZE - MARGIN - span * p)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIZE + 170} {SIZE}" role="img" font-family="sans-serif" font-size="11">',
        "<title>Reliability of the leading cause: stated probability against how often it was acting</title>",
        f'<rect width="{SIZE + 170}" height="{SIZE}" fill="#fff"/>',
        f'<path d="M{x(0)} {y(0)}L{x(1)} {y(1)}" stroke="#777" stroke-dasharray="4 4"/>',
        f'<path d="M{x(0)} {y(1)}V{y(0)}H{x(1)}" fill="none" stroke="#222"/>',
    ]
    for tick in (0, 0.25, 0.5, 0.75, 1):
        parts.append(f'<text x="{x(tick)}" y="{y(0) + 16}" text-anchor="middle">{tick:.0%}</text>')
        parts.append(f'<text x="{x(0) - 6}" y="{y(tick) + 4}" text-anchor="end">{tick:.0%}</text>')
    parts.append(
        f'<text x="{x(0.5)}" y="{SIZE - 12}" text-anchor="middle">stated probability of the leading cause</text>'
    )
    parts.append(
        f'<text transform="translate(12 {y(0.5)}) rotate(-90)" text-anchor="middle">how often it was acting</text>'
    )
    for row, (name, points) in enumerate(lines.items()):
        colour, shape = LOOKS[row % len(LOOKS)]
        places = [(x(p.stated), y(p.right / p.n)) for p in points]
        parts.append(
            f'<polyline points="{" ".join(f"{a:.1f},{b:.1f}" for a, b in places)}" fill="none" stroke="{colour}"/>'
        )
        parts += [_mark(shape, a, b, colour) for a, b in places]
        parts.append(_mark(shape, SIZE, MARGIN + 18 * row, colour))
        parts.append(f'<text x="{SIZE + 10}" y="{MARGIN + 18 * row + 4}">{name}</text>')
    return "\n".join([*parts, "</svg>"]) + "\n"


def _mark(shape: str, x: float, y: float, colour: str) -> str:
    if shape == "circle":
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{colour}"/>'
    turn = f' transform="rotate(45 {x:.1f} {y:.1f})"' if shape == "diamond" else ""
    return f'<rect x="{x - 3.5:.1f}" y="{y - 3.5:.1f}" width="7" height="7" fill="{colour}"{turn}/>'
