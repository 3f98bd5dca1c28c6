"""Names beside a drawing: what a label says, how labels of a column make room, and the numbered key of a narrow page."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import Final, Literal

from myotome.anatomy.body_map.curves import Point, number
from myotome.anatomy.body_map.marks import Mark, spoken, step_of
from myotome.anatomy.body_map.merge import Place
from myotome.anatomy.muscles import muscles

NAME_SIZE: Final = 18.0
"""Size of names in page units; grades follow at nine tenths of it, crowded labels at eight tenths (style.py)."""

LINE: Final = 19.0
GAP: Final = 7.0
DENSE_LINE: Final = 15.0
"""Height of a label of one line, for crowded columns."""

DISC: Final = 15.0
"""Radius of a number's disc on a narrow page."""

MOST_LETTERS: Final = 20
"""Letters of a name that fit a column at NAME_SIZE; longer names wrap."""

MOST_SMALL: Final = 21
"""Letters of the grades that fit a column beside the swatch."""

MOST_DENSE: Final = 23
"""Letters of a name that fit a crowded column."""

_SHORTER: Final = {
    "extensor": "ext.",
    "flexor": "flex.",
    "abductor": "abd.",
    "adductor": "add.",
    "digitorum": "digit.",
    "pollicis": "poll.",
    "hallucis": "hall.",
    "superficialis": "superf.",
    "brevis": "br.",
    "longus": "long.",
}
"""Usual short forms of the words in muscles' names, for crowded columns."""

Towards = Literal["left", "right"]
"""Which side of the figure a column stands on."""


@dataclass(frozen=True, slots=True)
class Label:
    """A name with its grades, the page point it speaks of, and the top of its text once a column has placed it."""

    place: Place
    mark: Mark
    anchor: Point
    name: str
    grades: tuple[str, ...]
    numbered: bool = False
    number: int = 0
    top: float = 0.0
    dense: bool = False

    @property
    def lines(self) -> list[str]:
        """The name, wrapped to the column."""
        return textwrap.wrap(self.name, MOST_LETTERS, break_long_words=False)

    @property
    def height(self) -> float:
        """Page units from the top of the name to the bottom of the grades."""
        if self.numbered:
            return 2 * DISC
        return DENSE_LINE if self.dense else LINE * (len(self.lines) + len(self.grades))


def label_for(place: Place, mark: Mark, anchor: Point, *, numbered: bool = False) -> Label:
    """The label of a muscle, or of the region that its mark was spread from."""
    name = f"{mark.region} (region)" if mark.region else muscles()[place[0]].label.partition(" (")[0]
    return Label(place, mark, anchor, name, tuple(textwrap.wrap(_grades(mark), MOST_SMALL)), numbered)


def placed(labels: Iterable[Label], top: float, bottom: float, first_number: int = 1) -> tuple[Label, ...]:
    """Labels of one column in the order of their anchors, pushed apart so that none overlaps; they may run below ``bottom``."""
    column = sorted(labels, key=lambda label: label.anchor[1])
    gap = GAP
    if sum(label.height + gap for label in column) > bottom - top:
        column, gap = [replace(label, dense=True) for label in column], GAP / 2
    tops: list[float] = []
    for label in column:
        wanted = max(top, label.anchor[1] - label.height / 2)
        tops.append(max(wanted, tops[-1] + column[len(tops) - 1].height + gap) if tops else wanted)
    limit = bottom
    for index in range(len(column) - 1, -1, -1):
        tops[index] = min(tops[index], limit - column[index].height)
        limit = tops[index] - gap
    floor = top
    for index, label in enumerate(column):
        tops[index] = max(tops[index], floor)
        floor = tops[index] + label.height + gap
    return tuple(replace(label, top=tops[index], number=first_number + index) for index, label in enumerate(column))


def draw_labels(labels: Sequence[Label], x: float, towards: Towards, prefix: str) -> str:
    """A column of names whose edge nearest the figure is ``x``, with a leader line from each to its muscle."""
    if not labels:
        return ""
    middles = [label.top + (DENSE_LINE / 2 if label.dense else LINE * 0.62) for label in labels]
    texts = "".join(_text(label, x, towards, prefix) for label in labels)
    return f'<g aria-hidden="true" font-size="{NAME_SIZE:g}">{_leaders(labels, middles, x, towards, prefix)}{texts}</g>'


