"""Parts of the body as people name them: which muscles lie there, which signs belong there, and which pages that leads to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from myotome.clinic.health.pages import Link, links
from myotome.wiring import knowledge
from myotome.words.errors import KnowledgeError, UnknownName
from myotome.words.shelf import read_book

LABELS: Final[Mapping[str, Any]] = {
    "face": _("Face, eyes and jaw"),
    "throat": _("Tongue and throat"),
    "neck": _("Neck"),
    "shoulder": _("Shoulder"),
    "upper_arm": _("Upper arm"),
    "forearm": _("Forearm"),
    "hand": _("Hand"),
    "chest": _("Chest and breathing"),
    "belly": _("Belly"),
    "back": pgettext_lazy("part of the body", "Back"),
    "hip": _("Hip"),
    "thigh": _("Thigh"),
    "lower_leg": _("Lower leg"),
    "foot": _("Foot"),
}
OFTEN: Final = 0.4
MOST: Final = 12
"""Causes of an area: those in which one of its signs is this frequent, the commonest in general practice, and no more than so many."""


@dataclass(frozen=True, slots=True)
class Area:
    """One part of the body: regions of the body map, and concepts that show there."""

    slug: str
    regions: frozenset[str]
    concepts: tuple[str, ...]

    @property
    def label(self) -> Any:
        """Its name in the language of the page."""
        return LABELS[self.slug]


@lru_cache(maxsize=1)
def areas() -> Mapping[str, Area]:
    """Every area, from head to foot; raises KnowledgeError for one with an unknown concept or without a name."""
    found = {}
    for slug, row in read_book("myotome.clinic.health", "areas.toml").content.items():
        unknown = [concept for concept in row["concepts"] if concept not in knowledge().vocabulary.concepts]
        if unknown or slug not in LABELS:
            raise KnowledgeError("an area names what does not exist", place=f"areas.toml > {slug}", value=unknown)
        found[slug] = Area(slug, frozenset(row["regions"]), tuple(row["concepts"]))
    return found


def area_of(slug: str) -> Area:
    """The area of this name; raises UnknownName."""
    if slug not in areas():
        raise UnknownName("no such part of the body", value=slug)
    return areas()[slug]


def causes_of(area: Area) -> tuple[Link, ...]:
    """Pages of causes that often show in the area, by label."""
    return links("causes", _causes(area.slug))


@lru_cache(maxsize=32)
def _causes(slug: str) -> tuple[str, ...]:
    weights: dict[str, float] = {}
    for name, cause in knowledge().causes.items():
        shown = max((cause.claims[c].p for c in areas()[slug].concepts if c in cause.claims), default=0.0)
        if shown >= OFTEN and name != "none_known":
            weights[name] = shown * cause.share["primary"].value
    return tuple(sorted(weights, key=lambda name: -weights[name])[:MOST])
