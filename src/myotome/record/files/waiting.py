"""What of a patient's files waits for a clinician: proposals without an answer, and files that could not be read. Copied to the worklist."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from myotome.record.files.models import FileJob, Proposal, StoredFile
from myotome.record.jobs.standing import FAILED, standings
from myotome.record.models import Patient
from myotome.record.worklist_rows import note_results, refresh_row


def refresh_results(patient: Patient, now: datetime) -> None:
    """Count anew what waits, and write it on the patient's line of the worklist."""
    note_results(patient, now, _to_answer(patient), _failed(patient))


def note_failure(sender: object, *, job: UUID, at: datetime, **_: Any) -> None:
    """A job has failed for good: where it was to read a file, say so on the worklist."""
    row = FileJob.objects.filter(job=job, file__withdrawal=None).select_related("file__patient").first()
    if row is not None:
        refresh_row(row.file.patient, at, changed="A file could not be read")
        refresh_results(row.file.patient, at)


def unread_attempt(row: StoredFile) -> FileJob | None:
    """The last attempt at a file where it failed, or could use nothing of it, and nobody has dealt with that; None for any other file."""
    last: FileJob = max(row.jobs.all(), key=lambda one: one.pk)
    reading = max(row.readings.all(), key=lambda one: one.pk, default=None)
    bad = bool(reading.problem) if reading else _state(last.job) == FAILED
    return last if bad and not hasattr(last, "settled") else None


def _state(job: UUID) -> str:
    return standings([job])[job].state


def _to_answer(patient: Patient) -> int:
    files = {"reading__file__patient": patient, "reading__file__withdrawal": None}
    return Proposal.objects.filter(answer=None, **files).count()


def _failed(patient: Patient) -> int:
    rows = StoredFile.objects.filter(patient=patient, withdrawal=None).prefetch_related("readings", "jobs__settled")
    return sum(unread_attempt(row) is not None for row in rows)
