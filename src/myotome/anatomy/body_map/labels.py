"""Names beside a drawing: which muscle is labelled where, what its label says, and how labels of a column make room."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import Final, Literal

from myotome.anatomy.body_map.curves import FINE, Point, number
from myotome.anatomy.body_map.marks import Mark, step_of
from myotome.anatomy.body_map.merge import Place
from myotome.anatomy.body_map.style import fill_of
from myotome.anatomy.muscles import muscles

NAME_SIZE: Final = 18.0
"""Size of names in page units; grades follow at nine tenths of it (style.py)."""
LINE: Final = 19.0
GAP: Final = 7.0
SWATCH: Final = 13.0
MOST_LETTERS: Final = 20
"""Letters of a name that fit a column at NAME_SIZE; longer names wrap."""


MOST_SMALL: Final = 21
"""Letters of the grades that fit a column beside the swatch."""

MOST_DENSE: Final = 20
"""Letters of a name that shares its line with the grades."""


@dataclass(frozen=True, slots=True)
class Label:
    """A name with its grades, the page point it speaks of, and the top of its text once a column has placed it."""

    place: Place
    mark: Mark
    anchor: Point
    lines: tuple[str, ...]
    grades: tuple[str, ...]
    top: float = 0.0
    dense: bool = False

    @property
    def height(self) -> float:
        """Page units from the top of the name to the bottom of the grades."""
        return DENSE_LINE if self.dense else LINE * (len(self.lines) + len(self.grades))


DENSE_LINE: Final = 17.0
"""Height of a label whose grades stand on the line of its name, for crowded columns."""


def label_for(place: Place, mark: Mark, anchor: Point) -> Label:
    """The label of a muscle, or of the region that its mark was spread from."""
    name = f"{mark.region} (region)" if mark.region else muscles()[place[0]].label.partition(" (")[0]
    lines = textwrap.wrap(name, MOST_LETTERS, break_long_words=False)
    return Label(place, mark, anchor, tuple(lines), tuple(textwrap.wrap(grades(mark), MOST_SMALL)))


def grades(mark: Mark) -> str:
    """The grades in short: ``weak 3, thin 2, MRC 2``; the swatch and the fasciculation sign say the rest."""
    words = []
    for amount, word in ((mark.weakness, "weak"), (mark.wasting, "wasted")):
        step = step_of(amount)
        if step not in ("not_examined", "normal"):
            words.append(word if step == "unstated" else f"{word} {step}")
    words += ["twitching"] if mark.fasciculation and not words else []
    words += [mark.label]
    words = [word.replace(" ", "\u00a0") if len(word) < MOST_SMALL else word for word in words if word]
    return ", ".join(words) or textwrap.shorten(mark.note, 24, placeholder=" …")


def placed(labels: Iterable[Label], top: float, bottom: float) -> tuple[Label, ...]:
    """Labels of one column in the order of their anchors, pushed apart so that none overlaps; they may run below ``bottom``."""
    column = sorted(labels, key=lambda label: label.anchor[1])
    if sum(label.height + GAP for label in column) > bottom - top:
        column = [replace(label, dense=True) for label in column]
    tops: list[float] = []
    for label in column:
        wanted = label.anchor[1] - label.height / 2
        tops.append(max(wanted, tops[-1] + column[len(tops) - 1].height + GAP if tops else top))
    limit = bottom
    for index in range(len(column) - 1, -1, -1):
        room = limit - column[index].height
        if tops[index] <= room:
            break
        tops[index] = max(room, top)
        limit = tops[index] - GAP
    floor = top
    for index, label in enumerate(column):
        tops[index] = max(tops[index], floor)
        floor = tops[index] + label.height + GAP
    return tuple(replace(label, top=t) for label, t in zip(column, tops, strict=True))


def draw_labels(labels: Sequence[Label], x: float, towards: Literal["left", "right"], prefix: str) -> str:
    """Text of a column whose edge nearest the figure is ``x``, with a leader line from each label to its muscle."""
    return "".join(_leader(label, x, towards) for label in labels) + "".join(
        _text(label, x, towards, prefix) for label in labels
    )


def twitch(x: float, y: float, size: float = 7.0) -> str:
    """The sign of fasciculations: a zigzag in a ring."""
    zig = f"M{number(x - size * 0.62)} {number(y)}l{number(size * 0.3)}-{number(size * 0.45)} {number(size * 0.4)} {number(size * 0.9)}"
    zig += f" {number(size * 0.3)}-{number(size * 0.85)} {number(size * 0.24)} {number(size * 0.4)}"
    return f'<circle class="bm-twitch" cx="{number(x)}" cy="{number(y)}" r="{number(size)}"/><path class="bm-zig" d="{zig}"/>'


def swatch(x: float, y: float, step: str, prefix: str, size: float = SWATCH) -> str:
    """A small square of the scale with its top left corner at (x, y)."""
    return (
        f'<rect class="bm-box" transform="translate({number(x)} {number(y)}) scale({1 / FINE:g})" width="{number(size * FINE)}" '
        f'height="{number(size * FINE)}" fill="{fill_of(prefix, step)}"/>'
    )


def _leader(label: Label, x: float, towards: Literal["left", "right"]) -> str:
    step = 12 if towards == "left" else -12
    y = label.top + (DENSE_LINE / 2 if label.dense else LINE * 0.62)
    ax, ay = label.anchor
    start = x + (4 if towards == "left" else -4)
    line = f'<path class="bm-lead" d="M{number(start)} {number(y)}h{number(step)}L{number(ax)} {number(ay)}"/>'
    return line + (
        twitch(ax, ay)
        if label.mark.fasciculation
        else f'<circle class="bm-dot" cx="{number(ax)}" cy="{number(ay)}" r="2.6"/>'
    )


def _text(label: Label, x: float, towards: Literal["left", "right"], prefix: str) -> str:
    """Right-aligned in a left column, left-aligned in a right column; the swatch stands next to the figure."""
    left = towards == "left"
    box = x - SWATCH if left else x
    words = box - 6 if left else box + SWATCH + 6
    end = " bm-end" if left else ""
    if label.dense:
        name = textwrap.shorten(" ".join(label.lines), MOST_DENSE, placeholder=" …")
        said = f'<tspan class="bm-name">{escape(name)}</tspan> {escape(" ".join(label.grades))}'
        text = f'<text class="bm-tight{end}" x="{number(words)}" y="{number(label.top + 13)}">{said}</text>'
        return swatch(box, label.top + 2, label.mark.step, prefix) + text
    y = label.top + 15
    rows = [
        f'<text class="bm-name{end}" x="{number(x)}" y="{number(y + LINE * i)}">{escape(line)}</text>'
        for i, line in enumerate(label.lines)
    ]
    y += LINE * len(label.lines)
    rows += [
        f'<text class="bm-small{end}" x="{number(words)}" y="{number(y + LINE * i)}">{escape(line)}</text>'
        for i, line in enumerate(label.grades)
    ]
    return "".join(rows) + swatch(box, y - 12, label.mark.step, prefix)
