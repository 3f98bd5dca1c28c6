"""Writes a part of a health check into the record, like every other value; done again, it withdraws what it wrote before."""

from __future__ import annotations

from uuid import UUID

from myotome.clinic.health_check.forms import PartForm
from myotome.record.checks.keeping import encounter_of, keep_part
from myotome.record.checks.sheets import CheckSheet
from myotome.record.file import PatientFile

AGAIN = "taken again in the same health check"


def enter(file: PatientFile, check: CheckSheet, form: PartForm) -> None:
    """Append the values and answers of a valid ``form`` to the record, and note that the part is done."""
    on = encounter_of(file, check.ref)
    withdraw_part(file, check, form.part.slug)
    written: list[tuple[str, UUID]] = []
    for measurement in form.measurements:
        written.append(("measurement", file.add_measurement(measurement, on)))
    for finding in form.findings:
        written.append(("finding", file.add_finding(finding, on)))
    note = form.cleaned_data.get("note", "").strip()
    if note:
        written.append(("note", file.add_note("note", f"{form.part.label}: {note}", on)))
    keep_part(file, check.ref, form.part.slug, entries=written, note=note)


def withdraw_part(file: PatientFile, check: CheckSheet, part: str) -> None:
    """Hide what the part wrote before and what still holds; the history keeps it."""
    before = check.parts.get(part)
    on = encounter_of(file, check.ref)
    held = {(kind, one.ref) for kind in ("measurement", "finding", "note") for one in file.entries(kind)}
    for kind, ref in before.entries if before else ():
        if (kind, ref) in held:
            file.withdraw(kind, ref, AGAIN, on)
