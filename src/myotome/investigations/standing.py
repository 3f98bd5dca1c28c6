"""Which questions a measured value has answered, whether it was normal, high or between, and how long it stands.

Source: ``standing.toml``, and the limits of each measure.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from myotome.investigations.interpret import known_measures
from myotome.words.case import Person
from myotome.words.errors import KnowledgeError
from myotome.words.measurement import Measurement
from myotome.words.shelf import read_book


@dataclass(frozen=True, slots=True)
class Stale:
    """A value that may be measured again: the label of its measure, the day it was taken on, and the days it would have stood."""

    label: str
    taken_on: date
    days: int


@dataclass(frozen=True, slots=True)
class Standing:
    """``settled``: concepts that values still standing have answered; ``stale``: values that no longer stand, newest of each measure."""

    settled: frozenset[str]
    stale: tuple[Stale, ...]


def standing(measurements: Iterable[Measurement], person: Person, today: date | None) -> Standing:
    """What the values of a case have answered on ``today``; without a day, or for a value without one, every value stands.

    A value between two limits, which makes neither a finding nor its absence, has been measured too. The newest value of a
    measure decides.
    """
    newest: dict[str, Measurement] = {}
    for one in measurements:
        held = newest.get(one.measure)
        if held is None or (one.taken_on or date.max) >= (held.taken_on or date.max):
            newest[one.measure] = one
    settled: set[str] = set()
    stale = []
    for slug, one in newest.items():
        days = standing_days().get(slug)
        if days is not None and today is not None and one.taken_on is not None and (today - one.taken_on).days > days:
            stale.append(Stale(known_measures()[slug].label, one.taken_on, days))
        else:
            settled |= _answers(slug, person)
    return Standing(frozenset(settled), tuple(stale))


@lru_cache(maxsize=1)
def standing_days() -> Mapping[str, int]:
    """Days by measure; raises KnowledgeError on a measure that no room reads or a span that is none."""
    days: dict[str, int] = read_book("myotome.investigations", "standing.toml").content["days"]
    wrong = [slug for slug, count in days.items() if slug not in known_measures() or count < 1]
    if wrong:
        raise KnowledgeError(
            "not a measure, or not a number of days", place="investigations/standing.toml", value=wrong
        )
    return days


def _answers(slug: str, person: Person) -> set[str]:
    """Concepts that a value of this measure tells of for this person."""
    measure = known_measures().get(slug)
    if measure is None:
        return set()
    found = {limit.finding for limit in measure.limits if limit.fits(person)}
    return (found | {band.finding for band in measure.bands}) - {""}
