"""Pictures of an assessment as it was kept: each cause's interval as a bar, and its waterfall."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from myotome.journey.report.ranking import BARS
from myotome.journey.report.waterfall import Step, Stop, draw_waterfall

LEAST_WIDTH = 0.8
"""Per cent of the bar below which an interval would not be seen."""


@dataclass(frozen=True, slots=True)
class CauseChart:
    """One cause as the page shows it; bar positions in per cent of the width, ``waterfall`` empty for the lower ones."""

    place: int
    cause: dict[str, Any]
    low: str
    width: str
    at: str
    waterfall: SafeString
    evidence: tuple[dict[str, Any], ...]


def cause_chart(cause: dict[str, Any], place: int, *, explained: bool) -> CauseChart:
    """The picture of one cause of ``assessment.json``."""
    evidence = tuple(sorted(cause["pushes"], key=lambda push: (-abs(push["decibans"]), push["concept"])))
    drawn = _waterfall(cause, evidence, place) if explained and evidence else SafeString("")
    low, high = 100 * cause["low"], 100 * cause["high"]
    return CauseChart(
        place,
        cause,
        f"{low:.1f}",
        f"{max(high - low, LEAST_WIDTH):.1f}",
        f"{min(100 * cause['probability'], 99.0):.1f}",
        drawn,
        evidence if explained else (),
    )


def _waterfall(cause: dict[str, Any], evidence: tuple[dict[str, Any], ...], place: int) -> SafeString:
    steps = [
        Step(push["label"] if push["present"] else f"Absent: {push['label']}", push["decibans"]) for push in evidence
    ]
    drawn, rest = steps[:BARS], steps[BARS:]
    if len(rest) == 1:
        drawn, rest = steps, []
    if rest:
        drawn = [*drawn, Step(f"{len(rest)} more findings, in the table", sum(step.push for step in rest))]
    start = Stop(cause["base_rate"], cause["base_decibans"])
    end = Stop(cause["probability"], cause["base_decibans"] + sum(step.push for step in steps))
    # draw_waterfall escapes every text that it writes.
    return mark_safe(draw_waterfall(f"What moved {cause['label']}, in decibans", start, drawn, end, f"wf{place}"))  # noqa: S308
