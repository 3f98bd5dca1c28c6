"""Reads a room's ``limits.toml`` into measures and refuses a row that cannot be right."""

from __future__ import annotations

from functools import cache
from typing import Any

from pydantic import TypeAdapter

from myotome.investigations.measure import Measure, Table
from myotome.words.errors import KnowledgeError, MyotomeError
from myotome.words.rows import read_row
from myotome.words.shelf import Book, read_book
from myotome.words.source import Source
from myotome.words.units import parse_unit


@cache
def load_table(room: str) -> Table:
    """The measures of ``investigations/<room>/limits.toml`` by slug; raises KnowledgeError naming room, measure and
    key.
    """
    return build_table(room, read_book(f"myotome.investigations.{room}", "limits.toml"))


def build_table(room: str, book: Book) -> Table:
    """Measures from a parsed file, checked."""
    return {
        slug: _measure(f"investigations/{room}/limits.toml > {slug}", slug, row) for slug, row in book.content.items()
    }


def _measure(place: str, slug: str, row: dict[str, Any]) -> Measure:
    measure = read_row(_MEASURE, {"slug": slug, **row}, place)
    try:
        for unit in (measure.unit, *measure.also_units, *(other.unit for other in measure.other_units)):
            parse_unit(unit)
        for limit in measure.limits:
            Source(limit.source)
    except MyotomeError as error:
        raise KnowledgeError(error.problem, place=place, value=error.value, cure=error.cure) from error
    if not measure.possible_low < measure.possible_high:
        raise KnowledgeError(
            "the possible range is empty", place=place, value=(measure.possible_low, measure.possible_high)
        )
    for limit in measure.limits:
        if not measure.possible_low <= limit.value <= measure.possible_high:
            raise KnowledgeError("a limit lies outside the possible range", place=place, value=limit.value)
        if not (limit.finding or limit.flag or limit.reference):
            raise KnowledgeError(
                "a limit needs a finding, a flag, or to be a reference limit", place=place, value=limit.value
            )
    _check_bands(measure, place)
    return measure


def _check_bands(measure: Measure, place: str) -> None:
    if not measure.bands:
        return
    ends = [band.up_to for band in measure.bands]
    rising = [end for end in ends if end is not None]
    if ends[-1] is not None or None in ends[:-1] or rising != sorted(set(rising)):
        raise KnowledgeError("bands need rising ends, and only the last is open", place=place, value=ends)
    if not any(limit.reference and not limit.direction.low for limit in measure.limits):
        raise KnowledgeError("bands need an upper reference limit to be multiples of", place=place)


_MEASURE: TypeAdapter[Measure] = TypeAdapter(Measure)
