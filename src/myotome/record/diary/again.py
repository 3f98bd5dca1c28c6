"""Holds once more what an ended hold held, for somebody who took longer over the form than the ten minutes."""

from __future__ import annotations

from datetime import datetime

from myotome.record.diary.holding import hold
from myotome.record.diary.models import BookingRow
from myotome.record.diary.rows import booking_of
from myotome.visits.answer import Answer, No, Reason
from myotome.visits.booking import Booking, Status
from myotome.visits.cells import utc
from myotome.visits.house import House
from myotome.words.timeframe import Timeframe


def hold_again(house: House, reference: str, *, now: datetime) -> Answer[tuple[Booking, ...]]:
    """The same times under a new reference, all of a series or none, judged from scratch; a No when one is gone or nothing had ended."""
    row = BookingRow.objects.filter(reference=reference).first()
    if row is None:
        return No(Reason.NO_SUCH_BOOKING)
    rows = BookingRow.objects.filter(series=row.series).order_by("pk") if row.series else [row]
    bookings = [booking_of(one) for one in rows]
    if not all(one.status is Status.LAPSED or one.hold_ended(utc(now)) for one in bookings):
        return No(Reason.WRONG_STATE)
    return hold(house, [one.offer for one in bookings], now=now, frame=Timeframe(row.frame))
