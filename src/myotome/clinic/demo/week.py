"""Fills the demo's diary with a plausible week, through the same functions as the front desk."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from myotome.clinic.house import house
from myotome.record.diary.desk_booking import book, mark
from myotome.record.diary.doors import GuestDetails
from myotome.record.diary.looking import offers
from myotome.record.diary.waiting import join
from myotome.visits.answer import Yes
from myotome.visits.cells import each_bit, start_of
from myotome.visits.local_time import cells_at, day_window
from myotome.visits.slots import Ask
from myotome.words.shelf import read_book
from myotome.words.timeframe import Timeframe

DAYS_LOOKED_AT = 14


def seed_week(desk: Any, patients: Mapping[str, UUID], now: datetime | None = None) -> None:
    """Every booking of ``week.toml`` that finds a free time on its day; ``patients`` are references by family name."""
    now = now or timezone.now()
    days = _open_days(now)
    content = read_book("myotome.clinic.demo", "week.toml").content
    for row in content["booking"]:
        _booking(desk, row, days[row["day"]], patients, now)
    for row in content["waiting"]:
        who = GuestDetails("", now.date(), patient=patients[row["patient"]])
        at, frame = now - timedelta(days=row["days_ago"]), Timeframe(row.get("frame", "routine"))
        join(house(), who, row["service"], (), now=at, frame=frame, weekdays=frozenset(row.get("weekdays", ())))


def _booking(desk: Any, row: Mapping[str, Any], day: datetime, patients: Mapping[str, UUID], now: datetime) -> None:
    zone = house().clinic.zone
    hour, _, minute = row["at"].partition(":")
    earliest = start_of(cells_at(day.date(), int(hour) * 60 + int(minute), zone)[0])
    made_at = min(now, earliest) - timedelta(days=9)
    frame = Timeframe(row.get("frame", "routine"))
    options = tuple(row.get("options", ()))
    ends = start_of(day_window(day.date(), zone).end)
    ask = Ask(made_at, earliest=earliest, before=ends, notice=False, limit=1)
    found = offers(house(), row["service"], options, ask)
    if not isinstance(found, Yes):
        return
    who = patients[row["patient"]] if "patient" in row else None
    born = row.get("born_on") or day.date()
    details = GuestDetails(row.get("name", ""), born, row.get("phone", ""), patient=who)
    # An urgent visit is booked in time for its urgency, which nine days before it would not be.
    booked_at = made_at if frame is Timeframe.ROUTINE else min(now, earliest) - timedelta(hours=20)
    made = book(desk, house(), found.value[0], details, now=booked_at, for_what=row.get("for_what", ""), frame=frame)
    if isinstance(made, Yes):
        for step in row.get("then", ()):
            if made.value.starts < now:
                mark(desk, house(), made.value.reference, step, now=now)


def _open_days(now: datetime) -> list[datetime]:
    """The weekdays from today on that are open for at least half a day's length of visits, today first even when it is closed."""
    calendar, zone = house().clinic.calendar, house().clinic.zone
    today = now.astimezone(zone)
    found = [today]
    for n in range(1, DAYS_LOOKED_AT):
        day = today + timedelta(days=n)
        if len(list(each_bit(calendar.open_bits(day_window(day.date(), zone))))) >= 24:
            found.append(day)
    return found
