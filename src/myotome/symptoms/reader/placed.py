"""Joins head words ("weakness", "atrophy", "numb") to the places they are said of, along lists in either direction."""

from __future__ import annotations

from dataclasses import dataclass

from myotome.symptoms.reader.items import Item, Scan
from myotome.symptoms.reader.lexicon import Head
from myotome.symptoms.reader.places import Place


@dataclass(slots=True)
class Said:
    """A head word in a sentence: from a wording, a verdict ("strength normal") or a grade ("4-/5")."""

    head: Head
    first: int
    last: int
    clause: int
    link: int
    present: bool = True
    grade: str = ""
    settled: bool = False
    anchors: frozenset[int] = frozenset()
    quiet: bool = False
    """Part of a wording that is a finding already: it only speaks where a place is named."""


@dataclass(frozen=True, slots=True)
class Placed:
    """One head word at one place; ``item`` is None where no place was named."""

    said: Said
    place: Place | None
    item: Item | None
    side: str = ""
    """The side, where it is not that of the place ("hip flexion 3/5 R, 4/5 L")."""


def place_all(scan: Scan, said: list[Said], carried: Said | None) -> list[Placed]:
    """Every head word with its places; a head word without any comes once, with none.

    ``carried`` is the head word of the sentence before, for "later the left arm" and its like.
    """
    sites = [item for item in scan.items if item.has("site") and not item.used]
    placed: list[Placed] = []
    bound: dict[int, list[Item]] = {}
    for item in sites:
        one = _head_for(scan, item, said)
        if one is None and carried is not None and not said and _goes_on(scan, item):
            one = carried
        if one is None:
            continue
        item.used = True
        bound.setdefault(id(one), []).append(item)
    for one in said:
        other_side = _other_side(scan, one, said, bound) if id(one) not in bound else ([], "")
        mine = bound.get(id(one)) or _shared(scan, one, said, bound)
        if other_side[0]:
            items, side = other_side
            placed += [Placed(one, place, item, side) for item in items for place in _places(scan, item, one, items)]
        elif mine:
            placed += [Placed(one, place, item) for item in mine for place in _places(scan, item, one, mine)]
        else:
            placed.append(Placed(one, None, None))
    if carried is not None and id(carried) in bound:
        mine = bound[id(carried)]
        placed += [Placed(carried, place, item) for item in mine for place in _places(scan, item, carried, mine)]
    return placed


def _head_for(scan: Scan, item: Item, said: list[Said]) -> Said | None:
    """The nearest head word of the same link; else along the list to the right, else to the left."""
    own = [one for one in said if one.link == item.link and one.clause == item.clause]
    if own:
        return min(own, key=lambda one: _distance(one, item))
    right = _along(scan, item, said, step=1)
    left = _along(scan, item, said, step=-1)
    if right is not None and left is not None:
        return right if right.grade or (scan.joins[item.link + 1] == "and" and scan.joins[item.link] != "and") else left
    return right or left


def _along(scan: Scan, item: Item, said: list[Said], step: int) -> Said | None:
    link = item.link
    while True:
        join = scan.joins[link + 1] if step > 0 and link + 1 < len(scan.joins) else scan.joins[link] if step < 0 else ""
        link += step
        if not 0 <= link < len(scan.joins) or join not in {",", "and", ":", "~"}:
            return None
        heads = [one for one in said if one.link == link and one.clause == item.clause]
        places = [one for one in scan.items if one.link == link and one.has("site")]
        if heads:
            if step > 0:
                # "arms and legs are weak": the place comes before the head word in its own link.
                leads = not places or places[0].first < heads[0].first
                return heads[0] if leads and (places or join in {":", "and", "~"} or heads[0].grade) else None
            trails = not places or places[-1].first > heads[-1].last
            return heads[-1] if trails or join == "~" else None
        if not places:
            blocked = any(one.link == link and not one.has("side") for one in scan.items)
            if blocked or _words(scan, link) > _ASIDE:
                return None


