"""One patient's file, open for one deed: appends, corrects and withdraws. Only the gateway makes one."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Max

from myotome.record.logins.of_patient import give_login, open_login
from myotome.record.models import (
    AssessmentRecord,
    Encounter,
    FindingEntry,
    InjuryEntry,
    IntakeStep,
    MeasurementEntry,
    MedicationEntry,
    NoteEntry,
    Release,
    Signature,
    WorkingDiagnosis,
)
from myotome.record.models.assessed import content_sha256, deflated
from myotome.record.models.entries import Entry
from myotome.record.opened import under
from myotome.record.reading import KINDS, ReadableFile
from myotome.record.roles import Deed
from myotome.record.rows import finding_fields, injury_fields, measurement_fields, medication_fields
from myotome.record.sheets import AssessmentSheet, assessment_sheet, entry_sheet
from myotome.record.worklist_rows import note_seen, refresh_row
from myotome.words.case import Case, Medication
from myotome.words.errors import OutOfRange
from myotome.words.finding import Finding
from myotome.words.injury import Injury
from myotome.words.measurement import Measurement

CHANGED_ANSWER = "the answer in the interview was changed"


@dataclass(frozen=True)
class PatientFile(ReadableFile):
    """The whole file: what can be read, and what can be added to it."""

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
    def add_injury(self, injury: Injury, on: Encounter) -> UUID:
        """Append a line of the list of injuries."""
        return self._add(InjuryEntry, on, injury_fields(injury))

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
        if self._rests_on_signed():
            refresh_row(self._patient, self.now, signed=True)

    def _rests_on_signed(self) -> bool:
        """Whether the record is again what the newest assessment rests on, and that one is signed: there is nothing to sign then."""
        from myotome.record.shelf.reviews import taken_back_here  # it imports the gateway, which imports this

        newest = self._assessments().defer("content_deflated", "report_deflated").first()
        if newest is None or not hasattr(newest, "signature"):
            return False
        versions = f"{newest.program} {newest.method} {newest.knowledge}"
        taken_back = "".join(f" without {name}" for name in taken_back_here())
        return bool(self.basis(versions + taken_back) == newest.basis)

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
        kept: dict[str, list[Any]] = {"finding": [], "medication": [], "injury": [], "note": []}
        said: dict[str, list[Any]] = {
            "finding": list(case.findings),
            "medication": list(case.medications),
            "injury": list(case.injuries),
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
        for injury in (one for one in said["injury"] if one not in kept["injury"]):
            self._add(InjuryEntry, on, injury_fields(injury))
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
        refresh_row(self._patient, self.now, assessment=content)
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
    def release(self, number: int, words: str, cause: str = "") -> int:
        """Give the patient something to read; returns the row's ``pk``, to give parts with it."""
        row = Release.objects.create(
            assessment=self._assessment(number), by=self._user, at=self.now, words=words.strip(), cause=cause
        )
        pk: int = row.pk
        return pk

    @under(Deed.WRITE_IDENTITY)
    def give_login(self, password: str) -> None:
        """Make the patient's login, or give it a new password; raises ValidationError for a name that is taken."""
        give_login(self._patient, password, self._user)

    @under(Deed.WRITE_IDENTITY)
    def open_login(self, *, is_open: bool) -> None:
        """Open or close the patient's login; raises UnknownName where there is none."""
        open_login(self._patient, is_open=is_open)

    @under(Deed.READ_RECORD, Deed.WRITE_RECORD)
    def mark_seen(self) -> None:
        """Note that a clinician has the record open, so that the worklist shows what changed since."""
        note_seen(self._patient, self.now)

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
        by_patient = self._user.role == "patient"
        refresh_row(self._patient, self.now, changed=on.get_kind_display(), by_patient=by_patient, signed=False)
        ref: UUID = row.ref
        return ref


def _said(why: str) -> str:
    said = " ".join(why.split())
    if len(said) < 3:
        raise OutOfRange("a correction needs a reason", value=said, cure="Say in a few words what was wrong.")
    return said[:500]


_OWN_COLUMNS = frozenset(
    {"id", "ref", "patient_id", "encounter_id", "by_id", "at", "supersedes_id", "withdrawn", "why"}
)
"""Columns that a withdrawal does not copy from the row it hides."""
