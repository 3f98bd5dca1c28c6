"""What a laboratory value means: bands of CK, high and low, in any of the units a report may use."""

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

    The report's own limits in ``measurement.norm`` win over the table's. Raises KeyError for a measure of another
    room, UnitMismatch and OutOfRange with the cure.
    """
    return judge(measurement, measures()[measurement.measure], person)


@lru_cache(maxsize=1)
def measures() -> Table:
    """The analytes by slug."""
    return load_table("labs")
