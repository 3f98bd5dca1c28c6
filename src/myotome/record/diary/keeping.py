"""Writes what a step of a booking comes to: the row as it stands now, and the step itself, which is never changed again."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

from myotome.record.audit import Access, write_access
from myotome.record.diary.doors import Door, GuestDetails
from myotome.record.diary.models import BookingRow, Guest, Step
from myotome.record.diary.rows import kept_claims
from myotome.record.models import Patient
from myotome.record.roles import Deed
from myotome.visits.booking import Booking
from myotome.words.timeframe import Timeframe


def make_row(booking: Booking, frame: Timeframe, door: Door) -> BookingRow:
    """A new row with its first step."""
    row = BookingRow(reference=booking.reference, digest=digest_of(booking.reference), frame=frame.value)
    _fill(row, booking)
    row.save(force_insert=True)
    _step(row, booking.changed_at, door, "")
    return row


def digest_of(reference: str) -> str:
    """What a reference is looked up by."""
    return hashlib.sha256(reference.encode()).hexdigest()


def keep_row(row: BookingRow, booking: Booking, door: Door, why: str = "") -> None:
    """The row as ``booking`` has it, one version on, with a step; ``row`` must have been read in this transaction with a lock."""
    _fill(row, booking)
    row.version += 1
    row.save(force_update=True)
    _step(row, booking.changed_at, door, why)


def locked(**which: Any) -> BookingRow | None:
    """The row, locked until the transaction ends."""
    return BookingRow.objects.select_for_update(of=("self",)).filter(**which).first()


def make_guest(details: GuestDetails, now: datetime) -> Guest:
    """Keep who the booking is for."""
    patient = Patient.objects.get(ref=details.patient) if details.patient else None
    return Guest.objects.create(
        name=details.name[:120],
        born_on=details.born_on,
        phone=details.phone[:20],
        email=details.email,
        language=details.language,
        wants_email=details.wants_email and bool(details.email),
        patient=patient,
        made_at=now,
    )


def _fill(row: BookingRow, booking: Booking) -> None:
    row.sequence = booking.sequence
    row.service = booking.offer.service
    row.options = list(booking.offer.options)
    row.start_cell = booking.offer.start_cell
    row.end_cell = booking.end_cell
    row.claims = kept_claims(booking.claims)
    row.status = booking.status.value
    row.changed_at = booking.changed_at
    row.hold_until = booking.hold_until
    row.series = booking.series


def _step(row: BookingRow, at: datetime, door: Door, why: str) -> None:
    Step.objects.create(
        booking=row,
        version=row.version,
        status=row.status,
        sequence=row.sequence,
        start_cell=row.start_cell,
        claims=row.claims,
        at=at,
        by=door.by,
        how=door.how,
        why=why[:200],
    )
    if door.by is not None:
        patient = row.guest.patient_id if row.guest else None
        write_access(
            Access(door.by, patient, Deed.WRITE_IDENTITY, f"booking {row.status}", reason=f"booking {row.pk}"), at
        )
