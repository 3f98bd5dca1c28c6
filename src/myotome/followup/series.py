"""One measure of one person over time, and whether its last change is larger than the error of measuring it twice.

Source of the errors: ``measurement_error.toml``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from myotome.investigations.interpret import known_measures
from myotome.words.errors import KnowledgeError, MyotomeError
from myotome.words.measurement import Measurement
from myotome.words.shelf import read_book
from myotome.words.side import Side
from myotome.words.units import Quantity


@dataclass(frozen=True, slots=True)
class MeasurementError:
    """``mdc90`` in ``unit``: nine in ten unchanged people of ``population`` differ by less when measured twice."""

    measure: str
    mdc90: float
    unit: str
    least_age_years: float
    population: str
    source: str
    confidence: str
    note: str


class Value(NamedTuple):
    """One value on one day, in the unit of its series."""

    on: date
    value: float


@dataclass(frozen=True, slots=True)
class Series:
    """Values of one measure at one site and side, oldest first, all in ``unit`` (UCUM); ``error`` None where none is published for this person."""

    measure: str
    label: str
    unit: str
    values: tuple[Value, ...]
    error: MeasurementError | None

    @property
    def change(self) -> float | None:
        """Last value less the one before it, in ``unit``; None for a single value."""
        return self.values[-1].value - self.values[-2].value if len(self.values) > 1 else None

    @property
    def since_first(self) -> float | None:
        """Last value less the first, in ``unit``; None with fewer than three values, where it says nothing that ``change`` does not."""
        return self.values[-1].value - self.values[0].value if len(self.values) > 2 else None

    @property
    def beyond_error(self) -> bool | None:
        """Whether the last change is at least the smallest that can be told from error; None without a published error or a second value."""
        if self.error is None or self.change is None:
            return None
        return abs(self.change) >= self.error.mdc90 - _ROUNDING


def series_of(taken: Iterable[tuple[date, Measurement]], age_years: float | None) -> tuple[Series, ...]:
    """Gather measurements, each with the day it was taken on, by measure, site and side, in the order of their first day.

    A value is written in the unit of the published error, else of the first of its series; one that cannot be begins a series of its own. ``age_years`` decides whether a
    published error speaks of this person.
    """
    groups: dict[tuple[str, str, Side, str], list[Value]] = {}
    units: dict[tuple[str, str, Side], list[str]] = {}
    for on, one in sorted(taken, key=lambda pair: pair[0]):
        place = (one.measure, one.site, one.side)
        error = measurement_errors().get(one.measure)
        unit, quantity = _in_known_unit(one.quantity, units.setdefault(place, [error.unit] if error else []))
        groups.setdefault((*place, unit), []).append(Value(on, quantity.value))
    return tuple(_series(key, values, age_years) for key, values in groups.items())


@lru_cache(maxsize=1)
def measurement_errors() -> Mapping[str, MeasurementError]:
    """The packaged errors by measure; raises KnowledgeError on a row that names no measure."""
    rows = read_book(__package__, "measurement_error.toml").content["measure"]
    errors = {row["measure"]: MeasurementError(**row) for row in rows}
    unknown = [name for name in errors if name not in known_measures()]
    if unknown or len(errors) != len(rows):
        raise KnowledgeError("not a measure, or listed twice", place="measurement_error.toml", value=unknown)
    return errors


def _series(key: tuple[str, str, Side, str], values: list[Value], age_years: float | None) -> Series:
    measure, site, side, unit = key
    known = known_measures().get(measure)
    where = " ".join(filter(None, (side.value if side in {Side.LEFT, Side.RIGHT} else "", site.replace("_", " "))))
    label = (known.label if known else measure.replace("_", " ").capitalize()) + (f", {where}" if where else "")
    error = measurement_errors().get(measure)
    fits = error is not None and error.unit == unit and age_years is not None and age_years >= error.least_age_years
    return Series(measure, label, unit, tuple(values), error if fits else None)


def _in_known_unit(quantity: Quantity, units: list[str]) -> tuple[str, Quantity]:
    for unit in units:
        try:
            return unit, quantity.to(unit)
        except MyotomeError:
            continue
    units.append(quantity.unit)
    return quantity.unit, quantity


_ROUNDING = 1e-9
"""1.0 less 0.8 is not exactly 0.2 in floating point."""
