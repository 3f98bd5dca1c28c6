"""What can be measured, in which unit, and the limits it is held against: the rows of each room's ``limits.toml``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from myotome.words.case import Person, Sex
from myotome.words.source import Confidence


class Direction(StrEnum):
    """On which side of a limit the finding lies."""

    BELOW = "below"
    AT_OR_BELOW = "at_or_below"
    ABOVE = "above"
    AT_OR_ABOVE = "at_or_above"

    def beyond(self, value: float, limit: float) -> bool:
        """Whether ``value`` lies on this side of ``limit``."""
        match self:
            case Direction.BELOW:
                return value < limit
            case Direction.AT_OR_BELOW:
                return value <= limit
            case Direction.ABOVE:
                return value > limit
            case Direction.AT_OR_ABOVE:
                return value >= limit

    @property
    def low(self) -> bool:
        """True when the limit is a lower one."""
        return self in (Direction.BELOW, Direction.AT_OR_BELOW)


@dataclass(frozen=True, slots=True)
class Limit:
    """One limit, in the measure's unit, for one sex (None: either) and age band (years, from inclusive, below
    exclusive).

    ``finding`` is the concept that follows beyond the limit, empty when only ``flag`` (a sentence) does.
    ``reference`` limits give way to the laboratory's own; decision limits do not. On the good side of the limit the
    concept is absent, unless ``excludes`` is false, or only from ``absent_from`` on where a grey zone lies between.
    """

    direction: Direction
    value: float
    population: str
    source: str
    confidence: Confidence
    finding: str = ""
    flag: str = ""
    sex: Sex | None = None
    age_from: float = 0.0
    age_below: float = 200.0
    reference: bool = False
    excludes: bool = True
    absent_from: float | None = None

    def fits(self, person: Person) -> bool:
        """Whether the limit may be meant for this person; an unknown sex fits every row, an unknown age every row of
        adults.
        """
        sex = self.sex is None or person.sex in (Sex.UNKNOWN, self.sex)
        if person.age_years is None:
            return sex and self.age_below > ADULT_FROM_YEARS
        return sex and self.age_from <= person.age_years < self.age_below


@dataclass(frozen=True, slots=True)
class Band:
    """A value of an exclusive facet, up to ``up_to`` times the upper limit (None: no end), with a sentence to say
    beside it.
    """

    finding: str
    up_to: float | None = None
    flag: str = ""


@dataclass(frozen=True, slots=True)
class OtherUnit:
    """A unit that no dimension analysis converts: value in the measure's unit = scale x value + offset."""

    unit: str
    scale: float
    offset: float = 0.0


@dataclass(frozen=True, slots=True)
class Measure:
    """One thing that is measured. ``possible_low`` to ``possible_high`` is what a living person can have, in
    ``unit``.

    ``molar_mass_g_per_mol`` joins mass and amount of substance; None where that has no meaning. ``also_units`` are
    units in which it is often reported, used to guess a slip. ``bands`` classify by multiples of the upper limit.
    ``size_only`` takes the size of a signed value.
    """

    slug: str
    label: str
    unit: str
    possible_low: float
    possible_high: float
    synonyms: tuple[str, ...] = ()
    also_units: tuple[str, ...] = ()
    other_units: tuple[OtherUnit, ...] = ()
    molar_mass_g_per_mol: float | None = None
    size_only: bool = False
    limits: tuple[Limit, ...] = ()
    bands: tuple[Band, ...] = ()
    note: str = ""

    def concepts(self) -> frozenset[str]:
        """Every concept that a value of this measure can settle."""
        return frozenset(limit.finding for limit in self.limits if limit.finding) | {
            band.finding for band in self.bands
        }


ADULT_FROM_YEARS = 18.0
"""From this age a person is an adult; who states no age is taken for one."""

Table = Mapping[str, Measure]
"""The measures of one room by slug."""
