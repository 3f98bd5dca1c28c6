"""The one way in for a measured value: finds the room that knows the measure, and says what the value means there."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import Final

from myotome.investigations.judge import judge
from myotome.investigations.measure import Measure
from myotome.investigations.respiratory.interpret import interpret as interpret_respiratory
from myotome.investigations.respiratory.interpret import measures as breaths
from myotome.investigations.table import load_table
from myotome.words.case import Person
from myotome.words.errors import UnknownName
from myotome.words.measurement import Measurement

PLAIN_ROOMS: Final = ("labs", "strength", "movement", "girth", "nutrition", "body_composition", "ultrasound")
"""Rooms whose values are held against their table and need nothing else; ``respiratory`` has a method of its own."""


def interpret(measurement: Measurement, person: Person, weight_kg: float | None = None) -> Measurement:
    """``measurement`` in its measure's own unit, with norm, flags and the findings that follow or are excluded.

    ``measurement.measure`` is a slug or synonym of ``known_measures()``; ``measurement.norm`` may hold the
    laboratory's own limits in the value's unit; ``weight_kg`` is only used by vital capacity. Raises UnknownName
    with the nearest names, UnitMismatch and OutOfRange with the cure.
    """
    slug = resolve_measure(measurement.measure)
    named = replace(measurement, measure=slug)
    if slug in breaths():
        return interpret_respiratory(named, person, weight_kg)
    return judge(named, known_measures()[slug], person)


@lru_cache(maxsize=1)
def known_measures() -> dict[str, Measure]:
    """Every measure that has a reader, by slug."""
    known: dict[str, Measure] = {}
    for room in PLAIN_ROOMS:
        known.update(load_table(room))
    known.update(breaths())
    return known


def resolve_measure(name: str) -> str:
    """The slug of a measure called ``name`` (slug, label or synonym, any case); raises UnknownName with the nearest
    names.
    """
    plain = _plain(name)
    slug = _names().get(plain)
    if slug is None:
        from rapidfuzz import process  # only needed for the message of an error

        near = [match[0] for match in process.extract(plain, list(_names()), limit=3, score_cutoff=60)]
        cure = f"Did you mean {' or '.join(near)}?" if near else f"Known: {', '.join(sorted(known_measures()))}."
        raise UnknownName("no measure of this name", value=name, cure=cure)
    return slug


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    return {
        _plain(name): slug
        for slug, measure in known_measures().items()
        for name in (*measure.synonyms, measure.label, slug)
    }


def _plain(name: str) -> str:
    return " ".join(name.strip().lower().replace("_", " ").split())
