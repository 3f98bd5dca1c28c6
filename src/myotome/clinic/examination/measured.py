"""What the examination measures: force by dynamometer, girths, functional tests. Units are checked, sides compared."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Final

from django.http import QueryDict

from myotome.clinic.examination.slip import Slip
from myotome.investigations.convert import to_measure_unit
from myotome.investigations.interpret import known_measures
from myotome.journey.wording import unit_words
from myotome.words.errors import KnowledgeError, MyotomeError, OutOfRange
from myotome.words.measurement import Measurement
from myotome.words.shelf import read_book
from myotome.words.side import Side
from myotome.words.units import Quantity

FORCE: Final = "muscle_force"
FORCE_UNITS: Final = {"n": "N", "kg": "kgf", "kgf": "kgf"}
"""A dynamometer that shows kg shows the force of so many kilograms."""
UNITS: Final = {"in": "[in_i]", "inch": "[in_i]", "lb": "[lb_av]", "sec": "s", "points": "1"}
"""What people type for a UCUM code."""
_VALUE: Final = re.compile(r"(\d{1,5}(?:[.,]\d{1,3})?)\s*([A-Za-z\[][A-Za-z_/\[\]]*)?")


@dataclass(frozen=True, slots=True)
class Measured:
    """One line of the form: measure, words, unit where none is typed, and the sides."""

    measure: str
    label: str
    unit: str
    sides: tuple[Side, ...]

    @property
    def unit_said(self) -> str:
        """The unit as people write it."""
        return unit_words(self.unit).replace("[score]", "points")


@lru_cache(maxsize=1)
def lines() -> tuple[tuple[Measured, ...], tuple[Measured, ...]]:
    """Girths and functional tests; raises KnowledgeError for a measure that has no room."""
    content = read_book("myotome.clinic.examination", "measured.toml").content
    both = (Side.RIGHT, Side.LEFT)
    girths = tuple(_line(row, both) for row in content["girth"])
    return girths, tuple(_line(row, both if row.get("sides") else (Side.UNSTATED,)) for row in content["functional"])


def measured_from(posted: QueryDict, on: date) -> tuple[list[Measurement], list[Slip]]:
    """Girths and functional tests as measurements of the day ``on``, and what cannot be read."""
    found: list[Measurement] = []
    slips: list[Slip] = []
    for line in (line for part in lines() for line in part):
        for side in line.sides:
            name = f"value-{line.measure}-{side.value}"
            typed = posted.get(name, "").strip()
            if typed:
                try:
                    found.append(_measurement(line.measure, _quantity(typed, line.unit), side, "", on))
                except MyotomeError as error:
                    where = line.label if side is Side.UNSTATED else f"{line.label}, {side.value}"
                    slips.append(Slip(name, f"{where}: {error.sentence()}"))
    return found, slips


def force(typed: str, muscle: str, side: Side, on: date) -> Measurement | None:
    """A force typed into the strength grid (``85 N``, ``8.5 kg``); None for what is no value with a unit.

    Raises UnitMismatch for a unit that is no force, OutOfRange for a force that cannot be.
    """
    found = _VALUE.fullmatch(typed)
    if found is None or not found[2]:
        return None
    unit = FORCE_UNITS.get(found[2].casefold())
    if unit is None:
        raise OutOfRange(
            "strength by dynamometer is a force", value=typed, cure="Type it with N or kg, or a grade 0 to 5."
        )
    return _measurement(FORCE, Quantity(_number(found[1]), unit), side, muscle, on)


def side_differences(measurements: list[Measurement]) -> list[str]:
    """For each measure and place that was measured on both sides: how much the smaller side is below the larger, in percent."""
    by_place: dict[tuple[str, str], dict[Side, float]] = {}
    for one in measurements:
        row = known_measures()[one.measure]
        by_place.setdefault((one.measure, one.site), {})[one.side] = to_measure_unit(one.quantity, row).value
    said = []
    for (measure, site), sides in by_place.items():
        right, left = sides.get(Side.RIGHT), sides.get(Side.LEFT)
        if right is None or left is None or max(right, left) == 0 or right == left:
            continue
        smaller = "right" if right < left else "left"
        percent = 100 * (1 - min(right, left) / max(right, left))
        name = site.replace("_", " ") or known_measures()[measure].label
        said.append(f"{name}: {smaller} {percent:.0f} % below the other side")
    return said


def _measurement(measure: str, quantity: Quantity, side: Side, site: str, on: date) -> Measurement:
    to_measure_unit(quantity, known_measures()[measure])
    return Measurement(measure, quantity, side, site, taken_on=on)


def _quantity(typed: str, unit: str) -> Quantity:
    found = _VALUE.fullmatch(typed)
    if found is None:
        raise OutOfRange("not a value", value=typed, cure=f"Type a number; without a unit it is read as {unit}.")
    given = found[2] or unit
    return Quantity(_number(found[1]), UNITS.get(given.casefold(), given))


def _number(text: str) -> float:
    return float(text.replace(",", "."))


def _line(row: dict[str, Any], sides: tuple[Side, ...]) -> Measured:
    if row["measure"] not in known_measures():
        raise KnowledgeError("no measure of this name", place="examination/measured.toml", value=row["measure"])
    return Measured(row["measure"], row["label"], known_measures()[row["measure"]].unit, sides)