def draw_numbers(labels: Sequence[Label], x: float, towards: Towards, prefix: str) -> str:
    """A column of numbers in discs, the disc's edge nearest the figure at ``x``, with leader lines."""
    if not labels:
        return ""
    middles = [label.top + DISC for label in labels]
    out = [_leaders(labels, middles, x, towards, prefix)]
    at = x - DISC if towards == "left" else x + DISC
    for label, y in zip(labels, middles, strict=True):
        out.append(f'<circle class="bm-disc" cx="{number(at)}" cy="{number(y)}" r="{number(DISC)}"/>')
        out.append(f'<text class="bm-mid" x="{number(at)}" y="{number(y + 6)}">{label.number}</text>')
    return f'<g aria-hidden="true" font-size="{NAME_SIZE:g}">{"".join(out)}</g>'


def draw_key(labels: Sequence[Label], x: float, y: float, letters: int, size: float, prefix: str) -> tuple[str, float]:
    """The names behind the numbers as lines of text from (x, y) downwards, and the height they take."""
    out, line, top = [], size * 1.3, y
    for label in labels:
        name = f"{label.place[1].value.capitalize()} {label.name[0].lower()}{label.name[1:]}"
        words = f"{label.number}  {name}: {spoken(label.mark)}"
        out.append(f'<use href="#{prefix}-k{label.mark.step}" x="{number(x)}" y="{number(y - 14)}"/>')
        for row in textwrap.wrap(words, letters - 4, subsequent_indent="    "):
            out.append(f'<text x="{number(x + 24)}" y="{number(y)}">{escape(row)}</text>')
            y += line
        y += line * 0.2
    return f'<g font-size="{number(size)}">{"".join(out)}</g>', y - top


def _leaders(labels: Sequence[Label], middles: Sequence[float], x: float, towards: Towards, prefix: str) -> str:
    """All leader lines of a column as one path, and a dot or the sign of fasciculations at each end."""
    step, start = (12, x + 4) if towards == "left" else (-12, x - 4)
    lines = dots = twitches = ""
    for label, y in zip(labels, middles, strict=True):
        ax, ay = (number(value) for value in label.anchor)
        lines += f"M{number(start)} {number(y)}h{step}L{ax} {ay}"
        if label.mark.fasciculation:
            twitches += f'<use href="#{prefix}-twitch" x="{ax}" y="{ay}"/>'
        else:
            dots += f"M{ax} {ay}h0"
    ends = f'<path class="bm-halo" d="{dots}"/><path class="bm-dot" d="{dots}"/>' if dots else ""
    return f'<path class="bm-lead" d="{lines}"/>{ends}{twitches}'


def _text(label: Label, x: float, towards: Towards, prefix: str) -> str:
    """Right-aligned in a left column, left-aligned in a right column; the swatch stands next to the figure."""
    left = towards == "left"
    box = x - 13 if left else x
    words = box - 6 if left else box + 19
    end = " bm-end" if left else ""
    swatch = f'<use href="#{prefix}-k{label.mark.step}" x="{number(box)}" y="'
    if label.dense:
        step = label.mark.step if label.mark.step.isdigit() else ""
        text = escape(" ".join(filter(None, (step, _shortened(label.name)))))
        return f'{swatch}{number(label.top + 1)}"/><text class="bm-tight{end}" x="{number(words)}" y="{number(label.top + 12)}">{text}</text>'
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
    return "".join(rows) + f'{swatch}{number(y - 12)}"/>'


def _shortened(name: str) -> str:
    if len(name) > MOST_DENSE:
        name = " ".join(_SHORTER.get(word.casefold(), word) for word in name.split())
        name = name[0].upper() + name[1:]
    return textwrap.shorten(name, MOST_DENSE, placeholder=" …")


def _grades(mark: Mark) -> str:
    """The grades in short: ``weak 3, wasted 2, MRC 2``; the swatch and the sign of fasciculations say the rest."""
    words = []
    for amount, word in ((mark.weakness, "weak"), (mark.wasting, "wasted")):
        step = step_of(amount)
        if step not in ("not_examined", "normal"):
            words.append(word if step == "unstated" else f"{word} {step}")
    words += ["twitching"] if mark.fasciculation and not words else []
    words += [mark.label] if mark.label else []
    # A grade must not be torn from its number at the end of a line.
    words = [word.replace(" ", "\u00a0") if len(word) < MOST_SMALL else word for word in words]
    return ", ".join(words) or textwrap.shorten(mark.note, MOST_SMALL, placeholder=" …")
