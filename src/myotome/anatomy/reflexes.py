"""Reflexes and their arcs: muscle, nerve, roots, and how each is tested. Sources: reflexes.toml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from myotome.anatomy.naming import Names
from myotome.words.errors import KnowledgeError
from myotome.words.shelf import read_book
from myotome.words.source import Confidence, Source


@dataclass(frozen=True, slots=True)
class Reflex:
    """A reflex; ``kind`` is tendon (graded 0 to 4) or skin (present or lost); ``muscle`` is empty for skin reflexes."""

    slug: str
    label: str
    synonyms: tuple[str, ...]
    kind: str
    muscle: str
    nerve: str
    roots: Mapping[str, float]
    test: str
    source: Source
    confidence: Confidence


@lru_cache(maxsize=1)
def reflexes() -> Mapping[str, Reflex]:
    """Every reflex by slug; raises KnowledgeError when the shares of an arc do not sum to 1."""
    raw = read_book("myotome.anatomy", "reflexes.toml").content
    shelf = {
        row["slug"]: Reflex(
            slug=row["slug"],
            label=row["label"],
            synonyms=tuple(row["synonyms"]),
            kind=row["kind"],
            muscle=row.get("muscle", ""),
            nerve=row["nerve"],
            roots=MappingProxyType({root: float(share) for root, share in row["roots"].items()}),
            test=row["test"],
            source=Source(raw["sources"][row["source"]]),
            confidence=Confidence(row["confidence"]),
        )
        for row in raw["reflex"]
    }
    for reflex in shelf.values():
        if abs(sum(reflex.roots.values()) - 1) > 1e-6:
            raise KnowledgeError(
                "the roots of a reflex do not share out to 1", place=reflex.slug, value=dict(reflex.roots)
            )
    return MappingProxyType(shelf)


def reflex_named(name: str) -> Reflex:
    """The reflex that goes by ``name`` ('ankle jerk', 'supinator'); raises UnknownName with the nearest names."""
    return reflexes()[_names().find(name)]


@lru_cache(maxsize=1)
def _names() -> Names:
    return Names("reflex", {reflex.slug: (reflex.label, *reflex.synonyms) for reflex in reflexes().values()})
