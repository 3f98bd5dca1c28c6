"""The house: what a clinic says of itself on every page and in every letter, and what its diary is made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from myotome.visits.clinic import Clinic
from myotome.visits.messages import ClinicCard
from myotome.words.errors import OutOfRange


@dataclass(frozen=True, slots=True)
class OpeningLine:
    """One line of the opening hours as people read them: weekdays 1 (Monday) to 7 in a row, and the hours (``09:00-17:30``)."""

    first_day: int
    last_day: int
    hours: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class House:
    """One clinic. ``country`` is its ISO 3166 code in two letters; ``names`` what resources are called, by slug.

    ``emergency_number`` is what people are told to call when it cannot wait; ``advice_number`` a telephone line for urgent advice
    where the country has one, else empty.
    """

    card: ClinicCard
    address_lines: tuple[str, ...]
    country: str
    emergency_number: str
    clinic: Clinic
    opening: tuple[OpeningLine, ...]
    advice_number: str = ""
    names: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if len(self.country) != 2 or not self.country.isupper():
            raise OutOfRange(
                "a country is given as its two-letter code", value=self.country, cure="Write GB, IN or US."
            )

    @property
    def phone_address(self) -> str:
        """The telephone number as a link, ``tel:+442079460123``."""
        return "tel:" + "".join(c for c in self.card.phone if c.isdigit() or c == "+")

    def name_of(self, slug: str) -> str:
        """What a resource is called; its slug where it has no other name."""
        return self.names.get(slug, slug)
