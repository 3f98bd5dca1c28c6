"""The clinic's health checks whose letter is not signed yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from myotome.record.audit import Access, write_access
from myotome.record.checks.models import HealthCheck
from myotome.record.gateway import Refused
from myotome.record.models import User
from myotome.record.roles import Deed, Role

MOST = 100


@dataclass(frozen=True, slots=True)
class OpenCheck:
    """One check in the list; ``settled`` are the parts that are done or left out."""

    ref: UUID
    patient: UUID
    number: str
    family_name: str
    given_name: str
    started_at: datetime
    options: tuple[str, ...]
    settled: frozenset[str]


def open_checks(user: User) -> tuple[OpenCheck, ...]:
    """The open checks of the user's own clinic, longest open first; for clinicians."""
    if user.role != Role.CLINICIAN or user.clinic_id is None:
        raise Refused("your role does not open this list", value=user.role)
    rows = HealthCheck.objects.filter(patient__clinic_id=user.clinic_id, letter=None)
    rows = rows.select_related("patient").prefetch_related("parts").order_by("started_at", "pk")[:MOST]
    found = tuple(_open(row) for row in rows)
    with transaction.atomic():
        shown = ",".join(str(row.patient_id) for row in rows)
        write_access(
            Access(user, None, Deed.LIST_PATIENTS, "health checks", reason=f"patients {shown}"[:500]), timezone.now()
        )
    return found


def _open(row: HealthCheck) -> OpenCheck:
    return OpenCheck(
        row.ref,
        row.patient.ref,
        row.patient.number,
        row.patient.family_name,
        row.patient.given_name,
        row.started_at,
        tuple(row.options),
        frozenset(part.part for part in row.parts.all()),
    )
