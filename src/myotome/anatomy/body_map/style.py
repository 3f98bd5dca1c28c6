"""The look of the body map: its style sheet, and the hatch patterns that carry the scale without colour."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from myotome.anatomy.body_map.curves import FINE
from myotome.anatomy.body_map.marks import Step, scale

CSS: Final = """
.bm{font-family:"Source Sans 3","Segoe UI",Helvetica,Arial,"Liberation Sans",sans-serif;fill:#2b2523}
.bm-rim{fill:none;stroke:#8a7f78;stroke-width:7.2;stroke-linejoin:round}
.bm-skin{fill:#f1ebe4;stroke:none}
.bm-m{stroke:#8d766a;stroke-width:2.25;stroke-linejoin:round}
.bm-deep{stroke-dasharray:6 4.5}
.bm-on{stroke:#2b2523;stroke-width:3}
.bm-ok{stroke:#3d5f58;stroke-width:2.7}
.bm-fibre{fill:none;stroke:#a98c7e;stroke-width:1.5;stroke-linecap:round;pointer-events:none}
.bm-tendon,.bm-bone,.bm-nail{fill:#fdfaf4;stroke:#c4b9ab;stroke-width:2.1;pointer-events:none}
.bm-groove,.bm-feature{fill:none;stroke:#9b8f86;stroke-width:2.7;stroke-linecap:round;pointer-events:none}
.bm-feature{stroke:#7b7069;stroke-width:3}
.bm-tendonline{fill:none;stroke:#fdfaf4;stroke-width:5.1;stroke-linecap:round;pointer-events:none}
.bm-lead,.bm-dot,.bm-halo{fill:none;stroke:#2b2523;stroke-width:.9;pointer-events:none}
.bm-dot{stroke-width:5;stroke-linecap:round}
.bm-halo{stroke:#fff;stroke-width:7;stroke-linecap:round}
.bm-twitch{fill:#fff;stroke:#2b2523;stroke-width:1.1;pointer-events:none}
.bm-zig{pointer-events:none;fill:none;stroke:#2b2523;stroke-width:1.5;stroke-linejoin:round}
.bm-name{font-weight:600}
.bm-tight{font-size:.8em}
.bm-title{font-size:27px;font-weight:600}
.bm-view{font-size:19px;font-weight:600;fill:#4c4440}
.bm-side{font-size:21px;font-weight:700;fill:#4c4440}
.bm-small{fill:#4c4440;font-size:.9em}
.bm-end{text-anchor:end}
.bm-mid{text-anchor:middle}
.bm-box{stroke:#2b2523;stroke-width:2.7}
.bm-disc{fill:#fff;stroke:#2b2523;stroke-width:1.2}
.bm-click [data-muscle]{cursor:pointer}
.bm-click [data-muscle]:hover{stroke:#005a9c;stroke-width:5.25}
.bm-click [data-muscle]:focus-visible{stroke:#005a9c;stroke-width:9;outline:9px solid #005a9c}
@media (forced-colors:active){.bm{forced-color-adjust:none}}
@media print{.bm{print-color-adjust:exact;-webkit-print-color-adjust:exact}.bm,.bm-small,.bm-view,.bm-side{fill:#000}}
"""
"""For pages whose policy forbids a style element inside the drawing: serve this in the page's own style sheet."""

_HATCHES: Final[Mapping[str, tuple[tuple[str, float, float], ...]]] = {
    "sparse lines": (("rising", 9.0, 0.8),),
    "wide lines": (("rising", 5.5, 1.1),),
    "close lines": (("rising", 3.5, 1.3),),
    "crossed lines": (("rising", 4.2, 1.5), ("falling", 4.2, 1.5)),
    "upright lines": (("upright", 4.5, 0.9),),
}
"""Directions of the hatch lines, their distance and their width in drawing units (1 is 0.1 mm on a page printed 190 mm wide)."""

_RUNS: Final[Mapping[str, tuple[str, int]]] = {
    "rising": ("M-150-150L1950 1950", 4700),
    "falling": ("M-1700 1700L500-500", 5600),
    "upright": ("M-220 0H850", 6200),
}
"""One line across every drawing, and a width that covers it: broken into dashes, such a line is a hatch.

A pattern element would be the usual way, but browsers print patterns as coarse bitmaps; dashes stay sharp on paper.
"""


def hatches(prefix: str) -> str:
    """The hatch of every step as a group (id ``<prefix>-h<step>``), to be clipped to a muscle's outline."""
    return "".join(_hatch(prefix, step) for step in scale().values() if step.hatch != "none")


def hatch_over(prefix: str, step: str, clip: str) -> str:
    """The hatch of a step inside the clip path ``clip``; empty for a step without one."""
    if scale()[step].hatch == "none":
        return ""
    return f'<use href="#{prefix}-h{step}" clip-path="url(#{clip})"/>'


def _hatch(prefix: str, step: Step) -> str:
    lines = "".join(
        f'<path d="{_RUNS[run][0]}" stroke-width="{_RUNS[run][1]}" stroke-dasharray="{width * FINE:g} {(gap - width) * FINE:g}"/>'
        for run, gap, width in _HATCHES[step.hatch]
    )
    return f'<g id="{prefix}-h{step.slug}" fill="none" stroke="{step.ink}" pointer-events="none">{lines}</g>'
