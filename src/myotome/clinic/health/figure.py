"""The figure to explore, front and back: the muscles of the body map, those of one area joined into one shape that is a link."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Final

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from myotome.anatomy.body_map.curves import FINE
from myotome.clinic.health.areas import areas

VIEWS: Final = ("front", "back")
WIDE, HIGH, HEAD = 280, 1010, -12
"""Of half a figure, and where its head begins, in units of the drawing."""


def figure(view: str, addresses: dict[str, str]) -> SafeString:
    """One view as SVG; ``addresses`` by area. Hidden from screen readers and the tab order: the same links stand beside it as a list."""
    shapes = _shapes()[view]
    linked = format_html_join(
        "",
        '<a href="{}" data-area="{}" tabindex="-1"><title>{}</title>{}</a>',
        ((addresses[slug], slug, area.label, _both(shapes[slug])) for slug, area in areas().items() if slug in shapes),
    )
    return format_html(
        '<svg class="figure" viewBox="{} {} {} {}" aria-hidden="true" focusable="false">{}{}</svg>',
        -WIDE * FINE, HEAD * FINE, 2 * WIDE * FINE, HIGH * FINE, _both(shapes["skin"]), linked,
    )  # fmt: skip


def _both(half: SafeString) -> SafeString:
    """A half and its mirror image."""
    return format_html('{0}<g transform="scale(-1 1)">{0}</g>', half)


@lru_cache(maxsize=1)
def _shapes() -> Mapping[str, Mapping[str, SafeString]]:
    """What ``drawing`` drew, from the file of the site's own."""
    kept = json.loads(files("myotome.clinic.health").joinpath("figure.json").read_text(encoding="utf-8"))
    return {view: {name: mark_safe(svg) for name, svg in shapes.items()} for view, shapes in kept.items()}  # noqa: S308
