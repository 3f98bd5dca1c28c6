"""Names beside a drawing: which muscle is labelled where, what its label says, and how labels of a column make room."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import Final, Literal

from myotome.anatomy.body_map.curves import FINE, Point, number
from myotome.anatomy.body_map.marks import Mark, step_of
from myotome.anatomy.body_map.merge import Place
from myotome.anatomy.body_map.shapes import VIEWS, drawings
from myotome.anatomy.body_map.style import fill_of
from myotome.anatomy.muscles import muscles
from myotome.words.side import Side

NAME_SIZE: Final = 18.0
SMALL_SIZE: Final = 16.0
LINE: Final = 19.0
GAP: Final = 7.0
SWATCH: Final = 13.0
MOST_LETTERS: Final = 20
"""Letters of a name that fit a column at NAME_SIZE; longer names wrap."""


MOST_SMALL: Final = 21
"""Letters of the grades that fit a column at SMALL_SIZE beside the swatch."""


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


def homes(marks: Mapping[Place, Mark]) -> Mapping[str, tuple[Place, ...]]:
    """Which places are labelled in which view: each where it is drawn largest; one for all muscles of a region and side."""
    found: dict[str, list[Place]] = {view: [] for view in VIEWS}
    seen: set[tuple[str, Side, str]] = set()
    for place, mark in sorted(marks.items(), key=lambda item: -_area(item[0][0])):
        view = home(place[0])
        if not mark.abnormal or not view:
            continue
        if mark.region:
            # One label stands for the whole region; several regions may carry the same name with different words.
            key = (f"{mark.region}|{mark.label}|{mark.note}", place[1], "")
            if key in seen:
                continue
            seen.add(key)
        found[view].append(place)
    return {view: tuple(places) for view, places in found.items()}


def home(muscle: str) -> str:
    """The view in which a muscle is drawn largest and best seen; empty when it is not drawn at all."""
    shown = [view for view in VIEWS if muscle in drawings()[view].muscles]
    return max(shown, key=lambda view: _shown_area(muscle, view), default="")


def undrawn(marks: Mapping[Place, Mark]) -> tuple[Place, ...]:
    """Marked places that no view shows (the diaphragm, the throat): they are told in words."""
    return tuple(place for place, mark in marks.items() if mark.abnormal and not home(place[0]))


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
    words += [mark.label] if mark.label else []
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
    return "".join(_leader(label, x, towards) for label in labels) + "".join(_text(label, x, towards, prefix) for label in labels)


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
    return line + (twitch(ax, ay) if label.mark.fasciculation else f'<circle class="bm-dot" cx="{number(ax)}" cy="{number(ay)}" r="2.6"/>')


def _text(label: Label, x: float, towards: Literal["left", "right"], prefix: str) -> str:
    """Right-aligned in a left column, left-aligned in a right column; the swatch stands next to the figure."""
    left = towards == "left"
    anchor = ' text-anchor="end"' if left else ""
    box = x - SWATCH if left else x
    words = box - 6 if left else box + SWATCH + 6
    if label.dense:
        y = label.top + 13
        name = textwrap.shorten(" ".join(label.lines), 30, placeholder=" …")
        text = f'<text x="{number(words)}" y="{number(y)}" font-size="14"{anchor}><tspan class="bm-name">{escape(name)}</tspan> {escape(" ".join(label.grades))}</text>'
        return swatch(box, y - 11, label.mark.step, prefix) + text
    rows = [
        f'<text class="bm-name" x="{number(x)}" y="{number(label.top + 15 + LINE * i)}" font-size="{NAME_SIZE:g}"{anchor}>{escape(line)}</text>'
        for i, line in enumerate(label.lines)
    ]
    y = label.top + 15 + LINE * len(label.lines)
    rows += [
        f'<text class="bm-small" x="{number(words)}" y="{number(y + LINE * i)}" font-size="{SMALL_SIZE:g}"{anchor}>{escape(line)}</text>'
        for i, line in enumerate(label.grades)
    ]
    return "".join(rows) + swatch(box, y - 12, label.mark.step, prefix)


def _area(muscle: str) -> float:
    view = home(muscle)
    return _shown_area(muscle, view) if view else 0.0


_LARGER: Final[Mapping[str, float]] = {"front": 1.3, "back": 1.0, "tongue": 100.0, "palm": 4.0, "hand_back": 4.0, "foot_top": 4.0, "sole": 4.0}
"""How much an inset counts against a body view: a muscle of the hand or foot is named where it is large."""


def _shown_area(muscle: str, view: str) -> float:
    parts = drawings()[view].muscles.get(muscle, ())
    return _LARGER[view] * sum(part.area * (0.5 if part.deep else 1.0) for part in parts)
