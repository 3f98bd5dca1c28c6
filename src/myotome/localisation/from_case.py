"""Reading a case for localisation: which findings name a muscle, reflex, skin area or nerve, or a sign of the long tracts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, Final

from myotome.anatomy.muscles import REGIONS, lookup, muscles
from myotome.anatomy.nerves import nerve_named
from myotome.anatomy.sites import WHOLE_LIMBS
from myotome.localisation.evidence import (
    WHOLE_BODY_SIGNS,
    BedsideEvidence,
    Conduction,
    Fasciculation,
    Item,
    NeedleEmg,
    ReflexFinding,
    Sensation,
    Sign,
    Strength,
    Wasting,
)
from myotome.localisation.grades import NORMAL_STRENGTH, mrc_grade, reflex_grade
from myotome.words.case import Case
from myotome.words.errors import UnknownName, UnusableInput
from myotome.words.finding import Finding
from myotome.words.shelf import read_book
from myotome.words.side import Side

NORMAL_REFLEX: Final = 2
LOST_REFLEX: Final = 0
BRISK_REFLEX: Final = 3
_BOTH: Final = (Side.LEFT, Side.RIGHT)
_MIDLINE_REGIONS: Final = frozenset({"tongue", "throat", "neck", "chest", "abdomen", "back"})


def evidence_from_case(case: Case) -> BedsideEvidence:
    """Everything in ``case`` that bears on the place of the lesion, with the sides settled.

    A side that nobody stated is the only side stated elsewhere in the case; both for the tongue, throat, neck and trunk; and
    otherwise the right, with ``side_assumed``. Findings that name a site which cannot be used are told in ``passed_over``.
    Raises UnknownName for a muscle, reflex or area that does not exist and OutOfRange for a grade such as 6/5,
    with the number of the finding.
    """
    stated = {f.side for f in case.findings if f.side in _BOTH and _usable(f)}
    told_both = any(f.side is Side.BOTH for f in case.findings if _usable(f))
    default = next(iter(stated)) if len(stated) == 1 and not told_both else None
    items: list[Item] = []
    passed_over: list[str] = []
    assumed = False
    for number, finding in enumerate(case.findings, start=1):
        if not _usable(finding):
            continue
        sides, guessed = _sides(finding, default, told_both or len(stated) > 1)
        try:
            found = list(_items(finding, sides))
        except UnusableInput as error:
            raise error.at(f"finding {number} ({finding.concept})") from error
        if not found:
            passed_over.append(
                f"Finding {number}, {finding.concept} at {finding.site or 'no site'}, says too little to localise."
            )
        assumed = assumed or (guessed and bool(found))
        items += found
    return BedsideEvidence(tuple(dict.fromkeys(items)), assumed, tuple(passed_over))


def _usable(finding: Finding) -> bool:
    sited, named = _table()
    return (finding.concept in sited and bool(finding.site)) or finding.concept in named


def _sides(finding: Finding, default: Side | None, several: bool) -> tuple[tuple[Side, ...], bool]:
    if finding.side in _BOTH:
        return (finding.side,), False
    _, named = _table()
    row = named.get(finding.concept, {})
    if finding.side in {Side.BOTH, Side.MIDLINE} or row.get("side") == "both" or several:
        return _BOTH, False
    if _lies_in_the_middle(finding, row):
        return _BOTH, False
    if not finding.site and row.get("as") == "sign" and set(row["on"]) <= set(WHOLE_BODY_SIGNS):
        return (Side.RIGHT,), False
    return (default or Side.RIGHT,), default is None


def _lies_in_the_middle(finding: Finding, row: Mapping[str, Any]) -> bool:
    names = [finding.site] if finding.site else list(row.get("on", ()))
    regions = {muscles()[slug].region for name in names if (slug := _muscle_slug(name))}
    return bool(regions) and regions <= _MIDLINE_REGIONS


def _muscle_slug(name: str) -> str:
    try:
        return lookup(name).slug
    except UnknownName:
        return ""


def _items(finding: Finding, sides: tuple[Side, ...]) -> Iterator[Item]:
    sited, named = _table()
    if finding.concept in sited and finding.site:
        yield from _READERS[sited[finding.concept]](finding, sides)
        return
    row = named[finding.concept]
    if row["as"] == "block" and not finding.present:
        return
    for slug in row["on"]:
        for side in sides:
            yield _MAKERS[row["as"]](slug, side, finding.present)


def _strength(finding: Finding, sides: tuple[Side, ...]) -> Iterator[Item]:
    grade = mrc_grade(finding.grade) if finding.grade else None if finding.present else NORMAL_STRENGTH
    for slug in _muscles_at(finding.site):
        yield from (Strength(slug, side, grade) for side in sides)


def _wasting(finding: Finding, sides: tuple[Side, ...]) -> Iterator[Item]:
    yield from (Wasting(slug, side, finding.present) for slug in _muscles_at(finding.site) for side in sides)


def _fasciculation(finding: Finding, sides: tuple[Side, ...]) -> Iterator[Item]:
    yield from (Fasciculation(slug, side, finding.present) for slug in _muscles_at(finding.site) for side in sides)


def _reflex(finding: Finding, sides: tuple[Side, ...]) -> Iterator[Item]:
    if finding.grade or not finding.present:
        grade = reflex_grade(finding.grade) if finding.grade else NORMAL_REFLEX
        yield from (ReflexFinding(finding.site, side, grade) for side in sides)


def _sensation(finding: Finding, sides: tuple[Side, ...]) -> Iterator[Item]:
    yield from (Sensation(finding.site, side, finding.present) for side in sides)


def _needle(result: str) -> Callable[[Finding, tuple[Side, ...]], Iterator[Item]]:
    def read(finding: Finding, sides: tuple[Side, ...]) -> Iterator[Item]:
        seen = result if finding.present else "normal"
        if finding.present or result != "normal":
            yield from (NeedleEmg(slug, side, seen) for slug in _muscles_at(finding.site) for side in sides)

    return read


def _conduction(low: str, normal: str) -> Callable[[Finding, tuple[Side, ...]], Iterator[Item]]:
    def read(finding: Finding, sides: tuple[Side, ...]) -> Iterator[Item]:
        yield from (Conduction(finding.site, side, low if finding.present else normal) for side in sides)

    return read


def _block(finding: Finding, sides: tuple[Side, ...]) -> Iterator[Item]:
    name, _, site = finding.site.replace("@", " at ").partition(" at ")
    place = site.strip().replace(" ", "_")
    if finding.present and place:
        yield from (Conduction(nerve_named(name).slug, side, "block", place) for side in sides)


def _muscles_at(site: str) -> Iterable[str]:
    """The muscles that a site stands for; a whole limb or a region without a muscle of its own stands for none and is passed over."""
    named = _regions().get(site)
    if named:
        return named
    try:
        return [lookup(site).slug]
    except UnknownName:
        if site in REGIONS or site in WHOLE_LIMBS:
            return []
        raise


_READERS: Final[Mapping[str, Callable[[Finding, tuple[Side, ...]], Iterator[Item]]]] = {
    "strength": _strength,
    "wasting": _wasting,
    "fasciculation": _fasciculation,
    "reflex": _reflex,
    "sensation": _sensation,
    "emg_denervated": _needle("denervated"),
    "emg_myopathic": _needle("myopathic"),
    "emg_normal": _needle("normal"),
    "low_snap": _conduction("low_snap", "normal_snap"),
    "low_cmap": _conduction("low_cmap", "normal_cmap"),
    "block": _block,
}

_MAKERS: Final[Mapping[str, Callable[[str, Side, bool], Item]]] = {
    "weak": lambda slug, side, present: Strength(slug, side, None if present else NORMAL_STRENGTH),
    "spared": lambda slug, side, present: Strength(slug, side, NORMAL_STRENGTH if present else None),
    "wasted": Wasting,
    "not_wasted": lambda slug, side, present: Wasting(slug, side, not present),
    "fasciculating": Fasciculation,
    "reflex_lost": lambda slug, side, present: ReflexFinding(slug, side, LOST_REFLEX if present else NORMAL_REFLEX),
    "reflex_brisk": lambda slug, side, present: ReflexFinding(slug, side, BRISK_REFLEX if present else NORMAL_REFLEX),
    "numb": Sensation,
    "sign": Sign,
    "block": lambda slug, side, _: Conduction(slug.split("@")[0], side, "block", slug.split("@")[1]),
    "low_snap": lambda slug, side, present: Conduction(slug, side, "low_snap" if present else "normal_snap"),
}


@lru_cache(maxsize=1)
def _table() -> tuple[Mapping[str, str], Mapping[str, Mapping[str, Any]]]:
    content = read_book("myotome.localisation", "from_case.toml").content
    return content["site"], {row["slug"]: row for row in content["concept"]}


@lru_cache(maxsize=1)
def _regions() -> Mapping[str, list[str]]:
    regions: Mapping[str, list[str]] = read_book("myotome.localisation", "from_case.toml").content["region"]
    return regions
