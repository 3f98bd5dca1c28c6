"""Which reminder is due when: only to those who said yes to that channel, never at night, never for a visit that moved away."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from pydantic import TypeAdapter

from myotome.visits.booking import Booking, Status
from myotome.visits.tables import table
from myotome.words.rows import FORBID_EXTRA, read_row


@dataclass(frozen=True, slots=True)
class Rule:
    """A row of ``reminders.toml``."""

    __pydantic_config__ = FORBID_EXTRA

    slug: str
    hours_before: float
    channels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Quiet:
    """Local times between which nobody is written to; over midnight."""

    begins: time
    ends: time


@dataclass(frozen=True, slots=True)
class Reminder:
    """One message that is to be sent at ``due_at``. ``key`` is unique: the store sends each key once."""

    reference: str
    sequence: int
    rule: str
    channel: str
    due_at: datetime

    @property
    def key(self) -> str:
        """Booking, move, rule and channel: a moved booking is reminded of anew."""
        return f"{self.reference}/{self.sequence}/{self.rule}/{self.channel}"


def planned(booking: Booking, channels: Collection[str], zone: ZoneInfo) -> tuple[Reminder, ...]:
    """Every reminder of a booking, for the ``channels`` (``email``, ``sms``) that the person said yes to, soonest first.

    None for a booking that is not booked; none that would have been due before the booking was made or moved.
    """
    if booking.status is not Status.BOOKED:
        return ()
    found: list[Reminder] = []
    for rule in load_rules():
        due = _before_night(booking.starts - timedelta(hours=rule.hours_before), zone)
        if due > booking.changed_at:
            found.extend(
                Reminder(booking.reference, booking.sequence, rule.slug, channel, due)
                for channel in rule.channels
                if channel in channels
            )
    return tuple(sorted(found, key=lambda reminder: (reminder.due_at, reminder.key)))


def due(
    booking: Booking, channels: Collection[str], zone: ZoneInfo, *, sent: Iterable[str], now: datetime
) -> tuple[Reminder, ...]:
    """The reminders to send at ``now``: due, not sent (by key), and the visit has not begun."""
    done = frozenset(sent)
    if now >= booking.starts:
        return ()
    return tuple(one for one in planned(booking, channels, zone) if one.due_at <= now and one.key not in done)


@lru_cache(maxsize=1)
def load_rules() -> tuple[Rule, ...]:
    """The rows of the table; raises KnowledgeError for a broken one."""
    return read_row(_RULES, {"rules": table("reminders.toml").content["rules"]}, "reminders")["rules"]


@lru_cache(maxsize=1)
def load_quiet() -> Quiet:
    """The quiet hours of the table."""
    row = table("reminders.toml").content["quiet"]
    return read_row(_QUIET, {"begins": row["from"], "ends": row["to"]}, "reminders > quiet")


def _before_night(at: datetime, zone: ZoneInfo) -> datetime:
    quiet = load_quiet()
    here = at.astimezone(zone)
    if quiet.ends <= here.time() < quiet.begins:
        return at
    evening = here.date() if here.time() >= quiet.begins else here.date() - timedelta(days=1)
    return datetime.combine(evening, quiet.begins, zone).astimezone(at.tzinfo) - timedelta(minutes=15)


_RULES: TypeAdapter[dict[str, tuple[Rule, ...]]] = TypeAdapter(dict[str, tuple[Rule, ...]])
_QUIET = TypeAdapter(Quiet)
