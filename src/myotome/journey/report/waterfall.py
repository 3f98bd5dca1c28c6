"""The waterfall of one cause as SVG: the base rate, what each finding added or took away, and where that led.

Drawn in decibans (10 multiply the odds by ten), so that bars add up. For and against differ in shape and fill, never in colour
alone. Styled by attributes, so that it looks the same inside a page, a PDF and on its own.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

from myotome.journey.wording import decibans, percent

WIDTH: Final = 420.0
LEFT: Final = 6.0
RIGHT: Final = 366.0
"""Where the axis ends; the values stand to the right of it."""
VALUES: Final = 416.0
ROW: Final = 33.0
TEXT_DROP: Final = 14.0
BAR_DROP: Final = 19.0
BAR: Final = 9.0
HEAD: Final = 5.0
"""Length of the arrow head of a bar, in units of the drawing."""
MOST_LETTERS: Final = 52
LETTER: Final = 6.6
"""Width of a letter on average, in units of the drawing."""
INK: Final = "#1d2b2f"
FAINT: Final = "#5b696d"
RULE: Final = "#d5dcdb"
FOR: Final = "#1f5f5b"
AGAINST: Final = "#8a3b12"
FONT: Final = "'Source Sans 3','Segoe UI',Helvetica,Arial,'Liberation Sans',sans-serif"


@dataclass(frozen=True, slots=True)
class Step:
    """One finding's part: its words and its push in decibans."""

    label: str
    push: float


@dataclass(frozen=True, slots=True)
class Stop:
    """Where the ranking began or ended: a probability (0 to 1) and its log odds in decibans."""

    probability: float
    decibans: float


def draw_waterfall(title: str, start: Stop, steps: Sequence[Step], end: Stop, prefix: str) -> str:
    """The chart as an SVG element; ``prefix`` starts every id.

    The log odds of ``start`` plus all pushes are those of ``end``; the drawing trusts that and shows each bar where the one
    before it ended. Texts are escaped here.
    """
    stops = [start.decibans]
    for step in steps:
        stops.append(stops[-1] + step.push)
    axis = _Axis.over([*stops, end.decibans])
    height = ROW * (len(steps) + 2) + 30
    parts = [axis.drawn(height)]
    parts.append(
        _row(0, f"Base rate {percent(start.probability)}", decibans(start.decibans)) + _ring(axis.x(start.decibans), 0)
    )
    for number, step in enumerate(steps, start=1):
        before, after = axis.x(stops[number - 1]), axis.x(stops[number])
        parts.append(_link(before, number - 1) + _row(number, step.label, decibans(step.push)))
        parts.append(_bar(before, after, number))
    last = len(steps) + 1
    parts.append(_link(axis.x(stops[-1]), last - 1))
    parts.append(_row(last, f"All together {percent(end.probability)}", decibans(end.decibans), bold=True))
    parts.append(_diamond(axis.x(end.decibans), last))
    told = _told(start, steps, end)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="waterfall" viewBox="0 0 {WIDTH:g} {height:g}" width="{WIDTH:g}" '
        f'height="{height:g}" role="img" aria-labelledby="{prefix}-t {prefix}-d" font-family="{FONT}" font-size="13.5" '
        f'fill="{INK}"><title id="{prefix}-t">{escape(title)}</title><desc id="{prefix}-d">{escape(told)}</desc>'
        f"{''.join(parts)}</svg>"
    )


