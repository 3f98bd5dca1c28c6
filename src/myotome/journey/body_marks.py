"""Findings put on the body map: which muscles they name or stand for, on which side, and how much is lost there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from myotome.anatomy.body_map import Amount, Degree, Mark, RegionMark, map_regions, mark_regions
from myotome.anatomy.muscles import muscles
from myotome.localisation.grades import NORMAL_STRENGTH, mrc_grade
from myotome.words.errors import KnowledgeError, OutOfRange
from myotome.words.finding import Finding, Origin
from myotome.words.shelf import read_book
from myotome.words.side import Side

SYMMETRIC = "symmetric"
"""The concept that settles a side which nobody stated: weak on both sides."""
SHOWN = frozenset({"weakness", "wasting", "fasciculation"})


@dataclass(frozen=True, slots=True)
class Place:
    """One row of ``body_concepts.toml``: what a concept shows, and on which regions, groups or muscles."""

    shows: str
    on: tuple[str, ...]
    label: str = ""
    midline: bool = False
    absent_means_normal: bool = True


@dataclass(frozen=True, slots=True)
class Table:
    """The whole of ``body_concepts.toml``: places by concept, what sited findings show, and grades in words (0 to 1)."""

    places: Mapping[str, Place]
    sited: Mapping[str, str]
    grade_words: Mapping[str, float]


def body_marks(findings: Iterable[Finding]) -> tuple[Mark, ...]:
    """Marks for every finding that says where it lies; the others are left out.

    A finding's own site wins over the place its concept brings. An MRC grade becomes (5 - grade) / 5; a grade that is none is
    shown as written, with its degree unstated. What was looked for and not seen is marked normal (0), unless its absence says
    nothing about the muscle. A side that nobody stated is both when the weakness is said to be symmetric. What was derived
    from another finding is not drawn: a thin thumb is a thin hand in words, but only the thumb is marked.
    """
    known = tuple(finding for finding in findings if finding.evidence.origin is not Origin.DERIVED)
    both_sides = any(finding.present and finding.concept == SYMMETRIC for finding in known)
    regions = [mark for finding in known for mark in _regions(finding, both_sides)]
    return mark_regions(regions)


@lru_cache(maxsize=1)
def body_concepts() -> Table:
    """The packaged table; raises KnowledgeError on a place that the body map does not know."""
    content = read_book("myotome.journey", "body_concepts.toml").content
    places = {row["slug"]: _place(row) for row in content["concept"]}
    if len(places) != len(content["concept"]):
        raise KnowledgeError("a concept stands in the table twice", place="body_concepts.toml")
    return Table(places, content["sited"], content["grade_words"])


def _place(row: Mapping[str, Any]) -> Place:
    unknown = [name for name in row["on"] if name not in muscles() and name not in map_regions()]
    if unknown or row["shows"] not in SHOWN:
        raise KnowledgeError(
            "names a place or kind that the body map does not know",
            place=f"body_concepts.toml > {row['slug']}",
            value=unknown or row["shows"],
        )
    label = row.get("label", "")
    normal = row.get("absent_means_normal", not label)
    return Place(row["shows"], tuple(row["on"]), label, row.get("midline", False), normal)


def _regions(finding: Finding, both_sides: bool) -> Iterable[RegionMark]:
    table = body_concepts()
    place = table.places.get(finding.concept)
    site = _site(finding.site)
    shows = table.sited.get(finding.concept) or (place.shows if place else "")
    if not shows or (place is None and not site):
        return
    if not finding.present and (shows == "fasciculation" or (place is not None and not place.absent_means_normal)):
        return
    on = (site,) if site else place.on if place else ()
    amount, written = _amount(finding, shows)
    label = ", ".join(filter(None, (place.label if place and finding.present else "", written)))
    side = finding.side
    if side is Side.UNSTATED:
        side = Side.MIDLINE if place and place.midline and not site else Side.BOTH if both_sides else side
    for name in on:
        yield RegionMark(
            name,
            side,
            weakness=amount if shows == "weakness" else None,
            wasting=amount if shows == "wasting" else None,
            fasciculation=shows == "fasciculation",
            label=label,
        )


def _site(name: str) -> str:
    """The site when it is a muscle or region of the body map; empty for a reflex, an area of skin or nothing."""
    return name if name in muscles() or name in map_regions() else ""


def _amount(finding: Finding, shows: str) -> tuple[Amount, str]:
    """How much is lost, and the words to print beside it."""
    if shows == "fasciculation":
        return None, ""
    if not finding.present:
        return 0.0, ""
    if not finding.grade:
        return Degree.UNSTATED, ""
    words = body_concepts().grade_words.get(finding.grade.strip().casefold())
    if words is not None:
        return words, finding.grade
    if shows == "weakness":
        try:
            return (NORMAL_STRENGTH - mrc_grade(finding.grade)) / NORMAL_STRENGTH, f"MRC {finding.grade}"
        except OutOfRange:
            return Degree.UNSTATED, finding.grade  # a grade of some other scale is shown as it was written
    return Degree.UNSTATED, finding.grade
