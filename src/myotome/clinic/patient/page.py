"""Everything that the patient page shows, gathered in one opening of the file: no query is left for the template."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.safestring import SafeString, mark_safe

from myotome.anatomy.body_map import Row, body_map_table, draw_body_map
from myotome.clinic.assessing import bring_up_to_date
from myotome.clinic.patient.charts import CauseChart, cause_chart
from myotome.clinic.patient.moved import Moved, what_moved
from myotome.clinic.patient.timeline import Day, timeline
from myotome.journey.body_marks import body_marks
from myotome.record.gateway import Gateway
from myotome.record.roles import Deed
from myotome.record.sheets import (
    AssessmentSheet,
    EntrySheet,
    IdentitySheet,
    ReleaseSheet,
    VisitSheet,
)
from myotome.words.case import Case

SHOWN, EXPLAINED, TESTS, QUESTIONS = 8, 3, 5, 6
LEAST_SHOWN = 0.01
"""Causes below one per cent are left to the report, but for the first three. Display choices, all of these."""
STILL_POSSIBLE = 0.02
"""Upper end of the interval from which a cause that must not be missed is shown although it ranks low; as in the report."""


@dataclass(frozen=True, slots=True)
class PatientPage:
    """The path of one patient on one page.

    ``content`` is the newest assessment, empty before the first; ``problem`` says why the record as it stands could not be
    assessed: the content is then older than the record, and the page must say so.
    """

    who: IdentitySheet
    case: Case
    latest: AssessmentSheet | None
    content: dict[str, Any]
    problem: str
    causes: tuple[CauseChart, ...]
    feared: tuple[dict[str, Any], ...]
    moved: Moved | None
    findings: tuple[EntrySheet, ...]
    by_muscle: tuple[EntrySheet, ...]
    not_found: tuple[EntrySheet, ...]
    measurements: tuple[EntrySheet, ...]
    medications: tuple[EntrySheet, ...]
    notes: tuple[EntrySheet, ...]
    body_map: SafeString
    body_rows: tuple[Row, ...]
    tests: tuple[dict[str, Any], ...]
    questions: tuple[dict[str, Any], ...]
    plan_groups: tuple[tuple[str, tuple[dict[str, Any], ...]], ...]
    assessments: tuple[AssessmentSheet, ...]
    releases: tuple[ReleaseSheet, ...]
    visits: tuple[VisitSheet, ...]
    days: tuple[Day, ...]
    history: tuple[EntrySheet, ...]


def patient_page(gateway: Gateway, ref: UUID) -> PatientPage:
    """Bring the assessment up to date and gather the page."""
    problem = bring_up_to_date(gateway, ref)
    with gateway.open(ref, Deed.READ_RECORD, "patient page") as file:
        file.mark_seen()
        who, case, assessments = file.identity, file.case(), file.assessments()
        kinds = {kind: file.entries(kind) for kind in ("finding", "measurement", "medication", "note")}
        history, releases, visits, today = file.history(), file.releases(), file.visits(), file.today
    latest = assessments[0] if assessments else None
    content = latest.content if latest else {}
    general = [row for row in kinds["finding"] if not row.content.site]
    marks = body_marks(case.findings)
    # The body map escapes every text that it writes.
    drawn = mark_safe(draw_body_map(marks, title="Body map", embed_style=False))  # noqa: S308
    causes = content.get("causes", [])
    named = [cause for cause in causes if cause["slug"] != "none_known"]
    return PatientPage(
        who=who,
        case=case,
        latest=latest,
        content=content,
        problem=problem,
        causes=tuple(
            cause_chart(cause, place, explained=place <= EXPLAINED)
            for place, cause in enumerate(named[:SHOWN], start=1)
            if place <= EXPLAINED or cause["probability"] >= LEAST_SHOWN
        ),
        feared=tuple(c for c in named[SHOWN:] if c["must_not_miss"] and c["high"] >= STILL_POSSIBLE),
        moved=what_moved(assessments[1].content, content) if content and len(assessments) > 1 else None,
        findings=tuple(row for row in general if row.content.present),
        by_muscle=tuple(row for row in kinds["finding"] if row.content.site),
        not_found=tuple(row for row in general if not row.content.present),
        measurements=kinds["measurement"],
        medications=kinds["medication"],
        notes=kinds["note"],
        body_map=drawn,
        body_rows=tuple(body_map_table(marks)),
        tests=tuple(content.get("next_tests", ())[:TESTS]),
        questions=tuple(content.get("questions", ())[:QUESTIONS]),
        plan_groups=_grouped(content.get("plan", {}).get("items", ())),
        assessments=assessments,
        releases=releases,
        visits=visits,
        days=timeline(history, assessments, visits, today),
        history=history,
    )


def _grouped(items: Any) -> tuple[tuple[str, tuple[dict[str, Any], ...]], ...]:
    """Items of the plan by when they start, in the plan's order."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for item in items:
        groups.setdefault(item["when"], []).append(item)
    return tuple((when, tuple(found)) for when, found in groups.items())
