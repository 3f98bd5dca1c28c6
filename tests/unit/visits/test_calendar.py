"""Open means: the clock on the wall shows an open time. Held against a slow reading of the rules, one cell at a time."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from myotome.visits.calendar import ALL_DAY, Calendar, Hours, Rule, Spell
from myotome.visits.cells import Window, cell_at, each_bit
from myotome.visits.local_time import local
from myotome.words.errors import OutOfRange
from unit.visits.houses import ALL_WEEK, KOLKATA, LONDON, LORD_HOWE, NEW_YORK, at, weekly

hours = st.tuples(st.integers(0, 95), st.integers(1, 96)).map(
    lambda p: Hours(15 * min(p[0], p[1] - 1), 15 * max(p[0] + 1, p[1]))
)
days = st.dates(date(2026, 2, 20), date(2026, 4, 12)) | st.dates(date(2028, 2, 20), date(2028, 3, 5))
spells = st.builds(
    lambda first, more, hours: Spell(first, first + timedelta(days=more), hours), days, st.integers(0, 9), hours
)
weekdays = st.frozensets(st.integers(1, 7), min_size=1)
rules = st.builds(Rule, weekdays, hours, st.none() | days, st.none() | days) | st.builds(
    Rule, weekdays, hours, days, st.none(), st.integers(1, 4)
)
calendars = st.builds(
    Calendar,
    st.sampled_from([LONDON, NEW_YORK, KOLKATA, LORD_HOWE]),
    st.lists(rules, max_size=4).map(tuple),
    st.lists(spells, max_size=2).map(tuple),
    st.lists(spells, max_size=2).map(tuple),
    st.frozensets(days, max_size=3),
)


def slowly_open(calendar: Calendar, cell: int) -> bool:
    """The rules as they are written down, read one by one for one cell."""
    here = local(cell, calendar.zone)
    day, minute = here.date(), here.hour * 60 + here.minute

    def covers(spell: Spell) -> bool:
        return spell.first <= day <= spell.last and spell.hours.opens <= minute < spell.hours.closes

    def applies(rule: Rule) -> bool:
        if day.isoweekday() not in rule.weekdays or not rule.hours.opens <= minute < rule.hours.closes:
            return False
        if (rule.first and day < rule.first) or (rule.last and day > rule.last):
            return False
        if rule.every_weeks == 1:
            return True
        assert rule.first is not None
        mondays = [d - timedelta(days=d.weekday()) for d in (day, rule.first)]
        return (mondays[0] - mondays[1]).days // 7 % rule.every_weeks == 0

    if any(covers(spell) for spell in calendar.closed):
        return False
    return any(covers(spell) for spell in calendar.extra) or (
        day not in calendar.holidays and any(map(applies, calendar.rules))
    )


@settings(deadline=None)
@given(calendars, days)
def test_open_cells_are_those_that_the_rules_say(calendar: Calendar, day: date) -> None:
    """Law: for overlapping rules, holidays, leave, leap days and daylight saving, fast and slow agree on every cell of three days."""
    first = cell_at(datetime(day.year, day.month, day.day, tzinfo=UTC))
    window = Window(first, first + 3 * 96)
    fast = {first + bit for bit in each_bit(calendar.open_bits(window))}
    assert fast == {cell for cell in range(window.first, window.end) if slowly_open(calendar, cell)}


@settings(deadline=None)
@given(calendars, days, st.integers(0, 50), st.integers(0, 200))
def test_a_part_of_a_window_says_the_same_as_the_whole(calendar: Calendar, day: date, skip: int, length: int) -> None:
    """Law: whether a cell is open does not depend on the window in which it is asked for."""
    first = cell_at(datetime(day.year, day.month, day.day, tzinfo=UTC))
    whole = calendar.open_bits(Window(first, first + 300))
    assert calendar.open_bits(Window(first + skip, first + skip + length)) == whole >> skip & ((1 << length) - 1)


@pytest.mark.parametrize(
    "text", ["09:00", "09:00-09:00", "17:00-09:00", "09:00-24:15", "09:07-10:00", "9-17", "0९:00-10:00"]
)
def test_hours_that_cannot_be_are_refused(text: str) -> None:
    """Hours over midnight, off the quarter or half written are refused, not guessed."""
    with pytest.raises(OutOfRange):
        Hours.between(text)


def test_other_things_that_cannot_be_are_refused() -> None:
    """No weekday 0, no spell that ends before it begins, no "every other week" without a week to count from."""
    for wrong in (
        lambda: Rule(frozenset({0}), ALL_DAY),
        lambda: Rule(frozenset(), ALL_DAY),
        lambda: Rule(ALL_WEEK, ALL_DAY, every_weeks=2),
        lambda: Spell(date(2026, 1, 2), date(2026, 1, 1)),
    ):
        with pytest.raises(OutOfRange):
            wrong()


def test_an_extra_opening_beats_a_holiday_and_leave_beats_everything() -> None:
    """A Saturday clinic on a holiday is open; the clinician on leave is not there."""
    day = date(2026, 4, 6)
    calendar = Calendar(
        LONDON, weekly().rules, extra=(Spell(day, day, Hours.between("10:00-12:00")),), holidays=frozenset({day})
    )
    assert [(a.hour, b.hour) for a, b in calendar.open_times(day)] == [(10, 12)]
    away = Calendar(LONDON, calendar.rules, calendar.extra, (Spell(day, day, why="leave"),), calendar.holidays)
    assert away.open_times(day) == ()


def test_overlapping_rules_open_once() -> None:
    """09-12 and 11-17 on the same day is one opening of eight hours."""
    calendar = Calendar(LONDON, (*weekly(hours="09:00-12:00").rules, *weekly(hours="11:00-17:00").rules))
    (spell,) = calendar.open_times(date(2026, 6, 2))
    assert spell[1] - spell[0] == timedelta(hours=8)


def test_nine_stays_nine_through_the_change_of_the_clock() -> None:
    """London opens at 09:00Z on Friday 27 March 2026 and at 08:00Z on Monday 30 March; Kolkata always at 03:30Z."""
    london, kolkata = weekly(), weekly(KOLKATA)
    opens = {day: london.open_times(day)[0][0].astimezone(UTC).hour for day in (date(2026, 3, 27), date(2026, 3, 30))}
    assert opens == {date(2026, 3, 27): 9, date(2026, 3, 30): 8}
    for day in opens:
        assert kolkata.open_times(day)[0][0].astimezone(UTC).strftime("%H:%M") == "03:30"


@pytest.mark.parametrize(("day", "open_hours"), [("2026-03-29", 3), ("2026-10-25", 5), ("2026-10-26", 4)])
def test_night_hours_are_counted_as_they_pass(day: str, open_hours: int) -> None:
    """Open from 00:00 to 04:00 by the clock: three hours in spring, five in autumn."""
    spells = weekly(hours="00:00-04:00", days=ALL_WEEK).open_times(date.fromisoformat(day))
    assert sum(((b.astimezone(UTC) - a.astimezone(UTC)) for a, b in spells), timedelta()) == timedelta(hours=open_hours)


@pytest.mark.parametrize(
    ("start", "minutes", "due"),
    [
        ("2026-03-27 16:00", 120, "2026-03-30 10:00"),
        ("2026-03-27 16:07", 30, "2026-03-27 16:37"),
        ("2026-03-28 12:00", 0, "2026-03-30 09:00"),
        ("2026-03-27 16:00", 60, "2026-03-27 17:00"),
        ("2026-03-27 16:07", 60, "2026-03-30 09:07"),
    ],
)
def test_a_promise_counts_open_minutes_only(start: str, minutes: int, due: str) -> None:
    """Two hours promised at four on a Friday before the clocks change fall due at ten on Monday, local time."""
    assert weekly().after_open_minutes(at(LONDON, start), minutes) == at(LONDON, due)


def test_a_calendar_that_never_opens_says_so() -> None:
    """A due time cannot be made up."""
    with pytest.raises(OutOfRange, match="does not open"):
        Calendar(ZoneInfo("UTC")).after_open_minutes(datetime(2026, 1, 1, tzinfo=UTC), 1)


def test_open_now_is_true_up_to_but_not_at_closing() -> None:
    """16:59 is open, 17:00 is not."""
    assert weekly().is_open(at(LONDON, "2026-03-27 16:59"))
    assert not weekly().is_open(at(LONDON, "2026-03-27 17:00"))
