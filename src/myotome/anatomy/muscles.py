"""The muscles and muscle groups of the body: nerve, plexus parts, roots with their share, and look-up by any common name.

Sources are named per row in muscles.toml.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Final

from myotome.anatomy.naming import Names
from myotome.words.errors import KnowledgeError
from myotome.words.shelf import read_book
from myotome.words.source import Confidence, Source

REGIONS: Final = (
    "face",
    "eye",
    "jaw",
    "tongue",
    "throat",
    "neck",
    "shoulder",
    "upper_arm",
    "forearm",
    "hand",
    "chest",
    "abdomen",
    "back",
    "hip",
    "thigh",
    "lower_leg",
    "foot",
)
"""The regions that a muscle can lie in, from top to bottom; the body map and the reader use the same words."""

LIMB_REGIONS: Final = frozenset({"shoulder", "upper_arm", "forearm", "hand", "hip", "thigh", "lower_leg", "foot"})


@dataclass(frozen=True, slots=True)
class Muscle:
    """One muscle, or a group of muscles that is tested as one.

    ``nerves``, ``roots`` and ``members`` map a slug to its share (each sums to 1); ``members`` is empty for a single muscle.
    ``segmental``: every level is its own strip, so that a lesion of one root shows in full at its level.
    ``bedside`` is False for a muscle that is seldom tested alone by hand.
    ``division`` is the part of the sciatic nerve (``tibial`` or ``fibular``), empty elsewhere.
    """

    slug: str
    label: str
    synonyms: tuple[str, ...]
    region: str
    nerves: Mapping[str, float]
    plexus: tuple[str, ...]
    roots: Mapping[str, float]
    action: str
    test: str
    source: Source
    confidence: Confidence
    members: Mapping[str, float]
    part_of: str = ""
    division: str = ""
    segmental: bool = False
    bedside: bool = True

    @property
    def is_group(self) -> bool:
        """True for a group or movement made of several muscles."""
        return bool(self.members)

    @property
    def nerve(self) -> str:
        """Slug of the nerve that carries the largest share."""
        return max(self.nerves, key=lambda slug: self.nerves[slug])

    @property
    def main_root(self) -> str:
        """The root that carries the largest share."""
        return max(self.roots, key=lambda root: self.roots[root])


@lru_cache(maxsize=1)
def muscles() -> Mapping[str, Muscle]:
    """Every muscle and group by slug, in the order of the table; raises KnowledgeError on a row that breaks a rule."""
    raw = read_book("myotome.anatomy", "muscles.toml").content
    sources = {key: Source(text) for key, text in raw["sources"].items()}
    shelf = {row["slug"]: _muscle(row, sources) for row in raw["muscle"]}
    for row in raw["group"]:
        shelf[row["slug"]] = _group(row, shelf, sources)
    if len(shelf) != len(raw["muscle"]) + len(raw["group"]):
        raise KnowledgeError(
            "two muscles share one slug",
            place="muscles.toml",
            cure="Give each its own slug.",
        )
    return MappingProxyType(shelf)


def single_muscles() -> tuple[Muscle, ...]:
    """The muscles without the groups, in the order of the table."""
    return tuple(muscle for muscle in muscles().values() if not muscle.is_group)


def lookup(name: str) -> Muscle:
    """The muscle that goes by ``name``: slug, label or synonym, in any case, with or without 'muscle', '-', '_' or 'the'.

    Raises UnknownName with the nearest names for anything else.
    """
    return muscles()[_names().find(name)]


@lru_cache(maxsize=1)
def _names() -> Names:
    return Names("muscle", {m.slug: (m.label, *m.synonyms) for m in muscles().values()})


def _muscle(row: Mapping[str, Any], sources: Mapping[str, Source]) -> Muscle:
    return Muscle(
        **_shared(row, sources),
        nerves=_shares(row, "nerves"),
        plexus=tuple(row["plexus"]),
        roots=_shares(row, "roots"),
        members=MappingProxyType({}),
        part_of=row.get("part_of", ""),
        division=row.get("division", ""),
        segmental=row.get("segmental", False),
        bedside=row.get("bedside", True),
    )


def _group(row: Mapping[str, Any], shelf: Mapping[str, Muscle], sources: Mapping[str, Source]) -> Muscle:
    members = _shares(row, "members")
    unknown = [slug for slug in members if slug not in shelf]
    if unknown:
        raise KnowledgeError(
            "a group names a muscle that is not in the table",
            place=row["slug"],
            value=unknown,
        )
    nerves: dict[str, float] = {}
    roots: dict[str, float] = {}
    for slug, share in members.items():
        for nerve, part in shelf[slug].nerves.items():
            nerves[nerve] = nerves.get(nerve, 0.0) + share * part
        for root, part in shelf[slug].roots.items():
            roots[root] = roots.get(root, 0.0) + share * part
    parts = dict.fromkeys(part for slug in members for part in shelf[slug].plexus)
    return Muscle(
        **_shared(row, sources),
        nerves=MappingProxyType(nerves),
        plexus=tuple(parts),
        roots=MappingProxyType(roots),
        members=members,
        segmental=all(shelf[slug].segmental for slug in members),
    )


def _shared(row: Mapping[str, Any], sources: Mapping[str, Source]) -> dict[str, Any]:
    if row["region"] not in REGIONS:
        raise KnowledgeError(
            "a muscle lies in a region that is not known",
            place=row["slug"],
            value=row["region"],
        )
    if row["source"] not in sources:
        raise KnowledgeError(
            "a muscle names a source that is not listed",
            place=row["slug"],
            value=row["source"],
        )
    return {
        "slug": row["slug"],
        "label": row["label"],
        "synonyms": tuple(row["synonyms"]),
        "region": row["region"],
        "action": row["action"],
        "test": row["test"],
        "source": sources[row["source"]],
        "confidence": Confidence(row["confidence"]),
    }


def _shares(row: Mapping[str, Any], key: str) -> Mapping[str, float]:
    shares = {name: float(share) for name, share in row[key].items()}
    if abs(sum(shares.values()) - 1.0) > 1e-6 or min(shares.values()) <= 0:
        raise KnowledgeError(f"the {key} do not share out to 1", place=row["slug"], value=shares)
    return MappingProxyType(shares)
