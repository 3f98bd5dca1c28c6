"""Maps rows to words and back: what a row says as a Finding, Measurement or Medication, and what row a word becomes. No medicine."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from myotome.record.models import FindingEntry, InjuryEntry, MeasurementEntry, MedicationEntry, NoteEntry, Patient
from myotome.words.case import Case, Medication, Person, Setting, Sex
from myotome.words.finding import Evidence, Finding, Origin
from myotome.words.injury import Harm, Injury, Place
from myotome.words.measurement import Measurement, Norm
from myotome.words.side import Side, State
from myotome.words.units import Quantity

LABORATORY = "the laboratory's own limits"
DAYS_PER_YEAR = 365.25


def finding_of(row: FindingEntry) -> Finding:
    """The finding that a row states."""
    evidence = Evidence(Origin(row.origin), row.said_by, row.text)
    return Finding(row.concept, State(row.state), Side(row.side), row.site, row.grade, row.started, evidence)


def finding_fields(finding: Finding) -> dict[str, Any]:
    """The columns of a finding's row."""
    return {
        "concept": finding.concept,
        "state": finding.state.value,
        "side": finding.side.value,
        "site": finding.site,
        "grade": finding.grade,
        "started": finding.started,
        "origin": finding.evidence.origin.value,
        "said_by": finding.evidence.by,
        "text": finding.evidence.text[:2000],
    }


def measurement_of(row: MeasurementEntry) -> Measurement:
    """The measurement that a row states, not yet interpreted."""
    norm = None
    if row.low is not None or row.high is not None:
        norm = Norm(row.low, row.high, LABORATORY, "typed in with the result")
    quantity = Quantity(row.value, row.unit)
    return Measurement(row.measure, quantity, Side(row.side), row.site, row.method, row.taken_on, norm=norm)


def measurement_fields(measurement: Measurement) -> dict[str, Any]:
    """The columns of a measurement's row; of a norm only the limits are kept."""
    norm = measurement.norm
    return {
        "measure": measurement.measure,
        "value": measurement.quantity.value,
        "unit": measurement.quantity.unit,
        "side": measurement.side.value,
        "site": measurement.site,
        "method": measurement.method,
        "taken_on": measurement.taken_on,
        "low": norm.low if norm else None,
        "high": norm.high if norm else None,
    }


def medication_of(row: MedicationEntry) -> Medication:
    """The line of the medication list that a row states."""
    return Medication(row.name, row.dose, row.started, row.stopped, row.still_taken)


def medication_fields(medication: Medication) -> dict[str, Any]:
    """The columns of a medication's row."""
    return {
        "name": medication.name,
        "dose": medication.dose,
        "started": medication.started,
        "stopped": medication.stopped,
        "still_taken": medication.still_taken,
    }


def injury_of(row: InjuryEntry) -> Injury:
    """The injury that a row states."""
    harms = tuple(Harm(name) for name in row.harms.split())
    place = Place(row.place) if row.place else None
    return Injury(row.what, place, Side(row.side), row.year, row.month, harms, row.before, row.same_limb)


def injury_fields(injury: Injury) -> dict[str, Any]:
    """The columns of an injury's row."""
    return {
        "what": injury.what,
        "place": injury.place.value if injury.place else "",
        "side": injury.side.value,
        "year": injury.year,
        "month": injury.month,
        "harms": " ".join(harm.value for harm in injury.harms),
        "before": injury.before,
        "same_limb": injury.same_limb,
    }


def person_of(patient: Patient, today: date) -> Person:
    """Age in years on ``today`` and sex."""
    return Person(max(0.0, (today - patient.born_on).days / DAYS_PER_YEAR), Sex(patient.sex))


def case_of(
    patient: Patient,
    today: date,
    findings: Iterable[FindingEntry],
    measurements: Iterable[MeasurementEntry],
    medications: Iterable[MedicationEntry],
    notes: Iterable[NoteEntry],
    injuries: Iterable[InjuryEntry],
) -> Case:
    """Everything that holds of a patient on ``today``, as a case; its id is the clinic's number, never the name."""
    written = list(notes)
    measured = tuple(measurement_of(row) for row in measurements)
    weights = [m for m in measured if m.measure == WEIGHT]
    return Case(
        id=patient.number,
        person=person_of(patient, today),
        setting=Setting(patient.clinic.setting),
        findings=tuple(finding_of(row) for row in findings),
        measurements=tuple(m for m in measured if m.measure != WEIGHT),
        medications=tuple(medication_of(row) for row in medications),
        injuries=tuple(injury_of(row) for row in injuries),
        weight_kg=weights[-1].quantity.to("kg").value if weights else None,
        complaint="\n".join(row.text for row in written if row.kind == NoteEntry.Kind.COMPLAINT),
        notes="\n".join(row.text for row in written if row.kind == NoteEntry.Kind.NOTE),
        seen_on=today,
    )


WEIGHT = "weight"
"""The one measurement that a case holds by itself."""
