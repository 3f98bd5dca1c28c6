"""A day has as many quarter hours as its clock says, and each shows the label that people read off the wall."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from myotome.visits.cells import CELL, Window, bits_of, cell_at, each_bit, first_cell_from, fits, runs, start_of
from myotome.visits.local_time import cells_at, day_window, in_utc, local, stretches, wall_clock, zone_named
from myotome.words.errors import OutOfRange, UnknownName
from unit.visits.houses import KOLKATA, LONDON, LORD_HOWE, NEW_YORK

ZONES = [
    LONDON,
    NEW_YORK,
    KOLKATA,
    LORD_HOWE,
    *map(ZoneInfo, ["Asia/Kathmandu", "Pacific/Apia", "America/Havana", "Africa/Cairo"]),
]


def test_a_time_without_a_zone_is_refused() -> None:
    """09:00 without a zone is two dozen instants; none of them is chosen in silence."""
    with pytest.raises(OutOfRange, match="time zone"):
        cell_at(datetime(2026, 3, 29, 9, 0))  # noqa: DTZ001  that is the point


def test_a_zone_that_does_not_exist_is_refused_with_the_cure() -> None:
    """A typing error in the settings says what to write."""
    with pytest.raises(UnknownName, match="Europe/London"):
        zone_named("Europe/Londres")


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        (LONDON, date(2026, 3, 28), 24),
        (LONDON, date(2026, 3, 29), 23),
        (LONDON, date(2026, 10, 25), 25),
        (NEW_YORK, date(2026, 3, 8), 23),
        (NEW_YORK, date(2026, 11, 1), 25),
        (KOLKATA, date(2026, 3, 29), 24),
        (LORD_HOWE, date(2026, 4, 5), 24.5),
        (LORD_HOWE, date(2026, 10, 4), 23.5),
        (LONDON, date(2028, 2, 29), 24),
        (ZoneInfo("Pacific/Apia"), date(2011, 12, 30), 0),
    ],
)
def test_a_day_is_as_long_as_its_clock_says(zone: ZoneInfo, day: date, hours: float) -> None:
    """Published changes of 2026 (and the day that Samoa left out in 2011): 23, 23.5, 24, 24.5 or 25 hours."""
    assert len(day_window(day, zone)) == hours * 4


def test_a_label_that_is_skipped_has_no_cell_and_one_shown_twice_has_two() -> None:
    """London: 01:30 does not exist on 29 March 2026, and comes at 00:30Z and 01:30Z on 25 October."""
    assert cells_at(date(2026, 3, 29), 90, LONDON) == ()
    twice = cells_at(date(2026, 10, 25), 90, LONDON)
    assert [start_of(cell) for cell in twice] == [
        datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
        datetime(2026, 10, 25, 1, 30, tzinfo=UTC),
    ]
    assert [wall_clock(cell, LONDON) for cell in twice] == ["01:30 BST", "01:30 GMT"]
    assert wall_clock(cell_at(datetime(2026, 10, 25, 9, tzinfo=UTC)), LONDON) == "09:00"


def test_half_an_hour_of_daylight_saving_is_two_cells() -> None:
    """Lord Howe: at 02:00 on 5 April 2026 the clock goes back to 01:30, from +11 to +10:30."""
    assert len(cells_at(date(2026, 4, 5), 105, LORD_HOWE)) == 2
    assert len(cells_at(date(2026, 4, 5), 75, LORD_HOWE)) == 1
    assert cells_at(date(2026, 10, 4), 135, LORD_HOWE) == ()


@settings(deadline=None)
@given(st.sampled_from(ZONES), st.dates(date(2005, 1, 1), date(2037, 12, 31)), st.integers(0, 400))
def test_stretches_agree_with_the_clock_at_every_cell(zone: ZoneInfo, day: date, length: int) -> None:
    """Law: a cell lies in exactly one stretch, whose offset is what zoneinfo says at its start and at its last second."""
    first = cell_at(datetime(day.year, day.month, day.day, tzinfo=UTC))
    found = {}
    for piece in stretches(zone, Window(first, first + length)):
        for cell in range(piece.first, piece.end):
            assert cell not in found
            found[cell] = piece.offset_s
    for cell in range(first, first + length):
        for instant in (start_of(cell), start_of(cell) + CELL - timedelta(seconds=1)):
            offset = instant.astimezone(zone).utcoffset()
            assert offset is not None and found[cell] == offset.total_seconds()


@settings(deadline=None)
@given(st.sampled_from(ZONES), st.dates(date(2005, 1, 1), date(2037, 12, 31)))
def test_days_follow_each_other_without_gap_or_overlap(zone: ZoneInfo, day: date) -> None:
    """Law: the end of a day is the start of the next, in every zone, and each of its cells shows its date."""
    today, tomorrow = day_window(day, zone), day_window(day + timedelta(days=1), zone)
    assert len(today) == 0 or len(tomorrow) == 0 or today.end == tomorrow.first
    assert all(local(cell, zone).date() == day for cell in range(today.first, today.end))


def test_an_offset_between_the_quarters_never_opens_early_or_late() -> None:
    """Monrovia was 44 min 30 s behind UTC until 1972: a cell is open only when the clock shows an open label throughout."""
    zone = ZoneInfo("Africa/Monrovia")
    day = date(1970, 6, 1)
    labels = ((1 << 32) - 1) << 36  # 09:00 to 17:00
    begin = (day.toordinal() - date(1970, 1, 1).toordinal()) * 96
    window = Window(begin - 96, begin + 192)
    opened = [window.first + bit for bit in each_bit(in_utc(labels, begin, zone, window))]
    assert local(opened[0], zone).strftime("%H:%M:%S") >= "09:00:00"
    assert local(opened[-1] + 1, zone).strftime("%H:%M:%S") <= "17:00:00"
    assert len(opened) == 31


@settings(deadline=None)
@given(st.integers(0, 4_000_000_000_000).map(lambda ms: start_of(0) + timedelta(milliseconds=ms)))
def test_an_instant_lies_in_its_cell(moment: datetime) -> None:
    """Law: a cell begins at or before each of its instants and ends after it; the first cell from an instant never begins before it."""
    assert start_of(cell_at(moment)) <= moment < start_of(cell_at(moment) + 1)
    assert start_of(first_cell_from(moment)) - CELL < moment <= start_of(first_cell_from(moment))


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(-5, 60), st.integers(-5, 60))), st.integers(1, 12))
def test_sets_of_cells_agree_with_sets(ranges: list[tuple[int, int]], length: int) -> None:
    """Law: bits say the same as plain sets of cells: membership, runs, and where so many in a row are free."""
    window = Window(0, 50)
    plain = {cell for first, end in ranges for cell in range(max(first, 0), min(end, 50))}
    bits = bits_of(ranges, window)
    assert set(each_bit(bits)) == plain
    assert {cell for first, end in runs(bits) for cell in range(first, end)} == plain
    assert all(first - 1 not in plain and end not in plain for first, end in runs(bits))
    assert set(each_bit(fits(bits, length))) == {c for c in plain if all(c + k in plain for k in range(length))}
