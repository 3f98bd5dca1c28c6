"""Skin areas with their nerve and roots, and dermatomes as weighted sums of areas. Sources: skin.toml."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from myotome.anatomy.naming import Names
from myotome.words.errors import KnowledgeError
from myotome.words.shelf import read_book
from myotome.words.source import Confidence, Source


@dataclass(frozen=True, slots=True)
class SkinArea:
    """A patch of skin that one nerve supplies; ``roots`` are shares that sum to 1."""

    slug: str
    label: str
    synonyms: tuple[str, ...]
    nerve: str
    roots: Mapping[str, float]
    source: Source
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class Dermatome:
    """The skin of one root; ``areas`` are shares that sum to 1. Its slug is ``dermatome_`` and the root in lower case."""

    root: str
    label: str
    areas: Mapping[str, float]
    source: Source
    confidence: Confidence

    @property
    def slug(self) -> str:
        """Slug under which findings name it, such as ``dermatome_c6``."""
        return f"dermatome_{self.root.lower()}"


@lru_cache(maxsize=1)
def skin_areas() -> Mapping[str, SkinArea]:
    """Every skin area by slug; raises KnowledgeError when shares do not sum to 1."""
    raw = read_book("myotome.anatomy", "skin.toml").content
    return MappingProxyType(
        {
            row["slug"]: SkinArea(
                slug=row["slug"],
                label=row["label"],
                synonyms=tuple(row["synonyms"]),
                nerve=row["nerve"],
                roots=_shares(row, "roots"),
                source=Source(raw["sources"][row["source"]]),
                confidence=Confidence(row["confidence"]),
            )
            for row in raw["area"]
        }
    )


@lru_cache(maxsize=1)
def dermatomes() -> Mapping[str, Dermatome]:
    """Every dermatome by its slug (``dermatome_c6``)."""
    raw = read_book("myotome.anatomy", "skin.toml").content
    found = [
        Dermatome(
            row["root"],
            row["label"],
            _shares(row, "areas"),
            Source(raw["sources"][row["source"]]),
            Confidence(row["confidence"]),
        )
        for row in raw["dermatome"]
    ]
    return MappingProxyType({dermatome.slug: dermatome for dermatome in found})


def skin_named(name: str) -> SkinArea | Dermatome:
    """The area or dermatome that goes by ``name`` ('little finger', 'L5', 'C6 dermatome'); raises UnknownName otherwise."""
    root = re.fullmatch(r"(?:dermatome[ _]*)?([CTLS])\s*(\d{1,2})(?:[ _]*dermatome)?", name.strip(), re.IGNORECASE)
    if root and (slug := f"dermatome_{root.group(1).lower()}{int(root.group(2))}") in dermatomes():
        return dermatomes()[slug]
    slug = _names().find(name)
    return dermatomes()[slug] if slug in dermatomes() else skin_areas()[slug]


@lru_cache(maxsize=1)
def _names() -> Names:
    names = {area.slug: (area.label, *area.synonyms) for area in skin_areas().values()}
    names |= {slug: (f"{d.root} dermatome", f"{d.root} skin") for slug, d in dermatomes().items()}
    return Names("skin area", names)


def _shares(row: Mapping[str, Any], key: str) -> Mapping[str, float]:
    shares = {name: float(share) for name, share in row[key].items()}
    if abs(sum(shares.values()) - 1.0) > 1e-6:
        raise KnowledgeError(f"the {key} do not share out to 1", place=row.get("slug", row.get("root")), value=shares)
    return MappingProxyType(shares)
