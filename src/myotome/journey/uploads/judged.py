"""What a file's values mean for this person, and whether the file is about this person at all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from myotome.investigations.interpret import interpret
from myotome.journey.uploads.reading import Reading, Stated, Subject, Unread
from myotome.words.case import Person, Sex
from myotome.words.errors import MyotomeError, OutOfRange
from myotome.words.measurement import Measurement

WEIGHT: Final = "weight"
"""Body weight has no norm of its own; a case holds it beside its measurements."""
YEARS_APART: Final = 2.0
"""Ages that differ by less may be the same person at another time of the year; the file may also be a year old."""


@dataclass(frozen=True, slots=True)
class Judged:
    """One thing that is proposed: as stated and, for a measurement, as its room reads it (norm, flags, findings)."""

    stated: Stated
    measurement: Measurement | None = None


@dataclass(frozen=True, slots=True)
class Judgement:
    """Everything that a reading comes to: proposals, what was not understood, and sentences about the whole file."""

    proposals: tuple[Judged, ...]
    unread: tuple[Unread, ...]
    notices: tuple[str, ...]


def judged(reading: Reading, person: Person, born_on: date | None, weight_kg: float | None, today: date) -> Judgement:
    """Hold every value against its norm; what cannot be (a wrong unit, a day to come) moves to what was not understood.

    ``weight_kg`` is used by vital capacity only. Nothing is left out in silence: every thing stated is in one of the two lists.
    """
    proposals: list[Judged] = []
    unread = list(reading.unread)
    for one in reading.stated:
        try:
            proposals.append(Judged(one, _interpreted(one, person, weight_kg, today)))
        except MyotomeError as error:
            unread.append(Unread(one.place, one.said, error.sentence()))
    mismatches = tuple(_not_this_person(reading.subject, person, born_on))
    return Judgement(tuple(proposals), tuple(unread), (*mismatches, *reading.notices))


def _interpreted(one: Stated, person: Person, weight_kg: float | None, today: date) -> Measurement | None:
    measurement = one.measurement
    if measurement is None:
        return None
    if measurement.taken_on is not None and measurement.taken_on > today:
        raise OutOfRange("it is dated in the future", value=measurement.taken_on.isoformat(), cure="Check the date.")
    if measurement.measure == WEIGHT:
        return replace(measurement, quantity=measurement.quantity.to("kg"))
    return interpret(measurement, person, weight_kg)


def _not_this_person(subject: Subject, person: Person, born_on: date | None) -> Iterator[str]:
    if Sex.UNKNOWN not in (subject.sex, person.sex) and subject.sex is not person.sex:
        yield f"Is this the right patient? The file is about somebody {subject.sex.value}, this record says {person.sex.value}."
    if subject.born_on and born_on and subject.born_on != born_on:
        yield (
            f"Is this the right patient? The file says born on {subject.born_on.isoformat()}, "
            f"this record says {born_on.isoformat()}."
        )
    elif None not in (subject.age_years, person.age_years) and _apart(subject, person) > YEARS_APART:
        yield (
            f"Is this the right patient? The file says {subject.age_years:.0f} years of age, "
            f"this record says {person.age_years:.0f}."
        )


def _apart(subject: Subject, person: Person) -> float:
    return abs((subject.age_years or 0.0) - (person.age_years or 0.0))
