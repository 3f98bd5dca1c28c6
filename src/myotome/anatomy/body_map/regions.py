"""Spreads what is known of a region ("proximal legs") over the muscles in it, so that it shows on the body map."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from myotome.anatomy.body_map.marks import Amount, Mark
from myotome.anatomy.muscles import REGIONS, muscles
from myotome.words.errors import KnowledgeError, UnknownName
from myotome.words.shelf import read_book
from myotome.words.side import Side


@dataclass(frozen=True, slots=True)
class RegionMark:
    """A region on one side, with amounts as in Mark. ``region`` is a slug or synonym of `map_regions`, or any muscle or group."""

    region: str
    side: Side = Side.BOTH
    weakness: Amount = None
    wasting: Amount = None
    fasciculation: bool = False
    note: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class Region:
    """A word for a part of the body and the single muscles it holds."""

    slug: str
    label: str
    muscles: tuple[str, ...]


def mark_regions(regions: Iterable[RegionMark]) -> tuple[Mark, ...]:
    """Marks for every muscle of the regions; each carries the region's label, so that the map says it was not examined singly.

    A single muscle gives a plain mark. Raises UnknownName for a word that is no region, group or muscle.
    """
    marks: list[Mark] = []
    for one in regions:
        if one.region in muscles() and not muscles()[one.region].is_group:
            named = [(one.region, "")]
        else:
            region = find_region(one.region)
            named = [(slug, region.label) for slug in region.muscles]
        marks += [
            Mark(slug, one.side, one.weakness, one.wasting, one.fasciculation, one.note, one.label, region=label)
            for slug, label in named
        ]
    return tuple(marks)


def find_region(name: str) -> Region:
    """The region, or group of muscles, that goes by ``name``; raises UnknownName for anything else."""
    plain = name.strip().casefold().replace(" ", "_").replace("-", "_")
    try:
        return map_regions()[plain]
    except KeyError:
        raise UnknownName(
            "no region of the body map goes by this name", value=name, cure=f"Known: {', '.join(map_regions())}."
        ) from None


@lru_cache(maxsize=1)
def map_regions() -> Mapping[str, Region]:
    """Every region by slug and by synonym (spaces as underscores): the anatomy's regions, its groups, and the wider words."""
    table = muscles()
    found = {
        slug: Region(
            slug, slug.replace("_", " ").capitalize(), tuple(m.slug for m in table.values() if _in(m.slug, slug))
        )
        for slug in REGIONS
    }
    found |= {m.slug: Region(m.slug, m.label, tuple(m.members)) for m in table.values() if m.is_group}
    for row in read_book("myotome.anatomy.body_map", "regions.toml").content["region"]:
        unknown = [slug for slug in (*row["regions"], *row.get("muscles", ())) if slug not in found]
        if unknown:
            raise KnowledgeError(
                "a region names one that is not known", place=f"regions.toml > {row['slug']}", value=unknown
            )
        parts = dict.fromkeys(slug for key in (*row["regions"], *row.get("muscles", ())) for slug in found[key].muscles)
        region = Region(row["slug"], row["label"], tuple(parts))
        for name in (row["slug"], *row["synonyms"]):
            found[name.casefold().replace(" ", "_").replace("-", "_")] = region
    return MappingProxyType(found)


def _in(muscle: str, region: str) -> bool:
    return muscles()[muscle].region == region and not muscles()[muscle].is_group
