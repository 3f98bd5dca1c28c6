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
.bm-twitch{fill:#fff;stroke:#2b2523;stroke-width:1.1}
.bm-zig{fill:none;stroke:#2b2523;stroke-width:1.5;stroke-linejoin:round}
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
.bm-click [data-muscle]:focus{outline:none}
.bm-click [data-muscle]:focus-visible{stroke:#005a9c;stroke-width:9}
@media (forced-colors:active){.bm{forced-color-adjust:none}}
@media print{.bm{print-color-adjust:exact;-webkit-print-color-adjust:exact}.bm,.bm-small,.bm-view,.bm-side{fill:#000}}
"""
"""For pages whose policy forbids a style element inside the drawing: serve this in the page's own style sheet."""

_HATCHES: Final[Mapping[str, tuple[float, str]]] = {
    "dots": (7, '<path d="M1.8 1.8h0M5.3 5.3h0" stroke="{ink}" stroke-width="1.8" stroke-linecap="round"/>'),
    "wide lines": (9, '<path d="M-1 1L1-1M0 9L9 0M8 10l2-2" stroke="{ink}" stroke-width="1.1"/>'),
    "close lines": (5.4, '<path d="M-1 1L1-1M0 5.4L5.4 0M4.4 6.4l2-2" stroke="{ink}" stroke-width="1.35"/>'),
    "crossed lines": (
        6,
        '<path d="M-1 1L1-1M0 6L6 0M5 7l2-2M-1 5l2 2M0 0l6 6M5-1l2 2" stroke="{ink}" stroke-width="1.5"/>',
    ),
    "upright lines": (5, '<path d="M2.5 0v5" stroke="{ink}" stroke-width="1" stroke-dasharray="3 2"/>'),
}
"""Side of the square tile in units of the drawing (1 is about 0.1 mm on a page printed 190 mm wide), and what it holds."""


def patterns(prefix: str) -> str:
    """Pattern elements for every hatched step; their ids start with ``prefix``."""
    return "".join(_pattern(prefix, step) for step in scale().values() if step.hatch != "none")


def fill_of(prefix: str, step: str) -> str:
    """Value of the ``fill`` attribute for a step of the scale."""
    return f"url(#{prefix}-{step})" if scale()[step].hatch != "none" else scale()[step].fill


def _pattern(prefix: str, step: Step) -> str:
    side, lines = _HATCHES[step.hatch]
    return (
        f'<pattern id="{prefix}-{step.slug}" width="{side:g}" height="{side:g}" patternUnits="userSpaceOnUse" '
        f'patternTransform="scale({FINE})"><rect width="{side:g}" height="{side:g}" fill="{step.fill}"/>'
        f"{lines.format(ink=step.ink)}</pattern>"
    )
