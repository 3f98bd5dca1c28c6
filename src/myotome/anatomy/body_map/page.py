"""The body map as one SVG: both views, the insets under them, labels, and the legend."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from functools import lru_cache
from html import escape
from typing import Final, Literal

from myotome.anatomy.body_map.curves import number
from myotome.anatomy.body_map.figure import Ink, draw_view, half_side
from myotome.anatomy.body_map.homes import labelled_in, undrawn
from myotome.anatomy.body_map.labels import Label, draw_key, draw_labels, draw_numbers, label_for, placed
from myotome.anatomy.body_map.layout import MARGIN, Block, Layout, Sheet, sheet
from myotome.anatomy.body_map.legend import draw_legend, signs, undrawn_lines
from myotome.anatomy.body_map.marks import RANK, Mark, spoken
from myotome.anatomy.body_map.merge import Place, merged
from myotome.anatomy.body_map.shapes import drawings
from myotome.anatomy.body_map.style import CSS, hatches
from myotome.anatomy.muscles import muscles


def draw_body_map(
    marks: Iterable[Mark],
    *,
    title: str,
    interactive: bool = False,
    layout: Layout = "wide",
    prefix: str = "bm",
    embed_style: bool = True,
) -> str:
    """The body map of ``marks`` as an SVG element: front, back, palms, backs of the hands, tops of the feet, soles, tongue.

    The person's left is at the viewer's right in the front view and at the viewer's left from behind; both are lettered. Every
    muscle has ``data-muscle``, ``data-side`` and a title; in the view that shows it best it also has an aria-label and, with
    ``interactive``, the role of a button in the tab order. ``layout``: "wide" or "narrow" (see layout.py). ``prefix`` starts
    every id: give another one to a second map on the same page. ``embed_style=False`` leaves the style element out, for pages
    that serve ``CSS`` themselves. No scripts, no outside references.
    """
    return _drawn(tuple(marks), title, interactive, layout, prefix, embed_style)


@lru_cache(maxsize=32)
def _drawn(
    marks: tuple[Mark, ...], title: str, interactive: bool, layout: Layout, prefix: str, embed_style: bool
) -> str:
    """Cached: most edits of a record change no muscle, and drawing takes 10 ms. It tells muscles and grades, never whose they are."""
    joined = merged(marks)
    ink = Ink(joined, prefix, interactive)
    page = sheet(layout)
    head, start = _title(title, page)
    body, labels, shift = [head], list[Label](), start
    named = labelled_in(joined)
    for row in page.rows:
        # A crowded column may need more height than the drawing beside it; what stands below then moves down.
        overhang = 0.0
        for block in row:
            lower = block.down(shift)
            drawn, told, end = _draw_block(
                lower, [(place, joined[place]) for place in named[block.view]], ink, page, len(labels)
            )
            body.append(drawn)
            labels += told
            overhang = max(overhang, end - lower.bottom)
        shift += overhang
    foot, bottom = _foot(joined, labels, page, page.legend_top + shift, ink)
    return _svg("".join(body) + foot, page.width, bottom + MARGIN, title, ink, embed_style=embed_style)


LEGEND_TITLE: Final = (
    "One scale for weakness and wasting: a muscle is filled with the worse of the two; its label tells both."
)

_TITLE_LINE: Final = 32.0


def _title(title: str, page: Sheet) -> tuple[str, float]:
    """The heading, and by how much its second and later lines push everything down."""
    lines = textwrap.wrap(title, round(page.width / 16)) or [""]
    rows = "".join(
        f'<tspan x="{MARGIN:g}" y="{number(34 + _TITLE_LINE * index)}">{escape(line)}</tspan>'
        for index, line in enumerate(lines)
    )
    return f'<text class="bm-title" aria-hidden="true">{rows}</text>', _TITLE_LINE * (len(lines) - 1)


def _draw_block(
    block: Block, labelled: list[tuple[Place, Mark]], ink: Ink, page: Sheet, first: int
) -> tuple[str, list[Label], float]:
    """A view with its labels: the SVG, the labels in reading order, and where the lower of its columns ends."""
    drawing = drawings()[block.view]
    sides: dict[Literal["left", "right"], list[Label]] = {"left": [], "right": []}
    for place, mark in labelled:
        right = half_side(block.view, right=True) is place[1]
        part = max(drawing.muscles[place[0]], key=lambda one: one.area)
        anchor = block.setting.spot(part.centre, right=right)
        sides["right" if right else "left"].append(label_for(place, mark, anchor, numbered=page.numbered))
    out = [draw_view(drawing, block.setting, ink), _captions(block, drawing.label)]
    told: list[Label] = []
    end = block.bottom
    draw = draw_numbers if page.numbered else draw_labels
    for towards, labels in sides.items():
        column = placed(
            labels, block.left_top if towards == "left" else block.right_top, block.bottom, first + len(told) + 1
        )
        out.append(draw(column, block.left if towards == "left" else block.right, towards, ink.prefix))
        told += column
        end = max([end, *(label.top + label.height for label in column)])
    return "".join(out), told, end


def _captions(block: Block, label: str) -> str:
    x = block.setting.x
    texts = [f'<text class="bm-view bm-mid" x="{number(x)}" y="{number(block.caption_y)}">{escape(label)}</text>']
    for right in (False, True):
        letter = half_side(block.view, right=right).value[0].upper()
        at = x + (block.letter_x if right else -block.letter_x)
        texts.append(f'<text class="bm-side bm-mid" x="{number(at)}" y="{number(block.letter_y)}">{letter}</text>')
    return f'<g aria-hidden="true">{"".join(texts)}</g>'


def _foot(joined: dict[Place, Mark], labels: list[Label], page: Sheet, top: float, ink: Ink) -> tuple[str, float]:
    """Key (on numbered pages), legend, and what is marked but not drawn; with the baseline of the last line."""
    size, out = page.text_size, []
    if page.numbered and labels:
        key, height = draw_key(labels, MARGIN, top, page.letters, size, ink.prefix)
        out.append(key)
        top += height + size
    for line in textwrap.wrap(LEGEND_TITLE, page.letters):
        out.append(f'<text class="bm-view" x="{MARGIN:g}" y="{number(top)}">{escape(line)}</text>')
        top += size * 1.4
    cell = (page.width - 2 * MARGIN) / page.legend_columns
    legend, height = draw_legend(MARGIN, top, page.legend_columns, cell, size, ink.prefix)
    out.append(legend)
    top += height
    for line in undrawn_lines(undrawn(joined), joined, page.letters):
        top += size * 1.25
        out.append(f'<text x="{MARGIN:g}" y="{number(top)}" font-size="{size:g}">{escape(line)}</text>')
    return f'<g aria-hidden="true">{"".join(out)}</g>', top


def _svg(body: str, width: float, height: float, title: str, ink: Ink, *, embed_style: bool) -> str:
    name, told = f"{ink.prefix}-title", f"{ink.prefix}-desc"
    style = f"<style>{CSS}</style>" if embed_style else ""
    extra = " bm-click" if ink.interactive else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="bm{extra}" viewBox="0 0 {number(width)} {number(height)}" role="group" '
        f'aria-labelledby="{name}" aria-describedby="{told}"><title id="{name}">{escape(title)}</title>'
        f'<desc id="{told}">{escape(_summary(ink))}</desc>{style}<defs>{hatches(ink.prefix)}{signs(ink.prefix)}</defs>{body}</svg>'
    )


def _summary(ink: Ink) -> str:
    """The map in a sentence, for a screen reader: what is marked, worst first."""
    found = [(place, mark) for place, mark in ink.marks.items() if mark.abnormal]
    if not found:
        return "Nothing is marked." if not ink.marks else "All muscles that were examined are normal."
    found.sort(key=lambda item: -RANK.index(item[1].step))
    words = list(
        dict.fromkeys(f"{place[1]} {mark.region or muscles()[place[0]].label}: {spoken(mark)}" for place, mark in found)
    )
    rest = f" And {len(words) - MOST_TOLD} more, in the table." if len(words) > MOST_TOLD else ""
    return "; ".join(words[:MOST_TOLD]) + "." + rest


MOST_TOLD: Final = 12
"""Marks that the summary names before it points to the table."""
