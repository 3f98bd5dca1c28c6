"""One patient's file, open for one deed: reads what holds, appends, corrects and withdraws. Only the gateway makes one."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import wraps
from typing import Any, ParamSpec, TypeVar
from uuid import UUID

from django.db.models import Max
from django.utils import timezone

from myotome.record.models import (
    AssessmentRecord,
    Encounter,
    FindingEntry,
    IntakeStep,
    MeasurementEntry,
    MedicationEntry,
    NoteEntry,
    Patient,
    Release,
    Signature,
    User,
    Visit,
    WorkingDiagnosis,
)
from myotome.record.models.assessed import deflated
from myotome.record.models.entries import Entry
from myotome.record.roles import Deed
from myotome.record.rows import (
    case_of,
    finding_fields,
    measurement_fields,
    medication_fields,
    person_of,
)
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
    visit_sheet,
)
from myotome.record.worklist_rows import refresh_row
from myotome.words.case import Case, Medication, Person
from myotome.words.errors import OutOfRange, UnknownName, UsageError
from myotome.words.finding import Finding
from myotome.words.measurement import Measurement

P = ParamSpec("P")
R = TypeVar("R")

CHANGED_ANSWER = "the answer in the interview was changed"

KINDS: dict[str, type[Entry]] = {
    "finding": FindingEntry,
    "measurement": MeasurementEntry,
    "medication": MedicationEntry,
    "note": NoteEntry,
}


def under(*deeds: Deed) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """A method of the file that may be called only while it is open for one of ``deeds``; raises UsageError otherwise."""

    def allow(method: Callable[P, R]) -> Callable[P, R]:
        @wraps(method)
        def checked(*args: P.args, **kwargs: P.kwargs) -> R:
            file = args[0]
            assert isinstance(file, PatientFile)
            if file.deed not in deeds:
                raise UsageError(
                    f"a file opened to {file.deed} cannot {method.__name__}", cure="Open it for that deed."
                )
            return method(*args, **kwargs)

        return checked

    return allow


@dataclass(frozen=True)
class PatientFile:
    """The file of ``patient`` in the hands of ``user`` at ``now``, open for one ``deed``. Lives inside the gateway's transaction."""

    _patient: Patient
    _user: User
    deed: Deed
    now: datetime

    # ------------------------------------------------------------------ reading

    @property
    def identity(self) -> IdentitySheet:
        """Who the file is about."""
        return identity_sheet(self._patient, self.today)

    @property
    def today(self) -> date:
        """The day of this access, in the site's time zone."""
        return timezone.localdate(self.now)

    @under(Deed.READ_RECORD, Deed.WRITE_RECORD, Deed.ANSWER_INTAKE)
    def case(self) -> Case:
        """Everything that holds today, as a case."""
        return case_of(self._patient, self.today, *(self._current(model) for model in KINDS.values()))

    @under(Deed.READ_RECORD, Deed.WRITE_RECORD, Deed.ANSWER_INTAKE)
    def person(self) -> Person:
        """Age and sex today."""
        return person_of(self._patient, self.today)

    @under(Deed.READ_RECORD, Deed.WRITE_RECORD, Deed.ANSWER_INTAKE)
    def basis(self, versions: str) -> str:
        """Fingerprint of what an assessment made now would rest on: the rows that hold, the person, the day's age, ``versions``."""
        rows = {name: list(self._current(model).values_list("pk", flat=True)) for name, model in KINDS.items()}
        patient = self._patient
        person = person_of(patient, self.today)
        seen = [rows, int(person.age_years or 0), patient.sex, patient.clinic.setting, versions]
        return hashlib.sha256(json.dumps(seen, sort_keys=True).encode()).hexdigest()

    @under(Deed.READ_RECORD, Deed.WRITE_RECORD)
    def entries(self, kind: str) -> tuple[EntrySheet, ...]:
        """The rows of one kind that hold, oldest first."""
        return tuple(entry_sheet(row) for row in self._current(KINDS[kind]).select_related("by", "encounter"))

    @under(Deed.READ_RECORD, Deed.WRITE_RECORD)
    def entry(self, kind: str, ref: UUID) -> EntrySheet:
        """One row that holds; raises UnknownName."""
        return entry_sheet(self._row(kind, ref))

    @under(Deed.READ_RECORD, Deed.WRITE_RECORD)
    def history(self) -> tuple[EntrySheet, ...]:
        """Every row ever written, the corrected and withdrawn ones too, newest first."""
        rows = [
            row
            for model in KINDS.values()
            for row in model._default_manager.filter(patient=self._patient).select_related(
                "by", "encounter", "supersedes"
            )
        ]
        return tuple(entry_sheet(row) for row in sorted(rows, key=lambda row: row.at, reverse=True))

    @under(Deed.READ_RECORD, Deed.WRITE_RECORD)
    def assessments(self) -> tuple[AssessmentSheet, ...]:
        """Every assessment, newest first, without its report."""
        rows = self._assessments().defer("report_deflated")
        return tuple(assessment_sheet(row) for row in rows)

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
        """Visits and call-backs that were not cancelled, soonest first."""
        rows = Visit.objects.filter(patient=self._patient, cancels=None, cancelled_by=None).order_by("at")
        return tuple(visit_sheet(row) for row in rows)

    # ------------------------------------------------------------------ writing

    @under(Deed.WRITE_RECORD, Deed.ANSWER_INTAKE)
    def begin(self, kind: str) -> Encounter:
        """An occasion for the rows that follow: intake, examination, result or note."""
        return Encounter.objects.create(patient=self._patient, kind=Encounter.Kind(kind), by=self._user, at=self.now)

    @under(Deed.WRITE_RECORD)
    def add_finding(self, finding: Finding, on: Encounter) -> UUID:
        """Append a finding."""
        return self._add(FindingEntry, on, finding_fields(finding))

    @under(Deed.WRITE_RECORD)
    def add_measurement(self, measurement: Measurement, on: Encounter) -> UUID:
        """Append a measured value."""
        return self._add(MeasurementEntry, on, measurement_fields(measurement))

    @under(Deed.WRITE_RECORD)
    def add_medication(self, medication: Medication, on: Encounter) -> UUID:
        """Append a line of the medication list."""
        return self._add(MedicationEntry, on, medication_fields(medication))

    @under(Deed.WRITE_RECORD)
    def add_note(self, kind: str, text: str, on: Encounter) -> UUID:
        """Append a text: ``complaint`` or ``note``."""
        return self._add(NoteEntry, on, {"kind": NoteEntry.Kind(kind), "text": text})

    @under(Deed.WRITE_RECORD)
    def correct_finding(self, ref: UUID, finding: Finding, why: str, on: Encounter) -> UUID:
        """Append a finding in the place of another, which stays in the history; needs a reason."""
        return self._add(FindingEntry, on, finding_fields(finding), self._row("finding", ref), _said(why))

    @under(Deed.WRITE_RECORD)
    def withdraw(self, kind: str, ref: UUID, why: str, on: Encounter) -> None:
        """Hide a row: it no longer holds and stays in the history, with who and why."""
        self._hide(kind, self._row(kind, ref), _said(why), on)

    def _hide(self, kind: str, row: Any, why: str, on: Encounter) -> None:
        columns = {
            field.attname: getattr(row, field.attname)
            for field in row._meta.concrete_fields
            if field.attname not in _OWN_COLUMNS
        }
        self._add(KINDS[kind], on, columns, row, why, withdrawn=True)

    @under(Deed.ANSWER_INTAKE)
    def answer(self, question: str, answer: dict[str, Any] | None) -> None:
        """Append one answer of the interview; None takes it back."""
        IntakeStep.objects.create(patient=self._patient, by=self._user, at=self.now, question=question, answer=answer)

    @under(Deed.ANSWER_INTAKE)
    def take_interview(self, case: Case) -> None:
        """Bring the record in step with an interview: what is new is appended, what was said otherwise before is withdrawn."""
        on = self.begin("intake")
        kept: dict[str, list[Any]] = {"finding": [], "medication": [], "note": []}
        said: dict[str, list[Any]] = {
            "finding": list(case.findings),
            "medication": list(case.medications),
            "note": [("complaint", case.complaint)] * bool(case.complaint) + [("note", case.notes)] * bool(case.notes),
        }
        for kind in said:
            for row in self._current(KINDS[kind]).filter(encounter__kind=Encounter.Kind.INTAKE).select_related("by"):
                sheet = entry_sheet(row)
                content = (row.kind, row.text) if isinstance(row, NoteEntry) else sheet.content
                if content in said[kind]:
                    kept[kind].append(content)
                else:
                    self._hide(kind, row, CHANGED_ANSWER, on)
        for finding in (f for f in said["finding"] if f not in kept["finding"]):
            self._add(FindingEntry, on, finding_fields(finding))
        for medication in (m for m in said["medication"] if m not in kept["medication"]):
            self._add(MedicationEntry, on, medication_fields(medication))
        for kind, text in (n for n in said["note"] if n not in kept["note"]):
            self._add(NoteEntry, on, {"kind": kind, "text": text})

    @under(Deed.READ_RECORD, Deed.WRITE_RECORD, Deed.ANSWER_INTAKE)
    def keep_assessment(self, content: dict[str, Any], report: str, basis: str) -> AssessmentSheet:
        """Append an assessment with everything that shaped it."""
        last = self._assessments().aggregate(last=Max("number"))["last"] or 0
        versions = content["versions"]
        row = AssessmentRecord.objects.create(
            patient=self._patient,
            number=last + 1,
            by=self._user,
            at=self.now,
            basis=basis,
            program=versions["program"],
            method=versions["method"],
            knowledge=versions["knowledge"],
            content_deflated=deflated(json.dumps(content, ensure_ascii=False)),
            report_deflated=deflated(report),
        )
        refresh_row(self._patient, self.now, assessment=row)
        return assessment_sheet(row)

    @under(Deed.WRITE_RECORD)
    def sign(self, number: int) -> None:
        """Sign one assessment; a second signature is refused."""
        row = self._assessment(number)
        if Signature.objects.filter(assessment=row).exists():
            raise OutOfRange("this assessment is signed already", value=number)
        Signature.objects.create(assessment=row, by=self._user, at=self.now, sha256=content_sha256(row.content))
        refresh_row(self._patient, self.now, signed=number == self._assessments().aggregate(last=Max("number"))["last"])

    @under(Deed.WRITE_RECORD)
    def diagnose(self, number: int, stance: str, diagnosis: str, reason: str) -> None:
        """Set the clinician's own diagnosis beside an assessment."""
        WorkingDiagnosis.objects.create(
            assessment=self._assessment(number),
            by=self._user,
            at=self.now,
            stance=WorkingDiagnosis.Stance(stance),
            diagnosis=" ".join(diagnosis.split()),
            reason=reason.strip(),
        )

    @under(Deed.WRITE_RECORD)
    def release(self, number: int, words: str, cause: str = "") -> None:
        """Give the patient something to read."""
        Release.objects.create(
            assessment=self._assessment(number), by=self._user, at=self.now, words=words.strip(), cause=cause
        )

    @under(Deed.WRITE_IDENTITY)
    def book(self, kind: str, at: datetime, for_what: str) -> None:
        """Put a visit or a call-back into the diary."""
        Visit.objects.create(
            patient=self._patient,
            kind=Visit.Kind(kind),
            at=at,
            for_what=for_what.strip(),
            by=self._user,
            written_at=self.now,
        )

    @under(Deed.READ_RECORD, Deed.WRITE_RECORD)
    def mark_seen(self) -> None:
        """Note that a clinician has the record open, so that the worklist shows what changed since."""
        refresh_row(self._patient, self.now, seen=True)

    # ------------------------------------------------------------------ inside

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

    def _add(
        self,
        model: type[Entry],
        on: Encounter,
        columns: dict[str, Any],
        instead_of: Any = None,
        why: str = "",
        *,
        withdrawn: bool = False,
    ) -> UUID:
        row = model._default_manager.create(
            patient=self._patient,
            encounter=on,
            by=self._user,
            at=self.now,
            supersedes=instead_of,
            why=why,
            withdrawn=withdrawn,
            **columns,
        )
        refresh_row(self._patient, self.now, changed=on.get_kind_display(), by_patient=self._user.role == "patient")
        ref: UUID = row.ref
        return ref


def content_sha256(content: dict[str, Any]) -> str:
    """What a signature stands for: the hash of an assessment's content, keys in order."""
    plain = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()


def _said(why: str) -> str:
    said = " ".join(why.split())
    if len(said) < 3:
        raise OutOfRange("a correction needs a reason", value=said, cure="Say in a few words what was wrong.")
    return said[:500]


_OWN_COLUMNS = frozenset(
    {"id", "ref", "patient_id", "encounter_id", "by_id", "at", "supersedes_id", "withdrawn", "why"}
)
"""Columns that a withdrawal does not copy from the row it hides."""
