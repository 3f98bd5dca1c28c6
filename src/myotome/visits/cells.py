"""Time as numbered cells of 15 minutes in UTC, and sets of cells as the bits of one integer.

Cell 0 begins at 1970-01-01T00:00Z; a cell is an integer, so one unique row per resource and cell makes a double booking
impossible in a database. In a set, bit i stands for cell ``window.first + i``: a year is 35,040 bits, and "free for all
of them, for three cells in a row" is a handful of machine instructions.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from myotome.words.errors import OutOfRange

CELL_MINUTES = 15
CELL = timedelta(minutes=CELL_MINUTES)
CELL_SECONDS = 60 * CELL_MINUTES
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Window:
    """The cells from ``first`` to just before ``end``."""

    first: int
    end: int

    def __len__(self) -> int:
        return max(0, self.end - self.first)

    @property
    def every_bit(self) -> int:
        """The set that holds every cell of the window."""
        return (1 << len(self)) - 1


def cell_at(instant: datetime) -> int:
    """The cell that holds ``instant``, which must know its time zone; raises OutOfRange when it does not."""
    return (utc(instant) - EPOCH) // CELL


def first_cell_from(instant: datetime) -> int:
    """The first cell that begins at ``instant`` or later."""
    return -((EPOCH - utc(instant)) // CELL)


def start_of(cell: int) -> datetime:
    """The instant in UTC at which ``cell`` begins; also the end of the cell before."""
    return EPOCH + cell * CELL


def cells_for(minutes: int) -> int:
    """How many cells ``minutes`` take, rounded up."""
    return -(-minutes // CELL_MINUTES)


def utc(instant: datetime) -> datetime:
    """The same instant in UTC; raises OutOfRange for one without a time zone, which could mean two different hours.

    Every instant is turned at the door of this room, because Python adds to and compares times of one zone by the clock on the wall:
    there, noon on the day before the clock goes forward plus 24 hours is noon, which is 23 hours later.
    """
    if instant.utcoffset() is None:
        raise OutOfRange("a time needs its time zone", value=instant, cure="Give it in UTC, or with a ZoneInfo.")
    return instant.astimezone(UTC)


def bits_of(ranges: Iterable[tuple[int, int]], window: Window) -> int:
    """The set of all cells in ``ranges`` (first, end), cut to ``window``."""
    length = len(window)
    digits = bytearray(b"0") * length
    for first, end in ranges:
        low, high = max(first - window.first, 0), min(end - window.first, length)
        if low < high:
            digits[length - high : length - low] = b"1" * (high - low)
    return int(bytes(digits), 2) if length else 0


def fits(free: int, length: int) -> int:
    """The bits from which ``length`` (1 or more) bits in a row are set in ``free``."""
    run = 1
    while run < length:
        step = min(run, length - run)
        free &= free >> step
        run += step
    return free


def shifted(bits: int, by: int) -> int:
    """``bits`` moved ``by`` places down, or up when negative."""
    return bits >> by if by >= 0 else bits << -by


def each_bit(bits: int) -> Iterator[int]:
    """Positions of the set bits, lowest first."""
    digits = bin(bits)[:1:-1]
    at = digits.find("1")
    while at >= 0:
        yield at
        at = digits.find("1", at + 1)


def runs(bits: int) -> Iterator[tuple[int, int]]:
    """Every unbroken run of set bits as (first, end), lowest first."""
    digits = bin(bits)[:1:-1]
    at = digits.find("1")
    while at >= 0:
        end = digits.find("0", at)
        end = end if end >= 0 else len(digits)
        yield at, end
        at = digits.find("1", end)
