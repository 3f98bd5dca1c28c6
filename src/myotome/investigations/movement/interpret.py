"""What a timed chair rise, walk or turn means."""

from __future__ import annotations

from functools import lru_cache

from myotome.investigations.judge import judge
from myotome.investigations.measure import Table
from myotome.investigations.table import load_table
from myotome.words.case import Person
from myotome.words.measurement import Measurement


def interpret(measurement: Measurement, person: Person) -> Measurement:
    """The value in its measure's unit with norm, flags and findings; ``measurement.measure`` is a slug of
    ``measures()``.

    Raises KeyError for a measure of another room, UnitMismatch and OutOfRange with the cure.
    """
    return judge(measurement, measures()[measurement.measure], person)


@lru_cache(maxsize=1)
def measures() -> Table:
    """The measures of this room by slug."""
    return load_table("movement")
