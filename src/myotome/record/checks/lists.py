"""The clinic's health checks whose letter is not signed yet, and those that are booked and not begun."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from myotome.record.audit import Access, write_access
from myotome.record.checks.models import HealthCheck
from myotome.record.diary.models import BookingRow
from myotome.record.gateway import Refused
from myotome.record.models import User
from myotome.record.roles import Deed, Role
from myotome.visits.booking import Status
from myotome.visits.cells import cell_at, start_of

MOST = 100
AROUND = timedelta(days=7)
"""Booked checks are listed from so long before today to so long after."""


@dataclass(frozen=True, slots=True)
class BookedCheck:
    """One booking of a health check that nobody has begun; ``here`` when the patient is checked in."""

    booking: str
    patient: UUID
    number: str
    family_name: str
    given_name: str
    starts: datetime
    options: tuple[str, ...]
    here: bool


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


def booked_checks(user: User, now: datetime | None = None) -> tuple[BookedCheck, ...]:
    """Bookings of a health check for patients of the user's own clinic, a week back and a week ahead, soonest first."""
    if user.role != Role.CLINICIAN or user.clinic_id is None:
        raise Refused("your role does not open this list", value=user.role)
    now = now or timezone.now()
    rows = BookingRow.objects.filter(
        service="health_check",
        status__in=(Status.BOOKED, Status.ARRIVED, Status.DONE),
        start_cell__gte=cell_at(now - AROUND),
        start_cell__lt=cell_at(now + AROUND),
        guest__patient__clinic_id=user.clinic_id,
    )
    begun = set(
        HealthCheck.objects.filter(booking__in=[row.reference for row in rows]).values_list("booking", flat=True)
    )
    left = [
        row for row in rows.select_related("guest__patient").order_by("start_cell", "pk") if row.reference not in begun
    ]
    with transaction.atomic():
        shown = ",".join(str(row.guest.patient_id) for row in left[:MOST])
        write_access(
            Access(user, None, Deed.LIST_PATIENTS, "booked health checks", reason=f"patients {shown}"[:500]), now
        )
    return tuple(_booked(row) for row in left[:MOST])


def _booked(row: BookingRow) -> BookedCheck:
    patient = row.guest.patient
    return BookedCheck(
        row.reference,
        patient.ref,
        patient.number,
        patient.family_name,
        patient.given_name,
        start_of(row.start_cell),
        tuple(row.options),
        row.status == Status.ARRIVED,
    )


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
