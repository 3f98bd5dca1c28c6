"""The reading half of a patient's file: what holds, what was, and the assessments, as plain sheets."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from myotome.record.diary.of_patient import SentAlong, bookings_of, sent_along
from myotome.record.logins.of_patient import LoginSheet, login_of
from myotome.record.models import (
    AssessmentRecord,
    FindingEntry,
    InjuryEntry,
    IntakeStep,
    MeasurementEntry,
    MedicationEntry,
    NoteEntry,
    Patient,
    Release,
    User,
)
from myotome.record.models.assessed import content_sha256
from myotome.record.models.entries import Entry
from myotome.record.opened import under
from myotome.record.roles import Deed
from myotome.record.rows import case_of, person_of
from myotome.record.sheets import (
    AssessmentSheet,
    EntrySheet,
    IdentitySheet,
    ReleaseSheet,
    VisitSheet,
    assessment_sheet,
    entry_sheet,
    identity_sheet,
    release_sheet,
)
from myotome.words.case import Case, Person
from myotome.words.errors import UnknownName

KINDS: dict[str, type[Entry]] = {
    "finding": FindingEntry,
    "measurement": MeasurementEntry,
    "medication": MedicationEntry,
    "note": NoteEntry,
    "injury": InjuryEntry,
}

TOLD_WHOLE = 12
"""Assessments whose leading cause a page tells; a long record has hundreds, of 150 kB each."""


@dataclass(frozen=True)
class ReadableFile:
    """The file of ``patient`` in the hands of ``user`` at ``now``, open for one ``deed``. Lives inside the gateway's transaction."""

    _patient: Patient
    _user: User
    deed: Deed
    now: datetime

    @property
    def identity(self) -> IdentitySheet:
        """Who the file is about."""
        return identity_sheet(self._patient, self.today)

    @under(Deed.READ_IDENTITY)
    def login(self) -> LoginSheet | None:
        """The patient's own login, None where there is none."""
        return login_of(self._patient)

    @property
    def today(self) -> date:
        """The day of this access, in the site's time zone."""
        return timezone.localdate(self.now)

    @under(Deed.READ_RECORD, Deed.WRITE_RECORD, Deed.ANSWER_INTAKE)
    def case(self) -> Case:
        """Everything that holds today, as a case."""
        return case_of(self._patient, self.today, *(self._holding(model) for model in KINDS.values()))

    @under(Deed.READ_RECORD, Deed.WRITE_RECORD, Deed.ANSWER_INTAKE)
    def person(self) -> Person:
        """Age and sex today."""
        return person_of(self._patient, self.today)

    @under(Deed.READ_RECORD, Deed.WRITE_RECORD, Deed.ANSWER_INTAKE)
    def basis(self, versions: str) -> str:
        """Fingerprint of what an assessment made now would rest on: the rows that hold, the person, the day's age, ``versions``."""
        rows = {name: [row.pk for row in self._holding(model)] for name, model in KINDS.items()}
        if not rows["injury"]:
            del rows["injury"]  # an assessment of the time before there were injuries rests on none, and still stands
        patient = self._patient
        person = person_of(patient, self.today)
        seen = [rows, int(person.age_years or 0), patient.sex, patient.clinic.setting, versions]
        return hashlib.sha256(json.dumps(seen, sort_keys=True).encode()).hexdigest()

    @under(Deed.READ_RECORD, Deed.WRITE_RECORD)
    def entries(self, kind: str) -> tuple[EntrySheet, ...]:
        """The rows of one kind that hold, oldest first."""
        return tuple(entry_sheet(row) for row in self._holding(KINDS[kind]))

    @under(Deed.READ_RECORD, Deed.WRITE_RECORD)
    def entry(self, kind: str, ref: UUID) -> EntrySheet:
        """One row that holds; raises UnknownName."""
        return entry_sheet(self._row(kind, ref))

    @under(Deed.READ_RECORD, Deed.WRITE_RECORD)
    def standing_of(self, kind: str, ref: UUID) -> str:
        """What became of a row: ``holds``, ``corrected`` or ``withdrawn``; raises UnknownName for one that never was here."""
        row = (
            KINDS[kind]._default_manager.filter(patient=self._patient, ref=ref).select_related("superseded_by").first()
        )
        if row is None:
            raise UnknownName("no such entry in this record", value=str(ref))
        later = getattr(row, "superseded_by", None)
        return "holds" if later is None else "withdrawn" if later.withdrawn else "corrected"

    @under(Deed.READ_RECORD, Deed.WRITE_RECORD)
    def history(self) -> tuple[EntrySheet, ...]:
        """Every row ever written, the corrected and withdrawn ones too, newest first; ``holds`` tells which hold now."""
        found: list[EntrySheet] = []
        for model in KINDS.values():
            rows = self._rows(model)
            replaced = {row.supersedes_id for row in rows}
            found += (entry_sheet(row, holds=row.pk not in replaced and not row.withdrawn) for row in rows)
        return tuple(sorted(found, key=lambda sheet: sheet.at, reverse=True))

    @under(Deed.READ_RECORD, Deed.WRITE_RECORD)
    def assessments(self) -> tuple[AssessmentSheet, ...]:
        """Every assessment, newest first, without its report; those before the newest ``TOLD_WHOLE`` are only listed, without content."""
        rows = self._assessments().defer("report_deflated")
        whole = [assessment_sheet(row) for row in rows[:TOLD_WHOLE]]
        older = rows.defer("report_deflated", "content_deflated")[TOLD_WHOLE:] if len(whole) == TOLD_WHOLE else ()
        return (*whole, *(assessment_sheet(row) for row in older))

    @under(Deed.READ_RECORD, Deed.WRITE_RECORD, Deed.ANSWER_INTAKE)
    def latest(self) -> AssessmentSheet | None:
        """The newest assessment, or None before the first."""
        row = self._assessments().defer("report_deflated").first()
        return assessment_sheet(row) if row else None

    @under(Deed.READ_RECORD, Deed.WRITE_RECORD)
    def assessment(self, number: int) -> AssessmentSheet:
        """One assessment by its number; raises UnknownName."""
        return assessment_sheet(self._assessment(number))

    @under(Deed.READ_RECORD, Deed.WRITE_RECORD)
    def signature_stands(self, number: int) -> bool:
        """True where an assessment is signed and its content is the one that was signed; raises UnknownName."""
        row = self._assessment(number)
        signature = getattr(row, "signature", None)
        return signature is not None and signature.sha256 == content_sha256(row.content)

    @under(Deed.READ_RECORD, Deed.WRITE_RECORD)
    def report(self, number: int) -> str:
        """The report as it was made then, as one HTML page; raises UnknownName."""
        return self._assessment(number).report

    @under(Deed.READ_RECORD, Deed.WRITE_RECORD, Deed.ANSWER_INTAKE)
    def intake_answers(self) -> dict[str, dict[str, Any]]:
        """Answers of the interview by question, in the order in which they were last given."""
        answers: dict[str, dict[str, Any]] = {}
        for step in IntakeStep.objects.filter(patient=self._patient).order_by("pk"):
            answers.pop(step.question, None)
            if step.answer is not None:
                answers[step.question] = step.answer
        return answers

    @under(Deed.READ_RECORD, Deed.WRITE_RECORD, Deed.READ_RELEASED)
    def releases(self) -> tuple[ReleaseSheet, ...]:
        """What was given to the patient to read, newest first."""
        rows = (
            Release.objects.filter(assessment__patient=self._patient).select_related("by", "assessment").order_by("-pk")
        )
        return tuple(release_sheet(row) for row in rows)

    def visits(self) -> tuple[VisitSheet, ...]:
        """Bookings that were not cancelled, soonest first."""
        return bookings_of(self._patient, self.now)

    def _rows(self, model: type[Entry]) -> list[Any]:
        """Every row of one kind that was ever written, oldest first."""
        rows = model._default_manager.filter(patient=self._patient)
        return list(rows.select_related("by", "encounter").order_by("pk"))

    def _holding(self, model: type[Entry]) -> list[Any]:
        """Those that hold, oldest first."""
        rows = self._rows(model)
        replaced = {row.supersedes_id for row in rows}
        return [row for row in rows if row.pk not in replaced and not row.withdrawn]

    @under(Deed.READ_RECORD, Deed.WRITE_RECORD)
    def sent_along(self) -> tuple[SentAlong, ...]:
        """Answers of self-checks that came with bookings, newest first. They are no findings until a clinician makes them so."""
        return sent_along(self._patient)

    def _current(self, model: type[Entry]) -> Any:
        rows = model._default_manager.filter(patient=self._patient, superseded_by=None, withdrawn=False)
        return rows.order_by("pk")

    def _row(self, kind: str, ref: UUID) -> Any:
        row = self._current(KINDS[kind]).filter(ref=ref).first()
        if row is None:
            raise UnknownName("this entry is not there, or was corrected meanwhile", value=str(ref), cure="Look again.")
        return row

    def _assessments(self) -> Any:
        rows = AssessmentRecord.objects.filter(patient=self._patient).order_by("-number")
        return rows.select_related("by", "signature__by").prefetch_related("working_diagnoses__by")

    def _assessment(self, number: int) -> AssessmentRecord:
        row: AssessmentRecord | None = self._assessments().filter(number=number).first()
        if row is None:
            raise UnknownName("no assessment of this number", value=number)
        return row
