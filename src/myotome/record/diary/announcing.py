"""Puts a message about a booking into the outbox, in the same transaction as the change: sent later, or not wanted."""

from __future__ import annotations

import secrets
from datetime import datetime

from myotome.record.diary.links import manage_link, stop_link
from myotome.record.diary.models import BookingRow, Outgoing
from myotome.record.diary.rows import booking_of
from myotome.visits.booking import Booking
from myotome.visits.house import House
from myotome.visits.ical import calendar_text
from myotome.visits.messages import compose

WITH_CALENDAR = frozenset({"booked", "moved", "cancelled"})


def announce(
    house: House,
    row: BookingRow,
    kind: str,
    now: datetime,
    *,
    key: str = "",
    due_at: datetime | None = None,
    link: str = "",
    until: datetime | None = None,
) -> Outgoing | None:
    """Queue the message ``kind`` about ``row``, once for each ``key``; None when the person has not said yes to e-mail."""
    guest = row.guest
    if guest is None or not guest.wants_email or not guest.email:
        return None
    booking = booking_of(row)
    stop = stop_link(guest.pk, guest.language)
    words = compose(
        kind,
        guest.language,
        house.card,
        booking.starts,
        booking.ends,
        link=link or manage_link(row.reference, guest.language),
        until=until,
    )
    # Opening the link of a series shows all of its visits; one message is enough.
    footer = compose("stop", guest.language, house.card, booking.starts, booking.ends, link=stop)
    message, made = Outgoing.objects.get_or_create(
        key=key or f"{row.reference}/{booking.sequence}/{kind}/{secrets.token_hex(4)}",
        defaults={
            "kind": kind,
            "guest": guest,
            "booking": row,
            "language": words.language,
            "to": guest.email,
            "subject": words.subject[:200],
            "body": f"{words.body}\n{footer.body}",
            "calendar": _calendar(house, booking, guest.language, now) if kind in WITH_CALENDAR else "",
            "stop_link": stop,
            "queued_at": now,
            "due_at": due_at or now,
        },
    )
    return message if made else None


def _calendar(house: House, booking: Booking, language: str, now: datetime) -> str:
    return calendar_text(booking, house.card, now=now, language=language)
