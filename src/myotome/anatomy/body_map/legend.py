"""The legend of the body map: the scale with its words, the other signs, and what is marked but not drawn."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping
from html import escape
from typing import Final

from myotome.anatomy.body_map.curves import FINE, number
from myotome.anatomy.body_map.marks import Mark, scale, spoken
from myotome.anatomy.body_map.merge import Place
from myotome.anatomy.body_map.style import hatch_over
from myotome.anatomy.muscles import muscles

SMALL: Final = 13.0
"""Side of the swatch beside a label, in page units."""

LARGE: Final = 1.7
"""How much larger the swatches of the legend are."""

SWATCH: Final = SMALL * LARGE


def signs(prefix: str) -> str:
    """The signs that labels, key and legend share: a swatch per step (id ``<prefix>-k<step>``) and fasciculations."""
    # Scaled down by the same factor as the figures are written in, so that the hatch has the same grain in both.
    side, clip = number(SMALL * FINE), f"{prefix}-box"
    box = f'width="{side}" height="{side}"'
    swatches = "".join(
        f'<g id="{prefix}-k{slug}"><g transform="scale({1 / FINE:.4f})"><rect class="bm-box" {box} fill="{step.fill}"/>'
        f"{hatch_over(prefix, slug, clip)}</g></g>"
        for slug, step in scale().items()
    )
    zigzag = '<circle class="bm-twitch" r="7"/><path class="bm-zig" d="M-4.4 0l2.1-3.1 2.9 6.3 2.1-6 1.7 2.8"/>'
    return f'<clipPath id="{clip}"><rect {box}/></clipPath>{swatches}<g id="{prefix}-twitch">{zigzag}</g>'


def draw_legend(x: float, y: float, columns: int, cell: float, size: float, prefix: str) -> tuple[str, float]:
    """The legend from its top left corner in ``columns`` cells of ``cell`` page units, and its height."""
    entries = [(f'<use href="#{prefix}-k{slug}" transform="scale({LARGE:g})"/>', *_explained(slug)) for slug in scale()]
    entries.append(
        (f'<use href="#{prefix}-twitch" transform="translate(11 11) scale(1.5)"/>', "fasciculations", "twitching seen")
    )
    entries.append(
        (
            f'<rect x=".5" y=".5" width="{SWATCH:g}" height="{SWATCH:g}" fill="{scale()["not_examined"].fill}" stroke="#8d766a" '
            'stroke-dasharray="2.5 2"/>',
            "broken rim",
            "lies under other muscles",
        )
    )
    row = SWATCH + size * 1.15 + 8
    body = "".join(
        f'<g transform="translate({number(x + (i % columns) * cell)} {number(y + (i // columns) * row)})">{sign}'
        f'<text class="bm-name" x="{number(SWATCH + 9)}" y="{number(size * 0.85)}">{escape(name)}</text>'
        f'<text class="bm-small" x="{number(SWATCH + 9)}" y="{number(size * 1.95)}">{escape(meaning)}</text></g>'
        for i, (sign, name, meaning) in enumerate(entries)
    )
    return f'<g font-size="{number(size)}">{body}</g>', row * -(-len(entries) // columns)


def _explained(slug: str) -> tuple[str, str]:
    step = scale()[slug]
    if not step.mrc:
        return {
            "not_examined": ("not examined", "nothing known of this muscle"),
            "normal": ("normal", "examined, full strength and bulk"),
            "unstated": ("present", "degree not stated"),
        }[slug]
    upper = step.lost_up_to_percent
    lower = (upper or 0) - 20
    return f"{slug}  {step.label}", f"MRC {step.mrc}; {lower}–{upper} % lost"


def undrawn_lines(places: Iterable[Place], marks: Mapping[Place, Mark], width: int) -> tuple[str, ...]:
    """What is marked but not drawn, as lines of at most ``width`` letters; equal sides are told once."""
    said: dict[str, list[str]] = {}
    for place in places:
        said.setdefault(f"{muscles()[place[0]].label}: {spoken(marks[place])}", []).append(str(place[1]))
    words = [f"{text} ({' and '.join(sides)})" for text, sides in said.items()]
    return tuple(textwrap.wrap("Marked, but not on the drawing: " + "; ".join(words), width)) if words else ()
