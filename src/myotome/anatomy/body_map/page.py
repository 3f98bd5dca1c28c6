"""The body map as one SVG: both views, the insets under them, labels, and the legend."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from html import escape
from typing import Final, Literal

from myotome.anatomy.body_map.curves import number
from myotome.anatomy.body_map.figure import Ink, Setting, draw_view, half_side
from myotome.anatomy.body_map.homes import labelled_in, undrawn
from myotome.anatomy.body_map.labels import NAME_SIZE, Label, draw_labels, label_for, placed
from myotome.anatomy.body_map.legend import draw_legend, undrawn_lines
from myotome.anatomy.body_map.marks import RANK, Mark, spoken
from myotome.anatomy.body_map.merge import Place, merged
from myotome.anatomy.body_map.shapes import drawings
from myotome.anatomy.body_map.style import CSS, patterns
from myotome.anatomy.muscles import muscles

WIDTH: Final = 1720.0
MARGIN: Final = 18.0


@dataclass(frozen=True, slots=True)
class Block:
    """A view on the page with its two columns of labels: their edges nearest the figure, their tops and their bottom.

    ``letter_x`` is the distance of L and R from the middle, ``letter_y`` and ``caption_y`` are baselines; all in page units.
    """

    view: str
    setting: Setting
    left: float
    right: float
    left_top: float
    right_top: float
    bottom: float
    letter_x: float
    letter_y: float
    caption_y: float


def draw_body_map(
    marks: Iterable[Mark],
    *,
    title: str,
    interactive: bool = False,
    prefix: str = "bm",
    embed_style: bool = True,
) -> str:
    """The body map of ``marks`` as an SVG element: front, back, palms, backs of the hands, tops of the feet, soles, tongue.

    The person's left is at the viewer's right in the front view and at the viewer's left from behind; both are lettered. Every
    muscle is a group with ``data-muscle``, ``data-side``, a title and an aria-label; with ``interactive`` it can be focused and
    has the role of a button. ``prefix`` starts every id: give another one to a second map on the same page. ``embed_style=False``
    leaves the style element out, for pages that serve ``CSS`` themselves. No scripts, no outside references.
    """
    joined = merged(marks)
    ink = Ink(joined, prefix, interactive)
    columns = _labels_by_block(joined)
    body, shift = [], 0.0
    for row in ROWS:
        # A crowded column may need more height than the drawing beside it; what stands below then moves down.
        ends = []
        for block in row:
            drawn, end = _draw_block(_down(block, shift), columns[block.view], ink)
            body.append(drawn)
            ends.append(end - (block.bottom + shift))
        shift += max(0.0, *ends)
    legend_top = LEGEND_TOP + shift
    legend, height = draw_legend(MARGIN, legend_top + 26, 5, (WIDTH - 2 * MARGIN) / 5, 18, prefix)
    body.append(f'<text class="bm-view" x="{MARGIN:g}" y="{number(legend_top + 8)}">{LEGEND_TITLE}</text>{legend}')
    bottom = legend_top + 26 + height
    for line in undrawn_lines(undrawn(joined), joined, 165):
        bottom += 22
        body.append(f'<text x="{MARGIN:g}" y="{number(bottom)}" font-size="18">{escape(line)}</text>')
    return _svg("".join(body), bottom + MARGIN, title, ink, embed_style=embed_style)


LEGEND_TITLE: Final = (
    "One scale for weakness and wasting; a muscle is filled with the worse of the two, and its label tells both"
)

FIGURE_TOP: Final = 92.0
FIGURE_SCALE: Final = 0.88
FIGURE_BOTTOM: Final = FIGURE_TOP + 1000 * FIGURE_SCALE + 6
HANDS_TOP: Final = FIGURE_BOTTOM + 52
FEET_TOP: Final = HANDS_TOP + 318
LEGEND_TOP: Final = FEET_TOP + 288
REACH: Final = 240.0
"""From the middle of a figure to the labels on either side, in page units: just clear of the hands."""


def _body(view: str, middle: float) -> Block:
    setting = Setting(middle, FIGURE_TOP, FIGURE_SCALE)
    # Between the two heads lies the tongue, so the inner columns start below it.
    outer, inner = FIGURE_TOP, FIGURE_TOP + 100
    tops = (outer, inner) if view == "front" else (inner, outer)
    return Block(
        view, setting, middle - REACH, middle + REACH, *tops, FIGURE_BOTTOM, 96, FIGURE_TOP + 40, FIGURE_TOP - 20
    )


def _inset(view: str, middle: float, top: float, scale: float, apart: float, *, upside_down: bool = False) -> Block:
    setting = Setting(middle, top + (206 * scale if upside_down else 14), scale, apart, upside_down)
    bottom = top + 216 * scale
    return Block(
        view, setting, middle - REACH, middle + REACH, top, top, bottom, apart + 66 * scale, top + 40, top - 12
    )


def _tongue() -> Block:
    middle = WIDTH / 2
    return Block("tongue", Setting(middle, 74, 0.95), middle - 66, middle + 66, 84, 84, 160, 50, 130, 44)


ROWS: Final = (
    (_tongue(), _body("front", 430), _body("back", 1290)),
    (
        _inset("palm", 430, HANDS_TOP, 1.22, 124, upside_down=True),
        _inset("hand_back", 1290, HANDS_TOP, 1.22, 124, upside_down=True),
    ),
    (_inset("foot_top", 430, FEET_TOP, 1.12, 74), _inset("sole", 1290, FEET_TOP, 1.0, 74)),
)


def _down(block: Block, shift: float) -> Block:
    if not shift:
        return block
    old = block.setting
    setting = Setting(old.x, old.y + shift, old.scale, old.apart, old.upside_down)
    return replace(
        block,
        setting=setting,
        left_top=block.left_top + shift,
        right_top=block.right_top + shift,
        bottom=block.bottom + shift,
        letter_y=block.letter_y + shift,
        caption_y=block.caption_y + shift,
    )


def _labels_by_block(joined: dict[Place, Mark]) -> dict[str, list[tuple[Place, Mark]]]:
    return {view: [(place, joined[place]) for place in places] for view, places in labelled_in(joined).items()}


def _draw_block(block: Block, labelled: list[tuple[Place, Mark]], ink: Ink) -> tuple[str, float]:
    drawing = drawings()[block.view]
    sides: dict[Literal["left", "right"], list[Label]] = {"left": [], "right": []}
    for place, mark in labelled:
        right = half_side(block.view, right=True) is place[1]
        part = max(drawing.muscles[place[0]], key=lambda one: one.area)
        anchor = block.setting.spot(part.centre, right=right)
        sides["right" if right else "left"].append(label_for(place, mark, anchor))
    out = [draw_view(drawing, block.setting, ink), _captions(block, drawing.label)]
    end = block.bottom
    for towards, labels in sides.items():
        column = placed(labels, block.left_top if towards == "left" else block.right_top, block.bottom)
        out.append(
            f'<g aria-hidden="true" font-size="{NAME_SIZE:g}">{draw_labels(column, block.left if towards == "left" else block.right, towards, ink.prefix)}</g>'
        )
        end = max([end, *(label.top + label.height for label in column)])
    return "".join(out), end


def _captions(block: Block, label: str) -> str:
    x = block.setting.x
    texts = [
        f'<text class="bm-view" x="{number(x)}" y="{number(block.caption_y)}" text-anchor="middle">{escape(label)}</text>'
    ]
    for right in (False, True):
        letter = half_side(block.view, right=right).value[0].upper()
        at = x + (block.letter_x if right else -block.letter_x)
        texts.append(
            f'<text class="bm-side" x="{number(at)}" y="{number(block.letter_y)}" text-anchor="middle">{letter}</text>'
        )
    return f'<g aria-hidden="true">{"".join(texts)}</g>'


def _svg(body: str, height: float, title: str, ink: Ink, *, embed_style: bool) -> str:
    name, told = f"{ink.prefix}-title", f"{ink.prefix}-desc"
    style = f"<style>{CSS}</style>" if embed_style else ""
    extra = " bm-click" if ink.interactive else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="bm{extra}" viewBox="0 0 {WIDTH:g} {number(height)}" role="group" '
        f'aria-labelledby="{name} {told}"><title id="{name}">{escape(title)}</title><desc id="{told}">{escape(_summary(ink))}</desc>'
        f"{style}<defs>{patterns(ink.prefix)}</defs>"
        f'<text class="bm-title" x="{MARGIN:g}" y="34" aria-hidden="true">{escape(title)}</text>{body}</svg>'
    )


def _summary(ink: Ink) -> str:
    """The map in a sentence, for a screen reader: what is marked, worst first."""
    found = [(place, mark) for place, mark in ink.marks.items() if mark.abnormal]
    if not found:
        return "Nothing is marked." if not ink.marks else "All marked muscles are normal."
    found.sort(key=lambda item: -RANK.index(item[1].step))
    words = dict.fromkeys(
        f"{place[1]} {mark.region or muscles()[place[0]].label}: {spoken(mark)}".lower() for place, mark in found
    )
    told = list(words)[:MOST_TOLD]
    rest = f" And {len(words) - len(told)} more, in the table." if len(words) > len(told) else ""
    return "; ".join(told) + "." + rest


MOST_TOLD: Final = 12
"""Marks that the summary names before it points to the table."""