def _shared(scan: Scan, one: Said, said: list[Said], bound: dict[int, list[Item]]) -> list[Item]:
    """ "Wasting and weakness of the hand", "leg weakness and pain": the places of a neighbour joined by and or with."""
    if one.head.name not in _SHARING:
        return []
    for other in said:
        if other is one or other.clause != one.clause or id(other) not in bound or other.head.name not in _SHARING:
            continue
        near = other.link - one.link
        if near == 1 and scan.joins[other.link] == "and" and bound[id(other)][0].first > other.last:
            return bound[id(other)]
        if near == 1 and scan.joins[other.link] == "and" and bound[id(other)][0].link == other.link:
            return bound[id(other)]
        if near == -1 and scan.joins[one.link] == "and" and bound[id(other)][-1].link == other.link:
            return bound[id(other)]
        if near == 0:
            return bound[id(other)]
    return []


def _other_side(scan: Scan, one: Said, said: list[Said], bound: dict[int, list[Item]]) -> tuple[list[Item], str]:
    """A second grade with nothing but a side belongs to the places of the grade before it."""
    sides = [item for item in scan.items if item.has("side") and item.link == one.link and item.clause == one.clause]
    if not one.grade or len(sides) != 1:
        return [], ""
    before = [
        other
        for other in said
        if other.grade and other.last < one.first and other.clause == one.clause and id(other) in bound
    ]
    return (bound[id(before[-1])], str(sides[0].roles["side"][0])) if before else ([], "")


def _places(scan: Scan, item: Item, said: Said, mine: list[Item]) -> list[Place]:
    """The places of one item for one head; "proximal" narrows the limbs named beside it and otherwise stands for both limbs."""
    place = _choose(item, said.head.name)
    if place is None:
        return []
    if place.name == "whole_muscle" and len(mine) > 1 and said.head.name not in {"pain", "tender"}:
        return []
    others = [_choose(other, said.head.name) for other in mine if other is not item]
    if place.name in _NARROWING:
        limbs = {other.name for other in others if other is not None}
        if limbs & {"arm", "leg", "face", "hand", "foot", "shoulder", "hip", "thigh"}:
            return []
        limb = _limb_before(scan, item)
        parts = [part for part in place.parts if part.endswith(limb)]
        return [Place(part, part if limb else "", "place") for part in parts]
    if place.parts:
        return [Place(part, part, "place") for part in place.parts]
    narrowing = [other.name for other in others if other is not None and other.name in _NARROWING]
    if len(set(narrowing)) == 1 and place.name in {"arm", "leg"}:
        name = f"{narrowing[0]}_{place.name}"
        return [Place(name, name, "place")]
    if len(set(narrowing)) == 1 and place.name == "limb":
        return [Place(f"{narrowing[0]}_{limb}", f"{narrowing[0]}_{limb}", "place") for limb in ("arm", "leg")]
    return [place]


def _limb_before(scan: Scan, item: Item) -> str:
    """ "Lower-limb power was 3/5 proximally and 4/5 distally": the limb named earlier in the clause holds."""
    names = [
        one.roles["site"][0].name
        for one in scan.items
        if one.has("site") and one.clause == item.clause and one.last < item.first
    ]
    limbs = [name for name in names if name in {"arm", "leg"}]
    return limbs[0] if len(set(limbs)) == 1 else ""


def _choose(item: Item, head: str) -> Place | None:
    places: list[Place] = item.roles["site"]
    wanted = _KINDS.get(head, ("place", "muscle"))
    for kind in wanted:
        for place in places:
            if place.kind == kind:
                return place
    return None


def _goes_on(scan: Scan, item: Item) -> bool:
    return any(t.low in _CONTINUES for t in scan.tokens[: item.first])


def _distance(one: Said, item: Item) -> int:
    return item.first - one.last if item.first > one.last else one.first - item.last


def _words(scan: Scan, link: int) -> int:
    return sum(1 for at, t in enumerate(scan.tokens) if scan.link[at] == link and t.kind == "word")


_ASIDE = 1
_NARROWING = frozenset({"proximal", "distal"})
_SHARING = frozenset(
    {"weak", "wasted", "fasciculating", "pain", "numb", "tingling", "stiff", "tender", "large", "swollen"}
)
_CONTINUES = frozenset(
    {
        "later",
        "then",
        "subsequently",
        "followed",
        "spread",
        "spreading",
        "spreads",
        "progressed",
        "extended",
        "eventually",
        "now",
    }
)
_KINDS = {
    "numb": ("skin", "place"),
    "tingling": ("skin", "place"),
    "pain": ("place", "muscle", "skin"),
    "tender": ("place", "muscle"),
    "stiff": ("place", "muscle"),
}
