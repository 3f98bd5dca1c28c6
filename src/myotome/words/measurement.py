"""A measurement: a quantity with its unit, what it was held against, and how far it can be trusted."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date

from myotome.words.errors import OutOfRange
from myotome.words.finding import Finding
from myotome.words.side import Side
from myotome.words.units import Quantity


@dataclass(frozen=True, slots=True)
class Norm:
    """The row a value was held against: limits in the value's own unit, population and source as printed."""

    low: float | None
    high: float | None
    population: str
    source: str


@dataclass(frozen=True, slots=True)
class Measurement:
    """A measured quantity.

    ``measure`` is the slug of what was measured (``ck``, ``grip``); ``standard_error`` is in the unit of ``quantity``;
    ``z`` is in standard deviations of the norm's population.
    """

    measure: str
    quantity: Quantity
    side: Side = Side.UNSTATED
    site: str = ""
    method: str = ""
    taken_on: date | None = None
    standard_error: float | None = None
    norm: Norm | None = None
    z: float | None = None
    flags: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()

    def __post_init__(self) -> None:
        if not math.isfinite(self.quantity.value):
            raise OutOfRange(f"{self.measure} must be a finite number", value=self.quantity.value)
        if self.standard_error is not None and not self.standard_error >= 0:
            raise OutOfRange(f"the standard error of {self.measure} must be 0 or more", value=self.standard_error)
