"""Draws the figure to explore from the body map: its skin, and per area the muscles that lie there, as SVG.

Drawing takes a quarter of a second, so it is done by ``tools/draw_figure.py`` and kept in figure.json; a test holds the two against each other.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from myotome.anatomy.body_map.curves import FINE
from myotome.anatomy.body_map.shapes import Drawing, Placed, drawings
from myotome.anatomy.muscles import muscles
from myotome.clinic.health.areas import Area, areas

VIEWS: Final = ("front", "back")


def drawn() -> dict[str, dict[str, str]]:
    """View -> ``skin`` and the slug of each area that shows in it -> half of the drawing as SVG, in units of the fine grid."""
    return {
        view: {"skin": _skin(view)} | {area.slug: shape for area in areas().values() if (shape := _area(view, area))}
        for view in VIEWS
    }


def _skin(view: str) -> str:
    drawing = drawings()[view]
    placed = "".join(f"<g {_at(one)}>{_silhouette(drawings()[one.view])}</g>" for one in drawing.placed)
    return f'<g class="skin">{placed}{_silhouette(drawing)}</g>'


def _area(view: str, area: Area) -> str:
    """The muscles of an area in this view, those of the hands turned to their place; empty where none is drawn."""
    drawing = drawings()[view]
    found = [_path(drawing, area)]
    found += [f"<g {_at(one)}>{path}</g>" for one in drawing.placed if (path := _path(drawings()[one.view], area))]
    return "".join(found)


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
