"""Turns a verdict on reflexes into findings: which reflex, how graded, and what follows from it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from myotome.symptoms.reader.items import Item, Scan
from myotome.symptoms.reader.lexicon import Lexicon
from myotome.symptoms.reader.mention import Mention
from myotome.symptoms.reader.sides import side_of
from myotome.symptoms.reader.verdicts import Verdict


def reflex_mentions(scan: Scan, found: Verdict, lexicon: Lexicon) -> Iterator[Mention]:
    """The findings of one verdict on reflexes; a reflex that is named is written with its site and grade."""
    grade = _GRADES.get(found.verdict)
    if grade is None:
        return
    state = found.state
    spots = list(_spots(scan, found.item, state))
    anchors = frozenset(range(found.item.first, found.item.last + 1))
    at = found.item
    if state is not None:
        anchors |= frozenset(range(state.first, state.last + 1))
        at = state
    if grade == "lively":
        # "Active" is anything from normal to brisk: it only says that they are not lost.
        yield Mention(
            "reflexes_reduced",
            False,
            found.item.first,
            max(found.item.last, at.last),
            "",
            "",
            "",
            True,
            anchors,
            True,
            at=at.first,
        )
        return
    settled = grade == NORMAL

    def said(concept: str, present: bool, item: Item, site: str = "", text: str = "") -> Mention:
        first, last = min(item.first, at.first), max(item.last, at.last)
        side = side_of(scan, item, plural_is_both=False)
        return Mention(concept, present, first, last, side, site, text, settled, anchors, settled, at=at.first)

    named = [(item, slug) for item, slug in spots if slug not in {"arm", "leg"}]
    limbs = [(item, slug) for item, slug in spots if slug in {"arm", "leg"}]
    for item, slug in named:
        yield said("reflex", grade != NORMAL, item, slug, grade)
        lost = lexicon.reflex_lost.get(slug, "")
        if lost and grade in {LOST, NORMAL}:
            yield said(lost, grade == LOST, item)
        elif slug == "jaw" and grade in {BRISK, NORMAL}:
            yield said("jaw_jerk_brisk", grade == BRISK, item)
    for item, slug in limbs:
        for lost in _IN_LIMB[slug] if grade == LOST else ():
            yield said(lexicon.reflex_lost[lost], True, item)
    if grade == NORMAL:
        if not named and {slug for _, slug in limbs} in (set(), {"arm", "leg"}):
            yield said("reflexes_reduced", False, found.item)
            yield said("reflexes_brisk", False, found.item)
        return
    if grade == BRISK:
        yield said("reflexes_brisk", True, found.item)
    elif not any(slug in lexicon.reflex_lost for _, slug in named) or grade == REDUCED:
        yield said("reflexes_reduced", True, found.item)
    everywhere = any(t.low in _EVERYWHERE for at_, t in enumerate(scan.tokens) if scan.clause[at_] == found.item.clause)
    if grade == LOST and everywhere and not named:
        yield said("areflexia_all_limbs", True, found.item)


def _spots(scan: Scan, item: Item, state: Item | None) -> Iterator[tuple[Item, str]]:
    """The reflexes and limbs a verdict is about: in its own link, and places alone in the links before it ("knee and ankle jerks")."""
    for place in item.roles.get("site", ()):
        if place.kind == "reflex":
            yield item, place.site
    link = item.link
    while link > 0 and scan.joins[link] in {"and", ","}:
        link -= 1
        here = [one for one in scan.items if one.link == link and one is not state and not one.has("side")]
        if not here or any(one.has("head") and not one.has("site") for one in here):
            break
        names = [(one, _as_reflex(one)) for one in here if one.has("site")]
        if not names or len(names) < len([one for one in here if not one.has("state")]):
            break
        for one, name in names:
            if name and not one.has("topic"):
                one.used = True
                yield one, name
    for one in scan.items:
        if (
            one.clause == item.clause
            and one.link in {item.link, item.link + 1}
            and one.first > item.last
            and one.has("site")
        ):
            for place in one.roles["site"]:
                if place.kind == "place" and place.name in {"arm", "leg"}:
                    one.used = True
                    yield one, place.name
    for one in scan.items:
        if one.link == item.link and one.last < item.first and one.has("site") and not one.has("topic"):
            place = one.roles["site"][0]
            if place.name in {"arm", "leg", "limb"}:
                one.used = True
                if place.name != "limb":
                    yield one, place.name


def _as_reflex(item: Item) -> str:
    for place in item.roles["site"]:
        if place.kind == "reflex":
            return str(place.site)
        if place.name in _NAMED_BY_PLACE:
            return _NAMED_BY_PLACE[place.name]
    return ""


LOST: Final = "0"
REDUCED: Final = "1+"
NORMAL: Final = "2+"
BRISK: Final = "3+"
_GRADES: Final = {
    "absent": LOST,
    "reduced": REDUCED,
    "low": REDUCED,
    "brisk": BRISK,
    "high": BRISK,
    "normal": NORMAL,
    "negative": LOST,
    "lively": "lively",
}
_IN_LIMB: Final = {"arm": ("biceps", "triceps"), "leg": ("knee", "ankle")}
_NAMED_BY_PLACE: Final = {
    "knee": "knee",
    "ankle": "ankle",
    "biceps_brachii": "biceps",
    "triceps_brachii": "triceps",
    "brachioradialis": "brachioradialis",
    "supinator": "brachioradialis",
    "jaw": "jaw",
    "achilles": "ankle",
    "hamstrings": "medial_hamstring",
    "quadriceps_femoris": "knee",
}
_EVERYWHERE: Final = frozenset(
    {"all", "throughout", "generalised", "generalized", "everywhere", "global", "globally", "universally", "diffusely"}
)
