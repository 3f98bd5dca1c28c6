"""A case: one person, what was found and measured, what they take, and the words they used."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from myotome.words.errors import OutOfRange
from myotome.words.finding import Finding, Term
from myotome.words.injury import Injury
from myotome.words.measurement import Measurement

OLDEST_AGE_YEARS = 125.0
"""Above the longest confirmed human life span (122 years); an age beyond it is a typing error."""


class Sex(StrEnum):
    """Sex as it bears on base rates and norms; ``UNKNOWN`` leaves both averaged."""

    FEMALE = "female"
    MALE = "male"
    UNKNOWN = "unknown"


class Setting(StrEnum):
    """Where the person is seen; it decides the base rates."""

    PRIMARY = "primary"
    CLINIC = "clinic"
    WARD = "ward"


@dataclass(frozen=True, slots=True)
class Person:
    """Age in years (0 to 125, None when not stated) and sex."""

    age_years: float | None = None
    sex: Sex = Sex.UNKNOWN

    def __post_init__(self) -> None:
        if self.age_years is not None and not 0 <= self.age_years <= OLDEST_AGE_YEARS:
            raise OutOfRange(
                "age must lie between 0 and 125 years",
                value=self.age_years,
                cure="Give the age in years, 0.25 for 3 months.",
            )


@dataclass(frozen=True, slots=True)
class Medication:
    """One line of a medication list as it was written, with start and stop where known."""

    name: str
    dose: str = ""
    started: date | None = None
    stopped: date | None = None
    still_taken: bool = True


@dataclass(frozen=True, slots=True)
class Case:
    """Everything known about one person at one moment. Frozen; an edit makes a new case."""

    id: str
    person: Person = Person()
    setting: Setting = Setting.CLINIC
    findings: tuple[Finding, ...] = ()
    measurements: tuple[Measurement, ...] = ()
    medications: tuple[Medication, ...] = ()
    injuries: tuple[Injury, ...] = ()
    terms: tuple[Term, ...] = ()
    """Ontology terms as recorded elsewhere (phenopackets); those with a concept of ours also stand among the findings."""
    weight_kg: float | None = None
    complaint: str = ""
    """The symptoms in the person's own words."""
    notes: str = ""
    seen_on: date | None = None
    sources: tuple[str, ...] = ()
    """Where the case was published, for cases from the literature."""
    truth: tuple[str, ...] = field(default=())
    """Cause slugs that turned out to be right, for evaluation only; no assessment reads it."""

    def __post_init__(self) -> None:
        if self.weight_kg is not None and not 0.3 <= self.weight_kg <= 650:
            raise OutOfRange(
                "body weight must lie between 0.3 and 650 kg",
                value=self.weight_kg,
                cure="Give the weight in kilograms.",
            )

    def present(self) -> frozenset[str]:
        """Slugs of the concepts that were looked for and seen."""
        return frozenset(f.concept for f in self.findings if f.present)

    def absent(self) -> frozenset[str]:
        """Slugs of the concepts that were looked for and not seen anywhere."""
        return frozenset(f.concept for f in self.findings if not f.present) - self.present()
