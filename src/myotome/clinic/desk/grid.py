"""Lays bookings out as columns of quarter hours: what a page of the diary is drawn from. Positions are rows, never points or styles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from myotome.record.diary.rows import BookingSheet
from myotome.visits.booking import Status
from myotome.visits.cells import CELL_MINUTES, Window, cell_at, each_bit, first_cell_from, runs, start_of
from myotome.visits.clinic import Clinic, Resource
from myotome.visits.local_time import cells_at, day_window, wall_clock

FROM_MINUTE, TO_MINUTE = 8 * 60, 18 * 60
"""What is shown of a day that is closed, in minutes of the local clock."""
STATES: Mapping[Status, tuple[str, str]] = {
    Status.HELD: ("◌", "kept while a form is filled in"),
    Status.BOOKED: ("●", "booked"),
    Status.ARRIVED: ("✓", "here"),
    Status.DONE: ("■", "done"),
    Status.NO_SHOW: ("✗", "did not come"),
    Status.CANCELLED: ("–", "cancelled"),
}
"""A sign and words for each state, beside its colour."""


@dataclass(frozen=True, slots=True)
class Block:
    """Something in a column, from ``row`` (1 at the top of the page) over ``span`` quarter hours."""

    row: int
    span: int
    booking: BookingSheet | None = None
    clock: str = ""
    sign: str = ""
    state: str = ""
    start: int = 0
    """The cell at which the patient should be there; before it the block may hold time for getting ready."""
    movable: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """One clinician, room or device on one day; ``first`` is the cell of row 1."""

    slug: str
    label: str
    day: date
    first: int
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """The columns, how many rows they have, and the hours beside them as (row, clock)."""

    columns: tuple[Column, ...]
    begin: int
    """Row 1 in minutes of the local clock after midnight."""
    rows: int
    hours: tuple[tuple[int, str], ...]


def grid_of(
    places: Iterable[tuple[Resource, str, date]], clinic: Clinic, bookings: Iterable[BookingSheet], now: datetime
) -> Grid:
    """One column for each (resource, label, day), all over the same hours of the local clock."""
    wanted, sheets = list(places), list(bookings)
    begin, end = _minutes({day for _, _, day in wanted}, clinic, sheets)
    columns = tuple(_column(one, label, day, begin, end, clinic, sheets, now) for one, label, day in wanted)
    rows = (end - begin) // CELL_MINUTES
    hours = tuple((1 + (minute - begin) // CELL_MINUTES, f"{minute // 60:02d}:00") for minute in range(begin, end, 60))
    return Grid(columns, begin, rows, hours)


def _column(
    one: Resource,
    label: str,
    day: date,
    begin: int,
    end: int,
    clinic: Clinic,
    sheets: list[BookingSheet],
    now: datetime,
) -> Column:
    first = _cell(day, begin, clinic)
    window = Window(first, first + (end - begin) // CELL_MINUTES)
    shut = window.every_bit & ~clinic.open_bits(one, window)
    blocks = [Block(1 + low, high - low) for low, high in runs(shut)]
    for sheet in sheets:
        for place in sheet.places:
            low, high = max(cell_at(place.starts), window.first), min(first_cell_from(place.ends), window.end)
            if place.resource == one.slug and low < high:
                sign, state = STATES[sheet.status]
                clock = (
                    f"{wall_clock(cell_at(sheet.starts), clinic.zone)}–{wall_clock(cell_at(sheet.ends), clinic.zone)}"
                )
                row, start, movable = 1 + low - window.first, cell_at(sheet.starts), sheet.can_change(now)
                blocks.append(Block(row, high - low, sheet, clock, sign, state, start, movable))
    return Column(one.slug, label, day, first, tuple(sorted(blocks, key=lambda block: (block.row, block.span))))


def _minutes(days: set[date], clinic: Clinic, sheets: list[BookingSheet]) -> tuple[int, int]:
    """From which to which full hour of the local clock the page reaches: the opening hours, and whatever lies outside them."""
    begins, ends = [], []
    for day in days:
        window = day_window(day, clinic.zone)
        cells = list(each_bit(clinic.calendar.open_bits(window)))
        taken = [
            cell
            for sheet in sheets
            for place in sheet.places
            for cell in (cell_at(place.starts), first_cell_from(place.ends) - 1)
            if window.first <= cell < window.end
        ]
        shown = [window.first + cell for cell in cells] + taken
        if shown:
            begins.append(_minute(min(shown), clinic))
            ends.append(_minute(max(shown), clinic) + CELL_MINUTES)
    begin, end = min(begins, default=FROM_MINUTE), max(ends, default=TO_MINUTE)
    return begin // 60 * 60, min(-(-end // 60) * 60, 24 * 60)


def _minute(cell: int, clinic: Clinic) -> int:
    here = start_of(cell).astimezone(clinic.zone)
    return here.hour * 60 + here.minute


def _cell(day: date, minute: int, clinic: Clinic) -> int:
    """The cell at which the clock shows ``minute``; on a day that skips it, the first cell of the day."""
    found = cells_at(day, minute, clinic.zone)
    return found[0] if found else day_window(day, clinic.zone).first
