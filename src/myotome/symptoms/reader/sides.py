"""Which side of the body a place in a sentence lies on."""

from __future__ import annotations

from myotome.symptoms.reader.items import Item, Scan
from myotome.words.side import Side


def side_of(scan: Scan, item: Item, plural_is_both: bool = True) -> str:
    """The side of ``item``: a side word in its own link, else of the list it belongs to, else the only side its clause names.

    A plural limb with no side of its own is on both sides. Empty when nobody said.
    """
    sides = [one for one in scan.items if one.has("side") and one.clause == item.clause]
    if not sides:
        return _plural(scan, item, plural_is_both)
    own = [one for one in sides if one.link == item.link]
    before = [one for one in own if one.first < item.first]
    if before:
        return str(before[-1].roles["side"][0])
    if own:
        return str(own[0].roles["side"][0])
    plural = _plural(scan, item, plural_is_both)
    if plural:
        return plural
    earlier = [one for one in sides if one.link < item.link]
    if earlier and _one_list(scan, earlier[-1].link, item.link):
        return str(earlier[-1].roles["side"][0])
    later = [one for one in sides if one.link > item.link]
    if later and not earlier and _trails(scan, later[0], item):
        return str(later[0].roles["side"][0])
    return ""


def named_side(scan: Scan, item: Item) -> str:
    """The side of a finding that names no place ("right ptosis"): a side word of its own link within a few words, or one that trails its list."""
    sides = [one for one in scan.items if one.has("side") and one.clause == item.clause]
    own = [
        one
        for one in sides
        if one.link == item.link
        and (item.first - one.last if one.first < item.first else one.first - item.last) <= _NEAR
    ]
    if own:
        return str(own[0].roles["side"][0])
    alone = [
        one for one in sides if one.link > item.link and _alone(scan, one) and _one_list(scan, item.link, one.link)
    ]
    return str(alone[0].roles["side"][0]) if alone else ""


def _alone(scan: Scan, side: Item) -> bool:
    return not any(one is not side and one.link == side.link and not one.has("side") for one in scan.items)


_NEAR = 5


def _plural(scan: Scan, item: Item, allowed: bool) -> str:
    if not allowed or not item.has("site"):
        return ""
    place = item.roles["site"][0]
    return str(Side.BOTH) if place.kind == "place" and scan.tokens[item.last].plural else ""


def _one_list(scan: Scan, start: int, end: int) -> bool:
    return all(scan.joins[link] in {"and", ",", "~"} for link in range(start + 1, end + 1))


def _trails(scan: Scan, side: Item, item: Item) -> bool:
    """A side that stands alone at the end of a list ("thenar and hypothenar wasting, left")."""
    alone = not any(
        one is not side and one.link == side.link and (one.has("site") or one.has("head")) for one in scan.items
    )
    joined = _one_list(scan, item.link, side.link)
    return joined and (alone or side.roles["side"][0] == "both" or scan.joins[side.link] == "and")
