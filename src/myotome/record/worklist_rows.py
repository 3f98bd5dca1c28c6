"""Keeps the one row per patient that the worklist reads; see ``models.worklist`` for why there is a copy."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from myotome.record.models import Patient, WorklistRow
from myotome.words.timeframe import Timeframe


def refresh_row(
    patient: Patient,
    now: datetime,
    *,
    assessment: dict[str, Any] | None = None,
    changed: str = "",
    by_patient: bool = False,
    seen: bool = False,
    signed: bool | None = None,
) -> None:
    """Bring the row up to date with what just happened; makes it where there is none. ``assessment`` is the content of a new one.

    ``signed``: None leaves it as it is, so that a file that was read does not call for a new signature before anything is accepted.
    """
    fields: dict[str, Any] = {
        "clinic_id": patient.clinic_id,
        "family_key": patient.family_name.casefold(),
        "given_key": patient.given_name.casefold(),
    }
    if assessment is not None:
        fields |= _from_assessment(assessment) | {"signed": False}
    if changed:
        fields |= {"changed_at": now, "changed": changed, "changed_by_patient": by_patient}
    if seen:
        fields["seen_at"] = now
    if signed is not None:
        fields["signed"] = signed
    made = {"urgency": WorklistRow.NOT_ASSESSED, "changed_at": now, "changed": "Registered"}
    WorklistRow.objects.update_or_create(patient=patient, defaults=fields, create_defaults=made | fields)


def note_seen(patient: Patient, now: datetime) -> None:
    """A clinician has the record open: the deed of every patient page, so it changes one column and reads nothing."""
    if not WorklistRow.objects.filter(patient=patient).update(seen_at=now):
        refresh_row(patient, now, seen=True)


def note_results(patient: Patient, now: datetime, to_answer: int, files_failed: int) -> None:
    """How many results wait for an answer, counted anew."""
    columns = {"to_answer": to_answer, "files_failed": files_failed, "results_wait": bool(to_answer or files_failed)}
    if not WorklistRow.objects.filter(patient=patient).update(**columns):
        refresh_row(patient, now)
        WorklistRow.objects.filter(patient=patient).update(**columns)


def _from_assessment(content: dict[str, Any]) -> dict[str, Any]:
    flags, causes = content["red_flags"], content["causes"]
    urgency = min((Timeframe(flag["timeframe"]).rank for flag in flags), default=WorklistRow.NO_FLAG)
    first = next((flag for flag in flags if Timeframe(flag["timeframe"]).rank == urgency), None)
    return {
        "urgency": urgency,
        "flag": first["label"][:200] if first else "",
        "timeframe": first["timeframe"] if first else "",
        "leading": causes[0]["label"][:200] if causes else "",
    }
