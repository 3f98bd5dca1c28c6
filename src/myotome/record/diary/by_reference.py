"""A booking for who holds its reference and knows the birth date: looked up in a time that tells nothing of what is missing."""

from __future__ import annotations

import hmac
from datetime import date, datetime
from typing import Final

from myotome.record.diary.at_desk import shown_rows
from myotome.record.diary.keeping import digest_of
from myotome.record.diary.models import BookingRow
from myotome.record.diary.rows import BookingSheet, booking_of, booking_sheet
from myotome.visits.answer import Answer, No, Reason, Yes
from myotome.visits.booking import Booking, Status
from myotome.visits.reference import read_reference

KNOWN: Final = (Status.BOOKED, Status.ARRIVED, Status.DONE, Status.NO_SHOW, Status.CANCELLED)
NOBODY: Final = "0000-00-00"


def prove(typed: str, born_on: date) -> Answer[str]:
    """The reference as it is kept, when there is such a booking of somebody born that day; one No for everything else.

    The limit against trying belongs in front of it (``knock_at``).
    """
    reference = read_reference(typed[:60])
    row = shown_rows().filter(digest=digest_of(reference or typed[:60])).first()
    sheet = booking_sheet(row) if row is not None and row.status in KNOWN else None
    born = sheet.born_on.isoformat() if sheet and sheet.born_on else NOBODY
    right = hmac.compare_digest(born, born_on.isoformat())
    return Yes(sheet.reference) if sheet is not None and right else No(Reason.NO_SUCH_BOOKING)


def standing(reference: str) -> tuple[BookingSheet, Booking] | None:
    """The booking as it stands, for a page that has asked for proof before; None for a hold and for nothing."""
    row = shown_rows().filter(reference=reference, status__in=KNOWN).first()
    return (booking_sheet(row), booking_of(row)) if row is not None else None


def held(reference: str, now: datetime) -> tuple[BookingSheet, ...]:
    """The hold, with the rest of its series in order of time; empty when it has ended. Booked ones stay, for a second click."""
    row = BookingRow.objects.filter(reference=reference).first()
    if row is None:
        return ()
    rows = shown_rows().filter(series=row.series) if row.series else shown_rows().filter(pk=row.pk)
    found = [one for one in rows.order_by("start_cell") if booking_of(one).live(now)]
    return tuple(booking_sheet(one) for one in found)


def of_series(sheet: BookingSheet) -> tuple[BookingSheet, ...]:
    """All visits of the series that stand, in order of time; empty for a single one."""
    if not sheet.series:
        return ()
    rows = shown_rows().filter(series=sheet.series, status__in=KNOWN).exclude(status=Status.CANCELLED)
    return tuple(booking_sheet(row) for row in rows.order_by("start_cell"))
