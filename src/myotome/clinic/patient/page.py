"""Everything that the patient page shows, gathered in one opening of the file: no query is left for the template."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from myotome.anatomy.body_map import Mark, Row, body_map_table, draw_body_map
from myotome.clinic.assessing import bring_up_to_date, versions_here
from myotome.clinic.patient.axis import draw_axis
from myotome.clinic.patient.charts import CauseChart, cause_chart
from myotome.clinic.patient.day import Day
from myotome.clinic.patient.moved import Moved, what_moved
from myotome.clinic.patient.sent_along import Sent, sent_self_checks
from myotome.clinic.patient.sureness import sureness
from myotome.clinic.patient.timeline import timeline
from myotome.followup.series import Series, series_of
from myotome.journey.body_marks import body_marks
from myotome.record.diary.of_patient import SentAlong
from myotome.record.files.cabinet import Cabinet
from myotome.record.gateway import Gateway
from myotome.record.given.keeping import Parts, given_parts
from myotome.record.roles import Deed
from myotome.record.sheets import (
    AssessmentSheet,
    EntrySheet,
    IdentitySheet,
    ReleaseSheet,
    VisitSheet,
)
from myotome.words.case import Case
from myotome.words.finding import Origin

SHOWN, EXPLAINED, TESTS, QUESTIONS = 8, 3, 5, 6
LEAST_SHOWN = 0.01
"""Causes below one per cent are left to the report, but for the first three. Display choices, all of these."""
STILL_POSSIBLE = 0.02
"""Upper end of the interval from which a cause that must not be missed is shown although it ranks low; as in the report."""

_MOVED: dict[tuple[UUID, UUID], Moved] = {}
MOST_REMEMBERED = 4_000


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
    sureness: tuple[str, ...]
    diagnosed: bool
    """Whether a clinician has set a diagnosis beside any assessment."""
    moved: Moved | None
    findings: tuple[EntrySheet, ...]
    by_muscle: tuple[EntrySheet, ...]
    not_found: tuple[EntrySheet, ...]
    tested: tuple[EntrySheet, ...]
    """Results of tests that are stated and not counted: ``measured`` findings."""
    measurements: tuple[EntrySheet, ...]
    judged: tuple[tuple[EntrySheet, dict[str, Any] | None], ...]
    """Each measured value with what the assessment made of it; None where it made nothing of it."""
    medications: tuple[EntrySheet, ...]
    injuries: tuple[EntrySheet, ...]
    notes: tuple[EntrySheet, ...]
    body_map: SafeString
    body_rows: tuple[Row, ...]
    tests: tuple[dict[str, Any], ...]
    questions: tuple[dict[str, Any], ...]
    plan_groups: tuple[tuple[str, tuple[dict[str, Any], ...]], ...]
    assessments: tuple[AssessmentSheet, ...]
    releases: tuple[tuple[ReleaseSheet, Parts], ...]
    """What the patient was given, with the parts of the plan that went with it."""
    visits_ahead: tuple[VisitSheet, ...]
    visits_past: tuple[VisitSheet, ...]
    sent: tuple[Sent, ...]
    """Self-checks that came with bookings."""
    days: tuple[Day, ...]
    axis: SafeString
    series: tuple[Series, ...]
    history: tuple[EntrySheet, ...]
    to_answer: int
    """Values and findings of uploaded files that nobody has accepted or rejected yet."""


def patient_page(gateway: Gateway, ref: UUID, *, changed: bool = False) -> PatientPage:
    """Bring the assessment up to date and gather the page. ``changed``: it is known to be out of date, so nothing is read in vain."""
    problem = bring_up_to_date(gateway, ref) if changed else ""
    read = _read(gateway, ref)
    if not changed and not read.up_to_date:
        problem = bring_up_to_date(gateway, ref)
        read = _read(gateway, ref)
    return _page(read, problem)


@dataclass(frozen=True, slots=True)
class _Read:
    """What one look at the record brings; ``up_to_date``: the newest assessment rests on the record as it is."""

    who: IdentitySheet
    case: Case
    assessments: tuple[AssessmentSheet, ...]
    history: tuple[EntrySheet, ...]
    releases: tuple[ReleaseSheet, ...]
    visits: tuple[VisitSheet, ...]
    today: date
    now: datetime
    to_answer: int
    parts: dict[int, Parts]
    sent: tuple[SentAlong, ...]
    up_to_date: bool


def _read(gateway: Gateway, ref: UUID) -> _Read:
    versions = versions_here()
    with gateway.look(ref, Deed.READ_RECORD, "patient page") as file:
        file.mark_seen()
        assessments, releases = file.assessments(), file.releases()
        return _Read(
            file.identity,
            file.case(),
            assessments,
            file.history(),
            releases,
            file.visits(),
            file.today,
            file.now,
            Cabinet(file).to_answer(),
            given_parts(file) if releases else {},
            file.sent_along(),
            bool(assessments) and assessments[0].basis == file.basis(versions),
        )


def _page(read: _Read, problem: str) -> PatientPage:
    who, case, assessments, history = read.who, read.case, read.assessments, read.history
    releases, visits, today, now = read.releases, read.visits, read.today, read.now
    kinds = {kind: _holding(history, kind) for kind in ("finding", "measurement", "medication", "note", "injury")}
    latest = assessments[0] if assessments else None
    content = latest.content if latest else {}
    tested = [row for row in kinds["finding"] if row.content.evidence.origin is Origin.MEASURED]
    general = [row for row in kinds["finding"] if not row.content.site and row not in tested]
    marks = body_marks(case.findings)
    series = series_of(
        ((row.content.taken_on or timezone.localdate(row.at), row.content) for row in kinds["measurement"]),
        case.person.age_years,
    )
    days = timeline(history, assessments, visits, today)
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
        sureness=sureness(content),
        diagnosed=any(sheet.diagnoses for sheet in assessments),
        moved=_moved(assessments) if content and len(assessments) > 1 else None,
        findings=tuple(row for row in general if row.content.present),
        by_muscle=tuple(row for row in kinds["finding"] if row.content.site and row not in tested),
        tested=tuple(tested),
        not_found=tuple(row for row in general if not row.content.present),
        measurements=kinds["measurement"],
        judged=_judged(kinds["measurement"], content),
        medications=kinds["medication"],
        injuries=kinds["injury"],
        notes=kinds["note"],
        body_map=_body_map(marks),
        body_rows=tuple(body_map_table(marks)),
        tests=tuple(content.get("next_tests", ())[:TESTS]),
        questions=tuple(content.get("questions", ())[:QUESTIONS]),
        plan_groups=_grouped(content.get("plan", {}).get("items", ())),
        assessments=assessments,
        releases=tuple((one, read.parts.get(one.pk, {})) for one in releases),
        visits_ahead=tuple(visit for visit in visits if visit.at >= now),
        visits_past=tuple(visit for visit in reversed(visits) if visit.at < now),
        sent=sent_self_checks(read.sent),
        days=days,
        axis=draw_axis(days, [row.content for row in kinds["medication"]], series, today),
        series=series,
        history=history,
        to_answer=read.to_answer,
    )


def _moved(assessments: tuple[AssessmentSheet, ...]) -> Moved:
    """What moved between the last two. Both are written once, so it is worked out once: reading the one before takes as long as drawing the page."""
    pair = assessments[0].ref, assessments[1].ref
    moved = _MOVED.get(pair)
    if moved is None:
        if len(_MOVED) >= MOST_REMEMBERED:
            _MOVED.clear()
        moved = _MOVED[pair] = what_moved(assessments[1].content, assessments[0].content)
    return moved


def _holding(history: tuple[EntrySheet, ...], kind: str) -> tuple[EntrySheet, ...]:
    """What holds of one kind, oldest first."""
    return tuple(sorted((row for row in history if row.holds and row.kind == kind), key=lambda row: row.at))


def _body_map(marks: tuple[Mark, ...]) -> SafeString:
    # The body map escapes every text that it writes.
    return mark_safe(draw_body_map(marks, title="Body map", embed_style=False))  # noqa: S308


def _judged(
    rows: tuple[EntrySheet, ...], content: dict[str, Any]
) -> tuple[tuple[EntrySheet, dict[str, Any] | None], ...]:
    """Newest first. A value is told by measure, number and unit; two alike were judged alike."""
    made = {(one["measure"], one["value"], one["unit"]): one for one in content.get("measurements", ())}
    return tuple(
        (row, made.get((row.content.measure, row.content.quantity.value, row.content.quantity.unit)))
        for row in reversed(rows)
    )


def _grouped(items: Any) -> tuple[tuple[str, tuple[dict[str, Any], ...]], ...]:
    """Items of the plan by when they start, in the plan's order."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for item in items:
        groups.setdefault(item["when"], []).append(item)
    return tuple((when, tuple(found)) for when, found in groups.items())
