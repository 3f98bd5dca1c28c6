"""Puts the reminders that are due into the outbox, each once for every time at which a booking has stood."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

from myotome.record.diary.announcing import announce
from myotome.record.diary.models import BookingRow, Outgoing
from myotome.record.diary.rows import booking_of
from myotome.record.diary.writing import one_write
from myotome.visits.answer import Answer, Yes
from myotome.visits.booking import Status
from myotome.visits.cells import cell_at
from myotome.visits.house import House
from myotome.visits.reminders import Reminder, due, load_rules

A_NIGHT = timedelta(hours=24)
"""A reminder that would fall into the night is due the evening before."""


def queue_reminders(house: House, now: datetime) -> int:
    """Queue what is due at ``now`` for people who said yes to e-mail; gives how many were queued."""
    ahead = timedelta(hours=max(rule.hours_before for rule in load_rules())) + A_NIGHT
    rows = BookingRow.objects.filter(
        status=Status.BOOKED,
        start_cell__gt=cell_at(now),
        start_cell__lte=cell_at(now + ahead),
        guest__wants_email=True,
    ).select_related("guest")
    queued = 0
    for row in rows.order_by("start_cell", "pk"):
        done = Outgoing.objects.filter(booking=row, kind="reminder").values_list("key", flat=True)
        for reminder in due(booking_of(row), {"email"}, house.clinic.zone, sent=tuple(done), now=now):
            queued += isinstance(one_write(partial(_queue, house, row, reminder, now)), Yes)
    return queued


def _queue(house: House, row: BookingRow, reminder: Reminder, now: datetime) -> Answer[None]:
    announce(house, row, "reminder", now, key=reminder.key, due_at=reminder.due_at)
    return Yes(None)