@dataclass(frozen=True, slots=True)
class _Axis:
    """Decibans from ``low`` to ``high`` (multiples of ten) over the width of the drawing."""

    low: float
    high: float

    @classmethod
    def over(cls, values: Sequence[float]) -> _Axis:
        low = 10 * math.floor(min(values) / 10)
        return cls(low, max(10 * math.ceil(max(values) / 10), low + 10))

    def x(self, value: float) -> float:
        return LEFT + (RIGHT - LEFT) * (value - self.low) / (self.high - self.low)

    def drawn(self, height: float) -> str:
        """A rule every ten decibans (every second one on a long axis), with the probability it stands for."""
        step = 10 if self.high - self.low <= 50 else 20
        foot, parts = height - 26, []
        for tick in range(int(self.low), int(self.high) + 1, step):
            x = self.x(tick)
            anchor = "start" if x < 24 else "end" if x > RIGHT - 4 else "middle"
            line = f'stroke="{FAINT if tick == 0 else RULE}" stroke-width="1"'
            if tick == 0:
                line += ' stroke-dasharray="2 3"'
            sign = "−" if tick < 0 else "+" if tick > 0 else ""
            parts.append(
                f'<line x1="{x:.1f}" x2="{x:.1f}" y1="4" y2="{foot:g}" {line}/>'
                f'<text x="{x:.1f}" y="{foot + 11:g}" text-anchor="{anchor}" font-size="10.5" fill="{FAINT}">{sign}{abs(tick)}</text>'
                f'<text x="{x:.1f}" y="{foot + 23:g}" text-anchor="{anchor}" font-size="10.5" fill="{FAINT}">{escape(percent(_chance(tick)))}</text>'
            )
        return "".join(parts)


def _row(number: int, label: str, value: str, *, bold: bool = False) -> str:
    y, weight = number * ROW + TEXT_DROP, ' font-weight="700"' if bold else ""
    short = label if len(label) <= MOST_LETTERS else label[: MOST_LETTERS - 1].rstrip() + "…"
    return (
        f"{_ground(LEFT, len(short), y)}"
        f'<text x="{LEFT:g}" y="{y:g}"{weight}>{escape(short)}</text>'
        f'<text x="{VALUES:g}" y="{y:g}" text-anchor="end"{weight}>{value}</text>'
    )


def _ground(x: float, letters: int, y: float) -> str:
    """White under words, so that no rule runs through them."""
    return f'<rect x="{x - 2:g}" y="{y - 12:g}" width="{letters * LETTER + 4:.1f}" height="15" fill="#fff"/>'


def _bar(before: float, after: float, number: int) -> str:
    """An arrow from before to after: filled and pointing right when it speaks for, hollow and pointing left when against."""
    top, bottom = number * ROW + BAR_DROP, number * ROW + BAR_DROP + BAR
    width = abs(after - before)
    if width < 1.5:
        return (
            f'<line x1="{after:.1f}" x2="{after:.1f}" y1="{top:g}" y2="{bottom:g}" stroke="{INK}" stroke-width="1.5"/>'
        )
    head = min(HEAD, width) * (1 if after > before else -1)
    neck, middle = after - head, (top + bottom) / 2
    look = f'fill="{FOR}" stroke="{FOR}"' if after > before else f'fill="#fff" stroke="{AGAINST}"'
    return (
        f'<path d="M{before:.1f} {top:g}L{neck:.1f} {top:g}L{after:.1f} {middle:g}L{neck:.1f} {bottom:g}L{before:.1f} {bottom:g}Z" '
        f'{look} stroke-width="1.4" stroke-linejoin="round"/>'
    )


def _link(x: float, number: int) -> str:
    """The thin line from one row's end down to the next row's start."""
    top = number * ROW + BAR_DROP + BAR
    return f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{top:g}" y2="{top + ROW - BAR:g}" stroke="{FAINT}" stroke-width=".9"/>'


def _ring(x: float, number: int) -> str:
    y = number * ROW + BAR_DROP + BAR / 2
    return f'<circle cx="{x:.1f}" cy="{y:g}" r="4.4" fill="#fff" stroke="{INK}" stroke-width="1.8"/>'


def _diamond(x: float, number: int) -> str:
    y = number * ROW + BAR_DROP + BAR / 2
    return f'<path d="M{x:.1f} {y - 6:g}l6 6l-6 6l-6 -6Z" fill="{INK}"/>'


def _chance(decibans_of_odds: float) -> float:
    return 1 / (1 + 10 ** (-decibans_of_odds / 10))


def _told(start: Stop, steps: Sequence[Step], end: Stop) -> str:
    said = "; ".join(f"{step.label} {decibans(step.push)}" for step in steps)
    return (
        f"From a base rate of {percent(start.probability)} to {percent(end.probability)}. Pushes in decibans: {said}."
    )
