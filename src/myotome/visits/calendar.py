"""Opening hours: weekly rules that may overlap, extra openings, holidays, closures and leave, as a set of open cells.

A cell is open when the clock on the wall shows an open time throughout it:
    ((any rule) and no holiday, or an extra opening) and no closure.
So an extra opening beats a holiday, and leave beats everything. On the day with 25 hours a label that is shown twice is open twice.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from myotome.visits.cells import CELL_MINUTES, Window, cell_at, runs, start_of, utc
from myotome.visits.local_time import CELLS_PER_LOCAL_DAY, EPOCH_ORDINAL, day_window, in_utc, local_days
from myotome.words.errors import OutOfRange

MINUTES_PER_DAY = 1440
LONGEST_WAIT = timedelta(days=400)
"""A calendar that stays shut for longer is taken as shut for good."""


@dataclass(frozen=True, slots=True)
class Hours:
    """From ``opens`` to just before ``closes``, in minutes of the local clock after midnight (0 to 1440), by quarters."""

    opens: int
    closes: int

    def __post_init__(self) -> None:
        if not 0 <= self.opens < self.closes <= MINUTES_PER_DAY:
            raise OutOfRange(
                "opening hours must run forward within one day",
                value=(self.opens, self.closes),
                cure="Split hours that cross midnight into two rules, one up to 24:00 and one from 00:00.",
            )
        if self.opens % CELL_MINUTES or self.closes % CELL_MINUTES:
            raise OutOfRange("opening hours begin and end on a quarter hour", value=(self.opens, self.closes))

    @classmethod
    def between(cls, text: str) -> Hours:
        """Read ``09:00-17:30``; ``24:00`` is the end of the day. Raises OutOfRange for anything else."""
        parts = text.replace("–", "-").split("-")
        if len(parts) != 2:
            raise OutOfRange("hours are written as 09:00-17:30", value=text)
        return cls(_minute(parts[0]), _minute(parts[1]))

    def within(self, other: Hours) -> Hours | None:
        """What the two have in common, or None."""
        opens, closes = max(self.opens, other.opens), min(self.closes, other.closes)
        return Hours(opens, closes) if opens < closes else None

    @property
    def labels(self) -> int:
        """The quarters of the day as a set of 96 bits."""
        first, end = self.opens // CELL_MINUTES, self.closes // CELL_MINUTES
        return ((1 << (end - first)) - 1) << first


ALL_DAY = Hours(0, MINUTES_PER_DAY)


@dataclass(frozen=True, slots=True)
class Rule:
    """Open on these weekdays (1 Monday to 7 Sunday), from ``first`` to ``last`` day where given, both included.

    ``every_weeks`` of 2 means every other week, counted from the week of ``first``, which must then be given.
    """

    weekdays: frozenset[int]
    hours: Hours
    first: date | None = None
    last: date | None = None
    every_weeks: int = 1

    def __post_init__(self) -> None:
        if not self.weekdays or not self.weekdays <= set(range(1, 8)):
            raise OutOfRange("weekdays are 1 (Monday) to 7 (Sunday)", value=sorted(self.weekdays))
        if self.every_weeks < 1 or (self.every_weeks > 1 and self.first is None):
            raise OutOfRange(
                "a rule for every so many weeks needs a first day", value=self.every_weeks, cure="Give its first day."
            )

    def on(self, day: int) -> bool:
        """Whether the rule holds on the day with this ordinal."""
        if (day - 1) % 7 + 1 not in self.weekdays or (self.last is not None and day > self.last.toordinal()):
            return False
        if self.first is None:
            return True
        begin = self.first.toordinal()
        return day >= begin and ((day - 1) // 7 - (begin - 1) // 7) % self.every_weeks == 0


@dataclass(frozen=True, slots=True)
class Spell:
    """Some hours of every day from ``first`` to ``last``, both included; ``why`` is for the front desk (``leave``)."""

    first: date
    last: date
    hours: Hours = ALL_DAY
    why: str = ""

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise OutOfRange("a spell must end on its first day or later", value=(self.first, self.last))


@dataclass(frozen=True, slots=True)
class Calendar:
    """When a clinic or one of its resources is open."""

    zone: ZoneInfo
    rules: tuple[Rule, ...] = ()
    extra: tuple[Spell, ...] = ()
    closed: tuple[Spell, ...] = ()
    holidays: frozenset[date] = field(default=frozenset())

    def open_bits(self, window: Window) -> int:
        """The open cells of ``window`` as a set."""
        return _open_bits(self, window)

    def is_open(self, instant: datetime) -> bool:
        """Whether the door is open at ``instant``."""
        cell = cell_at(instant)
        return bool(_open_bits(self, Window(cell, cell + 1)))

    def open_times(self, day: date) -> tuple[tuple[datetime, datetime], ...]:
        """The spells of the local ``day`` in which it is open, in local time; empty on a closed day."""
        window = day_window(day, self.zone)
        return tuple(
            (start_of(window.first + a).astimezone(self.zone), start_of(window.first + b).astimezone(self.zone))
            for a, b in runs(self.open_bits(window))
        )

    def only_during(self, hours: tuple[Hours, ...]) -> Calendar:
        """The same calendar, cut to these times of day."""
        return replace(
            self,
            rules=tuple(
                replace(rule, hours=cut) for rule in self.rules for wish in hours if (cut := rule.hours.within(wish))
            ),
            extra=tuple(
                replace(spell, hours=cut) for spell in self.extra for wish in hours if (cut := spell.hours.within(wish))
            ),
        )

    def after_open_minutes(self, start: datetime, minutes: float) -> datetime:
        """The instant by which the door was open for ``minutes`` since ``start``: when something promised is due.

        Raises OutOfRange when the calendar does not open that long within 400 days.
        """
        left = timedelta(minutes=minutes)
        start = utc(start)
        at = cell_at(start)
        last = at + LONGEST_WAIT // timedelta(minutes=CELL_MINUTES)
        while at < last:
            window = Window(at, at + 14 * CELLS_PER_LOCAL_DAY)
            for first, end in runs(self.open_bits(window)):
                begin = max(start_of(window.first + first), start)
                spell = start_of(window.first + end) - begin
                if left <= spell:
                    return begin + left
                left -= spell
            at = window.end
        raise OutOfRange("the calendar does not open long enough", value=minutes, cure="Give it opening hours.")


@lru_cache(maxsize=1024)
def _open_bits(calendar: Calendar, window: Window) -> int:
    if not len(window):
        return 0
    first_day, last_day = (day.toordinal() for day in local_days(window, calendar.zone))
    days = range(first_day, last_day + 1)
    extra, closed = _by_day(calendar.extra, days), _by_day(calendar.closed, days)
    holidays = {day.toordinal() for day in calendar.holidays}
    rules = [(rule, rule.hours.labels) for rule in calendar.rules]
    labels = bytearray()
    for day in days:
        bits = 0
        if day not in holidays:
            for rule, hours in rules:
                if rule.on(day):
                    bits |= hours
        bits = (bits | extra.get(day, 0)) & ~closed.get(day, 0)
        labels += bits.to_bytes(CELLS_PER_LOCAL_DAY // 8, "little")
    first_label = (first_day - EPOCH_ORDINAL) * CELLS_PER_LOCAL_DAY
    return in_utc(int.from_bytes(labels, "little"), first_label, calendar.zone, window)


def _by_day(spells: Iterable[Spell], days: range) -> dict[int, int]:
    found: dict[int, int] = {}
    for spell in spells:
        first, last = max(spell.first.toordinal(), days.start), min(spell.last.toordinal(), days.stop - 1)
        for day in range(first, last + 1):
            found[day] = found.get(day, 0) | spell.hours.labels
    return found


def _minute(text: str) -> int:
    hours, colon, minutes = text.strip().partition(":")
    if not colon or not (hours.isascii() and hours.isdigit() and minutes.isascii() and minutes.isdigit()):
        raise OutOfRange("a time of day is written as 09:00", value=text)
    if int(minutes) > 59:
        raise OutOfRange("an hour has 60 minutes", value=text)
    return int(hours) * 60 + int(minutes)
