"""What the gateway hands out: plain frozen sheets, so that no page holds a row that could query or save."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any, NamedTuple
from uuid import UUID

from myotome.record.models import (
    AssessmentRecord,
    FindingEntry,
    InjuryEntry,
    MeasurementEntry,
    MedicationEntry,
    NoteEntry,
    Patient,
    Release,
)
from myotome.record.models.assessed import inflated
from myotome.record.models.entries import Entry
from myotome.record.rows import finding_of, injury_of, measurement_of, medication_of, person_of
from myotome.words.case import Medication
from myotome.words.finding import Finding
from myotome.words.injury import Injury
from myotome.words.measurement import Measurement


@dataclass(frozen=True, slots=True)
class IdentitySheet:
    """Who a record is about; ``age_years`` on the day of the access."""

    ref: UUID
    number: str
    given_name: str
    family_name: str
    born_on: date
    age_years: float
    sex: str
    phone: str
    clinic: str

    @property
    def name(self) -> str:
        """Given name first, as one speaks."""
        return f"{self.given_name} {self.family_name}"


@dataclass(frozen=True, slots=True)
class EntrySheet:
    """One row: what it says, who wrote it, when, on which occasion; ``kind`` names what ``content`` is."""

    ref: UUID
    kind: str
    content: Any
    """A Finding, Measurement, Medication, Injury or, for a note, its text."""
    by: str
    by_role: str
    at: datetime
    occasion: str
    corrects: bool
    withdrawn: bool
    why: str
    holds: bool = True
    """False for what was corrected or withdrawn since, and for the withdrawal itself."""


@dataclass(frozen=True, slots=True)
class DiagnosisSheet:
    """The clinician's own diagnosis beside an assessment."""

    stance: str
    stance_words: str
    diagnosis: str
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True)
class AssessmentSheet:
    """One assessment as it was kept; ``signed_by`` is empty until somebody signed it. ``diagnoses``: newest first.

    ``kept`` is the content as it was written, empty for one that was only listed.
    """

    ref: UUID
    number: int
    at: datetime
    by: str
    basis: str
    knowledge: str
    kept: bytes = field(repr=False)
    signed_by: str = ""
    signed_at: datetime | None = None
    diagnoses: tuple[DiagnosisSheet, ...] = ()

    @cached_property
    def content(self) -> dict[str, Any]:
        """``assessment.json`` as it was written, read when first asked for; empty for one that was only listed."""
        return inflated(self.kept) if self.kept else {}

    @property
    def leading(self) -> LeadingCause | None:
        """The first of its causes; None where it has none, or was only listed."""
        if self.ref not in _LEADING and self.kept:
            if len(_LEADING) >= MOST_REMEMBERED:
                _LEADING.clear()
            causes = self.content["causes"]
            _LEADING[self.ref] = LeadingCause(causes[0]["label"], causes[0]["probability"]) if causes else None
        return _LEADING.get(self.ref)


class LeadingCause(NamedTuple):
    """Label and probability (0 to 1)."""

    label: str
    probability: float


_LEADING: dict[UUID, LeadingCause | None] = {}
"""An assessment is written once, so what leads it never changes; reading a whole one for a line of history takes 2 ms."""
MOST_REMEMBERED = 20_000


@dataclass(frozen=True, slots=True)
class ReleaseSheet:
    """What the patient was given to read; ``cause`` is a slug, empty where none was chosen."""

    number: int
    words: str
    cause: str
    by: str
    at: datetime
    pk: int


@dataclass(frozen=True, slots=True)
class VisitSheet:
    """One booking of a patient."""

    kind: str
    kind_words: str
    at: datetime
    for_what: str
    reference: str = ""
    version: int = 0
    standing: str = ""
    """``booked``, ``arrived``, ``done`` or ``no_show``."""
    ends: datetime | None = None
    with_whom: tuple[str, ...] = ()
    """Clinicians, rooms and devices by slug."""
    can_change: bool = False
    """Whether it can still be moved or cancelled at the moment of the access."""


def identity_sheet(patient: Patient, today: date) -> IdentitySheet:
    """Who the record is about."""
    return IdentitySheet(
        patient.ref,
        patient.number,
        patient.given_name,
        patient.family_name,
        patient.born_on,
        person_of(patient, today).age_years or 0.0,
        patient.sex,
        patient.phone,
        patient.clinic.name,
    )


def entry_sheet(row: Entry, *, holds: bool = True) -> EntrySheet:
    """A row of any kind."""
    kind, content = _content(row)
    return EntrySheet(
        row.ref,
        kind,
        content,
        row.by.full_name,
        row.by.role,
        row.at,
        row.encounter.get_kind_display(),
        row.supersedes_id is not None,
        row.withdrawn,
        row.why,
        holds,
    )


def assessment_sheet(row: AssessmentRecord) -> AssessmentSheet:
    """An assessment with its signature and the diagnoses beside it."""
    signature = getattr(row, "signature", None)
    diagnoses = sorted(row.working_diagnoses.all(), key=lambda one: -one.pk)
    return AssessmentSheet(
        row.ref,
        row.number,
        row.at,
        row.by.full_name,
        row.basis,
        row.knowledge,
        b"" if "content_deflated" in row.get_deferred_fields() else bytes(row.content_deflated),
        signature.by.full_name if signature else "",
        signature.at if signature else None,
        tuple(
            DiagnosisSheet(d.stance, d.get_stance_display(), d.diagnosis, d.reason, d.by.full_name, d.at)
            for d in diagnoses
        ),
    )


def release_sheet(row: Release) -> ReleaseSheet:
    """What the patient was given."""
    return ReleaseSheet(row.assessment.number, row.words, row.cause, row.by.full_name, row.at, row.pk)


def _content(row: Entry) -> tuple[str, Finding | Measurement | Medication | Injury | str]:
    if isinstance(row, FindingEntry):
        return "finding", finding_of(row)
    if isinstance(row, MeasurementEntry):
        return "measurement", measurement_of(row)
    if isinstance(row, MedicationEntry):
        return "medication", medication_of(row)
    if isinstance(row, InjuryEntry):
        return "injury", injury_of(row)
    if isinstance(row, NoteEntry):
        return "note", row.text
    raise TypeError(type(row).__name__)
