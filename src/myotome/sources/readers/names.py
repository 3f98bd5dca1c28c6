"""What laboratories call a measure, its material and its columns: ``lab_names.toml`` and the synonyms of the rooms."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, Final

from myotome.investigations.interpret import known_measures, resolve_measure
from myotome.journey.uploads.judged import WEIGHT
from myotome.words.errors import UnknownName
from myotome.words.shelf import read_book

NO_ROOM: Final = "no room reads a measure of this name"


def measure_named(name: str, material: str = "") -> str:
    """The slug of the measure that a laboratory calls ``name``; raises UnknownName with what it would take.

    A name is taken whole or not at all: "urine creatinine" is no creatinine. ``material`` is the sample, empty where none is stated.
    """
    plain = _plain(name)
    table = _table()
    if plain in table["not_taken"]:
        raise UnknownName(table["not_taken"][plain], value=name)
    slug = _names().get(plain) or _names().get(_FLUID.sub("", plain).strip(" ,-"))
    if slug is None:
        try:
            slug = resolve_measure(name)
        except UnknownName:
            raise UnknownName(NO_ROOM, value=name) from None
    wanted = "csf" if slug.startswith("csf_") else "blood"
    if _plain(material) not in table["materials"][wanted] and material:
        raise UnknownName("the limits here are not for this material", value=material)
    return slug


def unit_of(slug: str) -> str:
    """The unit in which a measure is judged."""
    return "kg" if slug == WEIGHT else known_measures()[slug].unit


def column_named(header: str) -> str:
    """The role of a column from its header (``value``, ``unit``), empty when it is none of ours."""
    return _columns().get(_plain(_IN_BRACKETS.sub("", header)), "")


def unit_in(header: str) -> str:
    """The unit that a header holds in brackets: ``Value (kg)``; empty when it holds none."""
    found = _IN_BRACKETS.search(header)
    return found[1].strip() if found else ""


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    return {name: slug for slug, names in _table()["names"].items() for name in names}


@lru_cache(maxsize=1)
def _columns() -> dict[str, str]:
    return {name: role for role, names in _table()["columns"].items() for name in names}


@lru_cache(maxsize=1)
def _table() -> dict[str, Any]:
    return dict(read_book("myotome.sources.readers", "lab_names.toml").content)


def _plain(name: str) -> str:
    return " ".join(name.strip().strip(":*").casefold().replace("_", " ").split())


_IN_BRACKETS: Final = re.compile(r"\s*[\[(]([^\])]*)[\])]\s*$")
_FLUID: Final = re.compile(r"^(serum|plasma|blood|s-|p-)\s*|[ ,(-]+(serum|plasma|blood|in serum|in plasma)\)?$")
