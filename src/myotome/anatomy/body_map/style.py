"""The look of the body map: its style sheet, and the hatch patterns that carry the scale without colour."""

from __future__ import annotations

from typing import Final

from myotome.anatomy.body_map.curves import FINE
from myotome.anatomy.body_map.marks import Step, scale

CSS: Final = """
.bm{font-family:"Source Sans 3","Segoe UI",Helvetica,Arial,"Liberation Sans",sans-serif;fill:#2b2523}
.bm-rim{fill:none;stroke:#8a7f78;stroke-width:9.6;stroke-linejoin:round}
.bm-skin{fill:#f1ebe4;stroke:none}
.bm-m{stroke:#8d766a;stroke-width:3;stroke-linejoin:round}
.bm-deep{stroke-dasharray:8 6}
.bm-on{stroke:#2b2523;stroke-width:4}
.bm-ok{stroke:#3d5f58;stroke-width:3.6}
.bm-fibre{fill:none;stroke:#a98c7e;stroke-width:2;stroke-linecap:round;pointer-events:none}
.bm-tendon,.bm-bone,.bm-nail{fill:#fdfaf4;stroke:#c4b9ab;stroke-width:2.8;pointer-events:none}
.bm-groove,.bm-feature{fill:none;stroke:#9b8f86;stroke-width:3.6;stroke-linecap:round;pointer-events:none}
.bm-feature{stroke:#7b7069;stroke-width:4}
.bm-tendonline{fill:none;stroke:#fdfaf4;stroke-width:6.8;stroke-linecap:round;pointer-events:none}
.bm-lead{fill:none;stroke:#2b2523;stroke-width:.9;pointer-events:none}
.bm-dot{fill:#2b2523;stroke:#fff;stroke-width:.8;pointer-events:none}
.bm-twitch{fill:#fff;stroke:#2b2523;stroke-width:1.1}
.bm-zig{fill:none;stroke:#2b2523;stroke-width:1.5;stroke-linejoin:round}
.bm-name{font-weight:600}
.bm-title{font-size:27px;font-weight:600}
.bm-view{font-size:19px;font-weight:600;fill:#4c4440}
.bm-side{font-size:21px;font-weight:700;fill:#4c4440}
.bm-small{fill:#4c4440}
.bm-box{stroke:#2b2523;stroke-width:.9}
.bm-disc{fill:#fff;stroke:#2b2523;stroke-width:1.2}
.bm-click [data-muscle]{cursor:pointer}
.bm-click [data-muscle]:hover{stroke:#005a9c;stroke-width:7}
.bm-click [data-muscle]:focus{outline:none}
.bm-click [data-muscle]:focus-visible{stroke:#005a9c;stroke-width:12}
@media (forced-colors:active){.bm{forced-color-adjust:none}}
@media print{.bm{print-color-adjust:exact;-webkit-print-color-adjust:exact}.bm,.bm-small,.bm-view,.bm-side{fill:#000}}
"""
"""For pages whose policy forbids a style element inside the drawing: serve this in the page's own style sheet."""

_TILE: Final = 7.0
"""Side of a pattern tile in units of the drawing: about 0.8 mm on a page printed 190 mm wide."""

_HATCHES: Final = {
    "dots": '<path d="M1.8 1.8h0M5.3 5.3h0" stroke="{ink}" stroke-width="1.7" stroke-linecap="round"/>',
    "wide lines": '<path d="M-1 1L1-1M0 7L7 0M6 8l2-2" stroke="{ink}" stroke-width="1"/>',
    "close lines": '<path d="M-1 1L1-1M0 7L7 0M6 8l2-2M-1 4.5L4.5-1M2.5 8L8 2.5" stroke="{ink}" stroke-width="1.25"/>',
    "crossed lines": (
        '<path d="M-1 1L1-1M0 7L7 0M6 8l2-2M-1 4.5L4.5-1M2.5 8L8 2.5M-1 6l2 2M0 0l7 7M6-1l2 2M-1 2.5L4.5 8M2.5-1L8 4.5" '
        'stroke="{ink}" stroke-width="1.25"/>'
    ),
    "upright lines": '<path d="M1.75 0v7M5.25 0v7" stroke="{ink}" stroke-width="1" stroke-dasharray="2.2 1.3"/>',
}


def patterns(prefix: str) -> str:
    """Pattern elements for every hatched step; their ids start with ``prefix``."""
    return "".join(_pattern(prefix, step) for step in scale().values() if step.hatch != "none")


def fill_of(prefix: str, step: str) -> str:
    """Value of the ``fill`` attribute for a step of the scale."""
    return f"url(#{prefix}-{step})" if scale()[step].hatch != "none" else scale()[step].fill


def _pattern(prefix: str, step: Step) -> str:
    return (
        f'<pattern id="{prefix}-{step.slug}" width="{_TILE:g}" height="{_TILE:g}" patternUnits="userSpaceOnUse" patternTransform="scale({FINE})">'
        f'<rect width="{_TILE:g}" height="{_TILE:g}" fill="{step.fill}"/>{_HATCHES[step.hatch].format(ink=step.ink)}</pattern>'
    )
