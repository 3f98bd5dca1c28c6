"""A table of measured values: laboratory results, dynamometry, girths, timed tests, spirometry, MRC grades.

One row per value (name, value, unit, limits, date, side), or one row per test with a column for each side. Every row ends up among what is
stated or among what was not understood, with the reason.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from myotome.anatomy.muscles import lookup
from myotome.journey.uploads.reading import Reading, Stated, Unread
from myotome.localisation.grades import NORMAL_STRENGTH, mrc_grade
from myotome.sources.readers.cells import as_text, day, day_order, decimal_mark, number, rows_of, unit
from myotome.sources.readers.names import column_named, measure_named, unit_in, unit_of
from myotome.sources.readers.pairs import best_grip, girth_differences
from myotome.words.errors import MyotomeError, UnknownName, UnusableInput
from myotome.words.finding import Evidence, Finding, Origin
from myotome.words.measurement import Measurement, Norm
from myotome.words.side import Side, State
from myotome.words.units import Quantity

NAME, VERSION = "measured_table", "1"
HEADER_WITHIN: Final = 30
"""Rows in which the header must stand; a letterhead may come before it."""
LABORATORY: Final = "the laboratory's own limits"
MRC_UNITS: Final = frozenset({"mrc", "mrc grade", "/5", "grade"})
SIDES: Final = {
    "left": Side.LEFT, "l": Side.LEFT, "links": Side.LEFT, "right": Side.RIGHT, "r": Side.RIGHT, "rechts": Side.RIGHT,
    "both": Side.BOTH, "bilateral": Side.BOTH, "beidseits": Side.BOTH, "": Side.UNSTATED,
}  # fmt: skip


def fits(content: bytes) -> bool:
    """Whether a header with a name and a value stands near the top."""
    try:
        _, rows = rows_of(as_text(content[:20_000])[0])
    except UnusableInput:
        return False
    return _header(rows) is not None


def read(content: bytes) -> Reading:
    """Everything that the table states; raises UnusableInput for a table without a header or with too many rows."""
    text, notice = as_text(content)
    delimiter, rows = rows_of(text)
    header = _header(rows)
    if header is None:
        raise UnusableInput(
            "no row names the columns", cure="Begin with a row such as: name; value; unit; low; high; date."
        )
    table = _Table(header, rows[header.row + 1 :], delimiter)
    stated, unread = table.read()
    stated, more = best_grip(stated)
    stated = [*stated, *girth_differences(stated)]
    notices = (notice,) if notice else ()
    return Reading(NAME, VERSION, "Table of measured values", tuple(stated), (*unread, *more), notices)


@dataclass(frozen=True, slots=True)
class _Header:
    row: int
    columns: dict[str, int]
    units: dict[str, str]


@dataclass(frozen=True)
class _Table:
    header: _Header
    rows: list[list[str]]
    delimiter: str

    def read(self) -> tuple[list[Stated], list[Unread]]:
        stated: list[Stated] = []
        unread: list[Unread] = []
        numbers = [cell for row in self.rows for role in _NUMBERS for cell in [self.cell(row, role)] if cell]
        mark = decimal_mark(numbers, self.delimiter)
        order = day_order(self.cell(row, "day") for row in self.rows)
        for k, row in enumerate(self.rows, start=self.header.row + 2):
            name = self.cell(row, "name")
            if not any(row):
                continue
            for role in ("value", "grade", "left", "right"):
                text = self.cell(row, role)
                if not text:
                    continue
                place = f"row {k}" + (f", {role}" if role in {"left", "right"} else "")
                said = " · ".join(filter(None, row))[:500]
                try:
                    one = self._one(row, role, name, text, mark, order)
                    if isinstance(one, Finding):
                        stated.append(Stated(place, said, finding=one))
                    else:
                        stated.append(Stated(place, said, measurement=one))
                except MyotomeError as error:
                    unread.append(Unread(place, said, error.sentence()))
            if not any(self.cell(row, role) for role in ("value", "grade", "left", "right")):
                unread.append(Unread(f"row {k}", " · ".join(filter(None, row))[:500], "the row holds no value"))
        return stated, unread

    def cell(self, row: list[str], role: str) -> str:
        at = self.header.columns.get(role)
        return row[at] if at is not None and at < len(row) else ""

    def _one(self, row: list[str], role: str, name: str, text: str, mark: str, order: str) -> Measurement | Finding:
        if not name:
            raise UnknownName("the row has no name")
        said_unit = self.cell(row, "unit") or self.header.units.get(role, "")
        bare, side = _side_in(name)
        if role in {"left", "right"}:
            side = SIDES[role]
        elif said_side := self.cell(row, "side"):
            side = _side(said_side)
        if role == "grade" or said_unit.casefold() in MRC_UNITS:
            return _weakness(bare, side, text)
        slug = measure_named(bare, self.cell(row, "material"))
        if not said_unit and unit_of(slug) not in {"1", "[score]"}:
            raise UnusableInput("no unit is given", value=text, cure="Type it in by hand, with its unit.")
        code = unit(said_unit, unit_of(slug))
        quantity, taken = Quantity(number(text, mark), code), day(self.cell(row, "day"), order)
        try:
            low, high = self._limits(row, mark, said_unit)
        except UnusableInput as error:  # the value stands without them, and whoever decides is told
            flags = (f"the laboratory's limits were left out: {error.sentence()}",)
            return Measurement(slug, quantity, side, taken_on=taken, flags=flags)
        norm = None if low is None and high is None else Norm(low, high, LABORATORY, "printed with the result")
        return Measurement(slug, quantity, side, taken_on=taken, norm=norm)

    def _limits(self, row: list[str], mark: str, unit_said: str) -> tuple[float | None, float | None]:
        low, high = (number(self.cell(row, end), mark) if self.cell(row, end) else None for end in ("low", "high"))
        if said := self.cell(row, "range"):
            low, high = _range(said.removesuffix(unit_said).strip(), mark)
        if low is not None and high is not None and low > high:
            raise UnusableInput("the lower limit lies above the upper one", value=f"{low:g} to {high:g}")
        return low, high


def _header(rows: list[list[str]]) -> _Header | None:
    for k, row in enumerate(rows[:HEADER_WITHIN]):
        columns: dict[str, int] = {}
        for at, cell in enumerate(row):
            if role := column_named(cell):
                columns.setdefault(role, at)
        if "name" in columns and columns.keys() & {"value", "grade", "left", "right"}:
            return _Header(k, columns, {role: unit_in(row[at]) for role, at in columns.items()})
    return None


def _range(text: str, mark: str) -> tuple[float | None, float | None]:
    """``13 - 60``, ``< 5``, ``> 60``, ``up to 5``; raises UnusableInput for what is none of these."""
    plain = text.strip().strip("[]()").strip().replace("–", "-").replace("−", "-").replace(" to ", "-")
    if found := re.fullmatch(r"(?:<|≤|<=|up-|bis)\s*([\d.,]+)", plain.replace("up to", "up-")):
        return None, number(found[1], mark)
    if found := re.fullmatch(r"(?:>|≥|>=)\s*([\d.,]+)", plain):
        return number(found[1], mark), None
    if found := re.fullmatch(r"([\d.,]+)\s*-\s*([\d.,]+)", plain):
        return number(found[1], mark), number(found[2], mark)
    raise UnusableInput("these limits are not understood", value=text, cure="Write them as 13 - 60.")


def _side_in(name: str) -> tuple[str, Side]:
    """A name without the side that it ends or begins with, and the side."""
    if found := _SIDE_BEFORE.fullmatch(name):
        return found[2], SIDES[found[1].casefold()]
    if found := _SIDE_AFTER.fullmatch(name):
        return found[1].strip(" ,-("), SIDES[found[2].casefold()]
    return name, Side.UNSTATED


def _side(text: str) -> Side:
    side = SIDES.get(text.strip().casefold())
    if side is None:
        raise UnknownName("no such side", value=text, cure="Write left, right or both.")
    return side


def _weakness(name: str, side: Side, text: str) -> Finding:
    try:
        muscle = lookup(name).slug
    except UnknownName as error:
        raise UnknownName("no muscle of this name", value=name, cure=error.cure) from None
    state = State.ABSENT if mrc_grade(text) == NORMAL_STRENGTH else State.PRESENT
    grade = text if "/" in text else f"{text}/5"
    return Finding("muscle_weakness", state, side, muscle, grade, evidence=Evidence(Origin.EXAMINED))


_NUMBERS: Final = ("value", "left", "right", "low", "high")
_SIDE_BEFORE: Final = re.compile(r"(left|right|links|rechts)\s+(.+)", re.IGNORECASE)
_SIDE_AFTER: Final = re.compile(r"(.+?)[\s,(-]+(left|right|links|rechts|l|r)\)?", re.IGNORECASE)
