"""The bookings of one patient, for their file: what the record, the desk and the patient's own pages show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from myotome.record.diary.models import BookingRow
from myotome.record.diary.rows import booking_of, booking_sheet
from myotome.record.models import Patient
from myotome.record.sheets import VisitSheet
from myotome.visits.booking import Status
from myotome.visits.services import load_services

SHOWN = (Status.BOOKED, Status.ARRIVED, Status.DONE, Status.NO_SHOW)


def bookings_of(patient: Patient, now: datetime) -> tuple[VisitSheet, ...]:
    """Visits that stand or took place, in the order of their start."""
    rows = BookingRow.objects.filter(guest__patient=patient, status__in=SHOWN).select_related("guest__patient")
    return tuple(_visit(row, now) for row in rows.order_by("start_cell", "pk"))


@dataclass(frozen=True, slots=True)
class SentAlong:
    """What a person sent with a booking: the answers of a self-check, as its own plain data."""

    at: datetime
    answers: dict[str, Any]


def sent_along(patient: Patient) -> tuple[SentAlong, ...]:
    """What came with this patient's bookings, newest first; for clinicians only."""
    rows = BookingRow.objects.filter(guest__patient=patient, enclosed__isnull=False).order_by("-pk")
    return tuple(
        SentAlong(row.guest.made_at, row.enclosed["answers"]) for row in rows.select_related("guest") if row.guest
    )


def _visit(row: BookingRow, now: datetime) -> VisitSheet:
    sheet, booking = booking_sheet(row), booking_of(row)
    service = load_services().get(row.service)
    return VisitSheet(
        row.service,
        service.label["en"] if service else row.service,
        booking.starts,
        row.for_what,
        row.reference,
        row.version,
        row.status,
        booking.ends,
        sheet.resources,
        sheet.can_change(now),
    )
