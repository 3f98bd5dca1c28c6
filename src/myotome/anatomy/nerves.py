"""Named nerves: where they leave the plexus, their branches in order, and what lies below a site. Sources: nerves.toml."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Final

from myotome.anatomy.naming import Names
from myotome.words.errors import KnowledgeError, UnknownName
from myotome.words.shelf import read_book
from myotome.words.source import Confidence, Source

STEP_KINDS: Final = ("muscle", "skin", "nerve", "site")


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that a nerve passes or gives off: ``kind`` is muscle, skin, nerve or site."""

    kind: str
    slug: str


@dataclass(frozen=True, slots=True)
class Nerve:
    """A nerve. ``course`` runs from the spine to the tip; ``cord_roots`` says which roots reach it through which cord."""

    slug: str
    label: str
    synonyms: tuple[str, ...]
    leaves: str
    course: tuple[Step, ...]
    cord_roots: Mapping[str, tuple[str, ...]]
    source: Source
    confidence: Confidence

    @property
    def sites(self) -> tuple[str, ...]:
        """Names of the places on this nerve where it is often hurt, from the spine to the tip."""
        return tuple(step.slug for step in self.course if step.kind == "site")


@dataclass(frozen=True, slots=True)
class Supply:
    """One muscle or skin area that a nerve supplies, and by which nerve the branch leaves."""

    kind: str
    slug: str
    nerve: str


@lru_cache(maxsize=1)
def nerves() -> Mapping[str, Nerve]:
    """Every nerve by slug, in the order of the table; raises KnowledgeError on a row that breaks a rule."""
    raw = read_book("myotome.anatomy", "nerves.toml").content
    shelf = {row["slug"]: _nerve(row, raw["sources"]) for row in raw["nerve"]}
    for nerve in shelf.values():
        for step in nerve.course:
            if step.kind == "nerve" and (step.slug not in shelf or shelf[step.slug].leaves != nerve.slug):
                raise KnowledgeError(
                    "a branch does not say that it leaves this nerve", place=nerve.slug, value=step.slug
                )
    return MappingProxyType(shelf)


def nerve_named(name: str) -> Nerve:
    """The nerve that goes by ``name``; raises UnknownName with the nearest names."""
    return nerves()[_names().find(name)]


def below(nerve: str, site: str = "") -> tuple[Supply, ...]:
    """Everything supplied beyond ``site`` of ``nerve`` (from its start when empty), branches and their branches included.

    Raises UnknownName when the nerve has no such site.
    """
    found = nerves()[nerve]
    course = found.course
    if site:
        if site not in found.sites:
            raise UnknownName(f"{found.label} has no such site", value=site, cure=f"It has {', '.join(found.sites)}.")
        course = course[[s.slug if s.kind == "site" else "" for s in course].index(site) + 1 :]
    return tuple(_supplies(nerve, course))


def trunk_nerve(nerve: str) -> Nerve:
    """The nerve from which a branch comes in the end: the radial nerve for the posterior interosseous."""
    found = nerves()[nerve]
    while found.leaves in nerves():
        found = nerves()[found.leaves]
    return found


@lru_cache(maxsize=1)
def _names() -> Names:
    return Names("nerve", {nerve.slug: (nerve.label, *nerve.synonyms) for nerve in nerves().values()})


def _supplies(nerve: str, course: tuple[Step, ...]) -> Iterator[Supply]:
    for step in course:
        if step.kind == "nerve":
            yield from _supplies(step.slug, nerves()[step.slug].course)
        elif step.kind != "site":
            yield Supply(step.kind, step.slug, nerve)


def _nerve(row: Mapping[str, Any], sources: Mapping[str, str]) -> Nerve:
    course = tuple(Step(*item.split(":", 1)) for item in row["course"])
    wrong = [step.kind for step in course if step.kind not in STEP_KINDS]
    if wrong or row["source"] not in sources:
        raise KnowledgeError(
            "a nerve has a step or source that is not known", place=row["slug"], value=wrong or row["source"]
        )
    return Nerve(
        slug=row["slug"],
        label=row["label"],
        synonyms=tuple(row["synonyms"]),
        leaves=row["leaves"],
        course=course,
        cord_roots=MappingProxyType({cord: tuple(roots) for cord, roots in row.get("cord_roots", {}).items()}),
        source=Source(sources[row["source"]]),
        confidence=Confidence(row["confidence"]),
    )
