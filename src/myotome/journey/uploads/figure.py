"""The picture of one value against its limits, as SVG: where the limits lie, and where the value does. Its table stands beside it.

Styled by attributes, as the other charts. The zone within the limits has an outline and its ends bear
their numbers, so that no colour has to be told apart.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from html import escape
from typing import Final

from myotome.words.measurement import Measurement, Norm

WIDTH: Final = 340.0
HEIGHT: Final = 64.0
LEFT, RIGHT = 14.0, 326.0
BAR_TOP, BAR = 26.0, 12.0
INK, FAINT, WITHIN, OUTSIDE = "#1d2b2f", "#5b696d", "#cfe3e0", "#f6e4dc"
FONT: Final = "'Source Sans 3','Segoe UI',Helvetica,Arial,'Liberation Sans',sans-serif"
FAR: Final = 8.0
"""From so many times a limit on the axis is logarithmic: otherwise the limits would shrink to a line."""


@dataclass(frozen=True, slots=True)
class _Axis:
    low: float
    high: float
    logarithmic: bool

    def at(self, value: float) -> float:
        """Where a value stands, in units of the drawing."""
        low, high, here = self.low, self.high, min(max(value, self.low), self.high)
        if self.logarithmic:
            low, high, here = math.log(low), math.log(high), math.log(here)
        return LEFT + (RIGHT - LEFT) * (here - low) / (high - low)


def draw_against_limits(measurement: Measurement, title: str, prefix: str) -> str:
    """The picture as an SVG element, empty where there is no limit to draw against; ``prefix`` starts every id. Texts are escaped."""
    norm = measurement.norm
    if norm is None or (norm.low is None and norm.high is None):
        return ""
    value = measurement.quantity.value
    axis = _axis(value, norm)
    first = LEFT if norm.low is None else axis.at(norm.low)
    last = RIGHT if norm.high is None else axis.at(norm.high)
    here = axis.at(value)
    scale = " Logarithmic axis." if axis.logarithmic else ""
    parts = [
        f'<svg viewBox="0 0 {WIDTH:g} {HEIGHT:g}" role="img" aria-labelledby="{prefix}-t" width="{WIDTH:g}" height="{HEIGHT:g}">',
        f'<title id="{prefix}-t">{escape(title)}.{scale}</title>',
        f'<rect x="{LEFT:g}" y="{BAR_TOP:g}" width="{RIGHT - LEFT:g}" height="{BAR:g}" fill="{OUTSIDE}"/>',
        f'<rect x="{first:.1f}" y="{BAR_TOP:g}" width="{max(last - first, 1.5):.1f}" height="{BAR:g}" fill="{WITHIN}" stroke="{FAINT}"/>',
    ]
    parts += [_limit(axis.at(end), end) for end in (norm.low, norm.high) if end is not None]
    middle = BAR_TOP + BAR / 2
    parts.append(
        f'<path d="M{here:.1f} {middle - 9:g}l7 9-7 9-7-9z" fill="{INK}" stroke="#fff" stroke-width="1.2"/>'
        + _text(here, 11.0, _plain(value), bold=True)
    )
    return "".join([*parts, "</svg>"])


def _axis(value: float, norm: Norm) -> _Axis:
    ends = [end for end in (norm.low, norm.high) if end is not None]
    smallest, largest = min(value, *ends), max(value, *ends)
    if smallest > 0 and largest / max(min(ends), 1e-12) > FAR and value > max(ends):
        return _Axis(smallest * 0.5, largest * 1.3, logarithmic=True)
    span = (largest - smallest) or abs(largest) or 1.0
    low = smallest - 0.35 * span
    return _Axis(max(low, 0.0) if smallest >= 0 else low, largest + 0.35 * span, logarithmic=False)


def _limit(x: float, value: float) -> str:
    line = f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{BAR_TOP - 3:g}" y2="{BAR_TOP + BAR + 4:g}" stroke="{INK}" stroke-width="1.5"/>'
    return line + _text(x, BAR_TOP + BAR + 17, _plain(value))


def _text(x: float, y: float, words: str, *, bold: bool = False) -> str:
    x = min(max(x, LEFT + 12), RIGHT - 12)
    weight = ' font-weight="700"' if bold else ""
    return f'<text x="{x:.1f}" y="{y:g}" text-anchor="middle" font-size="12" font-family="{FONT}" fill="{INK}"{weight}>{escape(words)}</text>'


def _plain(value: float) -> str:
    return f"{value:,.0f}".replace(",", "\u202f") if abs(value) >= 1000 else f"{value:.3g}"
