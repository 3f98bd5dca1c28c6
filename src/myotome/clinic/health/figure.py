"""The figure to explore, front and back: the muscles of the body map, those of one area joined into one shape that is a link."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from myotome.anatomy.body_map.curves import FINE
from myotome.anatomy.body_map.shapes import Drawing, Placed, drawings
from myotome.anatomy.muscles import muscles
from myotome.clinic.health.areas import Area, areas

VIEWS: Final = ("front", "back")
WIDE, HIGH, HEAD = 280, 1010, -12
"""Of half a figure, and where its head begins, in units of the drawing."""


def figure(view: str, addresses: dict[str, str]) -> SafeString:
    """One view as SVG; ``addresses`` by area. Hidden from screen readers and the tab order: the same links stand beside it as a list."""
    linked = format_html_join(
        "",
        '<a href="{}" tabindex="-1"><title>{}</title>{}</a>',
        ((addresses[area.slug], area.label, _both(shape)) for area in areas().values() if (shape := _area(view, area))),
    )
    return format_html(
        '<svg class="figure" viewBox="{} {} {} {}" aria-hidden="true" focusable="false">{}{}</svg>',
        -WIDE * FINE, HEAD * FINE, 2 * WIDE * FINE, HIGH * FINE, _both(_skin(view)), linked,
    )  # fmt: skip


def _both(half: SafeString) -> SafeString:
    """A half and its mirror image."""
    return format_html('{0}<g transform="scale(-1 1)">{0}</g>', half)


@lru_cache(maxsize=4)
def _skin(view: str) -> SafeString:
    drawing = drawings()[view]
    placed = "".join(f"<g {_at(one)}>{_silhouette(drawings()[one.view])}</g>" for one in drawing.placed)
    # Numbers and path letters of our own drawings only.
    return mark_safe(f'<g class="skin">{placed}{_silhouette(drawing)}</g>')  # noqa: S308


@lru_cache(maxsize=64)
def _area(view: str, area: Area) -> SafeString | None:
    """The muscles of an area in this view, those of the hands turned to their place; None where none is drawn."""
    drawing = drawings()[view]
    found = [_path(drawing, area)]
    found += [f"<g {_at(one)}>{path}</g>" for one in drawing.placed if (path := _path(drawings()[one.view], area))]
    shape = "".join(found)
    return mark_safe(shape) if shape else None  # noqa: S308


def _path(drawing: Drawing, area: Area) -> str:
    data = "".join(_outlines(drawing, area))
    return f'<path d="{data}"/>' if data else ""


def _outlines(drawing: Drawing, area: Area) -> Iterator[str]:
    for slug, parts in drawing.muscles.items():
        if muscles()[slug].region in area.regions:
            for part in parts:
                if not part.deep:
                    yield part.outlines[0].path()


def _silhouette(drawing: Drawing) -> str:
    return f'<path d="{"".join(curve.path() for curve in drawing.silhouette)}"/>'


def _at(placed: Placed) -> str:
    (x, y), scale = placed.at, placed.scale
    return f'transform="translate({x * FINE:.0f} {y * FINE:.0f}) rotate({placed.turn_degrees:g}) scale({scale:g})"'
