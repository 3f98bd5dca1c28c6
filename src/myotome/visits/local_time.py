"""Local clocks: from cells in UTC to what the clock on the wall shows, and back, with daylight saving exact.

Everything rests on stretches: runs of cells in which a zone keeps one offset from UTC. The clock on the wall may skip labels
(spring) or show them twice (autumn); a cell never does either.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from myotome.visits.cells import CELL_SECONDS, Window, shifted, start_of
from myotome.words.errors import UnknownName

CELLS_PER_LOCAL_DAY = 96
EPOCH_ORDINAL = date(1970, 1, 1).toordinal()


@dataclass(frozen=True, slots=True)
class Stretch:
    """The cells from ``first`` to just before ``end``, all at ``offset_s`` seconds east of UTC."""

    first: int
    end: int
    offset_s: int


def zone_named(name: str) -> ZoneInfo:
    """The zone called ``name`` (``Europe/London``); raises UnknownName when the machine's zone data do not hold it."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise UnknownName(
            "no such time zone", value=name, cure="Give a name such as Europe/London; on Windows install tzdata."
        ) from error


@lru_cache(maxsize=512)
def stretches(zone: ZoneInfo, window: Window) -> tuple[Stretch, ...]:
    """The stretches of ``zone`` in ``window``, in order. A cell in which the offset changes belongs to none."""
    if not len(window):
        return ()
    found: list[Stretch] = []
    first, offset = window.first, _offset_s(zone, window.first)
    probe = first
    while probe < window.end:
        ahead = min(probe + CELLS_PER_LOCAL_DAY, window.end)
        if _offset_s(zone, ahead) == offset:
            probe = ahead
            continue
        change = _first_changed(zone, probe, ahead, offset)
        last_whole = change if _offset_s(zone, change, -1) == offset else change - 1
        found.append(Stretch(first, last_whole, offset))
        first = probe = change
        offset = _offset_s(zone, change)
    found.append(Stretch(first, window.end, offset))
    return tuple(piece for piece in found if piece.first < piece.end)


def local(cell: int, zone: ZoneInfo) -> datetime:
    """The start of ``cell`` as the clock in ``zone`` shows it."""
    return start_of(cell).astimezone(zone)


def wall_clock(cell: int, zone: ZoneInfo) -> str:
    """``09:30``; with the zone's letters (``01:30 GMT``) in the hour that the clock shows twice."""
    here = local(cell, zone)
    twice = here.utcoffset() != here.replace(fold=1 - here.fold).utcoffset()
    return f"{here:%H:%M} {here:%Z}" if twice else f"{here:%H:%M}"


def cells_at(day: date, minute: int, zone: ZoneInfo) -> tuple[int, ...]:
    """The cells that begin when the clock in ``zone`` shows ``minute`` (0 to 1439) of ``day``: none, one or two."""
    label_s = (day.toordinal() - EPOCH_ORDINAL) * 86400 + minute * 60
    around = Window(label_s // CELL_SECONDS - CELLS_PER_LOCAL_DAY, label_s // CELL_SECONDS + CELLS_PER_LOCAL_DAY)
    found = []
    for piece in stretches(zone, around):
        cell, rest = divmod(label_s - piece.offset_s, CELL_SECONDS)
        if not rest and piece.first <= cell < piece.end:
            found.append(cell)
    return tuple(sorted(found))


def day_window(day: date, zone: ZoneInfo) -> Window:
    """Every whole cell of the local ``day``: 96 of them, fewer in spring, more in autumn (92 and 100 in London)."""
    begin = (day.toordinal() - EPOCH_ORDINAL) * CELLS_PER_LOCAL_DAY
    around = Window(begin - CELLS_PER_LOCAL_DAY, begin + 2 * CELLS_PER_LOCAL_DAY)
    inside = in_utc((1 << CELLS_PER_LOCAL_DAY) - 1, begin, zone, around)
    if not inside:
        return Window(around.first, around.first)
    low = (inside & -inside).bit_length() - 1
    return Window(around.first + low, around.first + inside.bit_length())


def local_days(window: Window, zone: ZoneInfo) -> tuple[date, date]:
    """The first and the last local day that ``window`` (not empty) touches."""
    return local(window.first, zone).date(), local(window.end - 1, zone).date()


def in_utc(labels: int, first_label: int, zone: ZoneInfo, window: Window) -> int:
    """Turn a set of local labels into a set of cells of ``window``.

    Bit i of ``labels`` is the quarter hour ``first_label + i`` of the local clock, counted from its own 1970-01-01T00:00.
    A cell is in the answer when the clock shows a label of the set while it lasts: a label shown twice gives two cells,
    a label never shown gives none. Where the offset is no multiple of 15 minutes, both labels touched must be in the set.
    """
    cells = 0
    for piece in stretches(zone, window):
        quarters, rest = divmod(piece.offset_s, CELL_SECONDS)
        down = window.first + quarters - first_label
        here = shifted(labels, down)
        if rest:
            here &= shifted(labels, down + 1)
        low, high = piece.first - window.first, piece.end - window.first
        cells |= here & (((1 << (high - low)) - 1) << low)
    return cells


def _offset_s(zone: ZoneInfo, cell: int, plus_s: int = 0) -> int:
    offset = (start_of(cell) + timedelta(seconds=plus_s)).astimezone(zone).utcoffset()
    assert offset is not None
    return round(offset.total_seconds())


def _first_changed(zone: ZoneInfo, low: int, high: int, offset: int) -> int:
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if _offset_s(zone, middle) == offset else (low, middle)
    return high
