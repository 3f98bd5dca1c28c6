"""Tone and feeling: what a letter or a figure typed into their cells says. Blank is not examined."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from django.http import QueryDict

from myotome.anatomy.skin import skin_areas
from myotome.clinic.examination.slip import Slip
from myotome.words.errors import KnowledgeError, MyotomeError, OutOfRange
from myotome.words.finding import Evidence, Finding, Origin
from myotome.words.shelf import read_book
from myotome.words.side import Side, State

SIDES: Final = (Side.RIGHT, Side.LEFT)
TONE: Final[Mapping[str, tuple[State, State]]] = {
    "n": (State.ABSENT, State.ABSENT),
    "+": (State.PRESENT, State.ABSENT),
    "-": (State.ABSENT, State.PRESENT),
}
"""Raised (spastic) and lowered tone: each typed answer says both."""
FEELING: Final[Mapping[str, State]] = {"0": State.PRESENT, "1": State.PRESENT, "2": State.ABSENT}
"""0 is lost, 1 reduced, 2 normal (the figures of the International Standards for spinal cord injury)."""


@dataclass(frozen=True, slots=True)
class Place:
    """A limb or an area of skin: its slug and its name on the form."""

    slug: str
    label: str


@lru_cache(maxsize=1)
def limbs() -> tuple[Place, ...]:
    """Where tone is tested."""
    content = read_book("myotome.clinic.examination", "measured.toml").content
    return tuple(Place(slug, label) for slug, label in content["tone"]["limbs"])


@lru_cache(maxsize=1)
def areas() -> tuple[Place, ...]:
    """Where feeling is tested; raises KnowledgeError for an area that anatomy does not know."""
    slugs = read_book("myotome.clinic.examination", "measured.toml").content["sensation"]["areas"]
    unknown = [slug for slug in slugs if slug not in skin_areas()]
    if unknown:
        raise KnowledgeError("no area of skin of this name", place="examination/measured.toml", value=unknown)
    return tuple(Place(slug, skin_areas()[slug].label) for slug in slugs)


def feeling_from(posted: QueryDict, examiner: str) -> tuple[list[Finding], list[Slip]]:
    """The findings of the tone and feeling cells, and what cannot be read."""
    found: list[Finding] = []
    slips: list[Slip] = []
    for kind, places, read in (("tone", limbs(), _tone), ("feeling", areas(), _feeling)):
        for place in places:
            for side in SIDES:
                name = f"{kind}-{place.slug}-{side.value}"
                typed = posted.get(name, "").strip().casefold()
                try:
                    found += read(typed, place, side, Evidence(Origin.EXAMINED, examiner)) if typed else ()
                except MyotomeError as error:
                    slips.append(Slip(name, f"{place.label}, {side.value}: {error.sentence()}"))
    return found, slips


def _tone(typed: str, place: Place, side: Side, evidence: Evidence) -> Iterator[Finding]:
    plain = typed.replace("−", "-").replace("–", "-")
    if plain not in TONE:
        raise OutOfRange("no such tone", value=typed, cure="Type n for normal, + for raised, - for lowered.")
    raised, lowered = TONE[plain]
    yield Finding("spasticity", raised, side, place.slug, evidence=evidence)
    yield Finding("hypotonia", lowered, side, place.slug, evidence=evidence)


def _feeling(typed: str, place: Place, side: Side, evidence: Evidence) -> Iterator[Finding]:
    if typed not in FEELING:
        raise OutOfRange("no such feeling", value=typed, cure="Type 0 for lost, 1 for reduced, 2 for normal.")
    yield Finding("sensation_reduced", FEELING[typed], side, place.slug, f"{typed}/2", evidence=evidence)
