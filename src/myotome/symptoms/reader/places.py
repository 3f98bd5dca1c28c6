"""Every name of a place that a sentence can mention: muscles, movements, reflexes, areas of skin, limbs and joints."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from myotome.anatomy.muscles import muscles
from myotome.anatomy.reflexes import reflexes
from myotome.anatomy.sites import site_slug
from myotome.anatomy.skin import skin_areas


@dataclass(frozen=True, slots=True)
class Place:
    """A place: ``name`` is the key of the tables in grammar.toml, ``site`` the slug for the finding ("" for none).

    ``parts``: the places it stands for ("proximal" is proximal arms and proximal legs). ``kind``: place, muscle, skin or reflex.
    """

    name: str
    site: str
    kind: str
    parts: tuple[str, ...] = ()


def place_names(table: Mapping[str, Mapping[str, Any]]) -> Iterator[tuple[str, Place, bool]]:
    """Wording, place, and whether the wording is an abbreviation that counts only in capitals.

    The table's own places come first; a name of the anatomy never replaces one of them.
    """
    taken: set[str] = set()
    for name, row in table.items():
        site = site_slug(row["site"]) if row["site"] else ""
        place = Place(row.get("as", name), site, row.get("kind", "place"), tuple(row.get("parts", ())))
        for phrase in row["words"]:
            taken.add(phrase)
            yield phrase, place, len(phrase) <= _ABBREVIATION and phrase not in _SHORT_WORDS and phrase != "ues"
    for muscle in muscles().values():
        for phrase in (muscle.label, *muscle.synonyms, muscle.slug.replace("_", " ")):
            if phrase.lower() not in taken and phrase.lower() not in _NOT_A_PLACE:
                yield phrase, Place(muscle.slug, muscle.slug, "muscle"), len(phrase) <= _ABBREVIATION
    for reflex in reflexes().values():
        for phrase in (reflex.label, *reflex.synonyms):
            if reflex.slug != "plantar" and (phrase == "patellar" or phrase.endswith(("reflex", "jerk", "reflexes"))):
                yield phrase.replace("(", "").replace(")", ""), Place(reflex.slug, reflex.slug, "reflex"), False
    for phrase, slug in _REFLEX_LETTERS.items():
        yield phrase, Place(slug, slug, "reflex"), True
    for area in skin_areas().values():
        for phrase in (area.label, *area.synonyms):
            if phrase.lower() not in taken and phrase.lower() not in _NOT_A_PLACE:
                yield phrase, Place(area.slug, area.slug, "skin"), len(phrase) <= _SKIN_ABBREVIATION


_REFLEX_LETTERS: Final = {"KJ": "knee", "AJ": "ankle", "BJ": "biceps", "TJ": "triceps", "SJ": "brachioradialis"}
_ABBREVIATION: Final = 3
_SKIN_ABBREVIATION: Final = 2
_SHORT_WORDS: Final = frozenset(
    {
        "arm",
        "leg",
        "limb",
        "hand",
        "palm",
        "foot",
        "toe",
        "knee",
        "hip",
        "neck",
        "face",
        "back",
        "eye",
        "lid",
        "rib",
        "bone",
        "head",
        "cord",
        "shin",
    }
)
_NOT_A_PLACE: Final = frozenset(
    {
        "cuff",
        "abs",
        "bite",
        "op",
        "eye closure",
        "shoulder",
        "hip",
        "hand",
        "foot",
        "face",
        "jaw line",
        "calf skin",
        "index",
        "saddle area",
        "lips",
        "swallowing muscles",
        "grip strength",
        "eye movements",
        "anal tone",
        "pelvic floor",
        "palate",
        "facial weakness muscles",
        "heel",
        "sole of foot",
    }
)
