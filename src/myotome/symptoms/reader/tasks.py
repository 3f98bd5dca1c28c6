"""Tasks that have become hard: "difficulty climbing stairs and running", "cannot rise from a chair"."""

from __future__ import annotations

from collections.abc import Iterator

from myotome.symptoms.reader.items import Item, Scan
from myotome.symptoms.reader.mention import Mention


def task_mentions(scan: Scan) -> Iterator[Mention]:
    """Each task that a word for trouble in its own link, or before it in the list, is said of."""
    trouble = [item for item in scan.items if "difficulty" in item.roles.get("head", ())]
    for item in scan.items:
        if not item.has("task"):
            continue
        head = _head_for(scan, item, trouble)
        if head is None or (item.has("site") and "weak" in head.roles["head"]):
            continue
        item.used = True
        anchors = frozenset((*range(head.first, head.last + 1), *range(item.first, item.last + 1)))
        first, last = min(head.first, item.first), max(head.last, item.last)
        if scan.link[head.first] != item.link:
            first = item.first
        for slug in dict.fromkeys(item.roles["task"]):
            yield Mention(slug, True, first, last, anchors=anchors, at=head.first)


def _head_for(scan: Scan, item: Item, trouble: list[Item]) -> Item | None:
    own = [one for one in trouble if one.link == item.link and one is not item and _near(scan, one, item)]
    if own:
        return min(own, key=lambda one: abs(one.first - item.first))
    later = [one for one in trouble if one.link == item.link + 1 and one.clause == item.clause]
    if later and scan.joins[item.link + 1] == "and":
        # "Speaking and swallowing difficulties": the next link names its own task before the word for trouble.
        between = [one for one in scan.items if one.link == item.link + 1 and one.last < later[0].first]
        if any(one.has("task") for one in between):
            return later[0]
    link = item.link
    while link > 0 and scan.joins[link] in {"and", ","}:
        link -= 1
        heads = [one for one in trouble if one.link == link and one.clause == item.clause]
        tasks = [one for one in scan.items if one.link == link and (one.has("task") or one.has("topic"))]
        if heads and scan.tokens[heads[-1].last].norm in _STRONG and (tasks or heads[-1].last + 1 >= item.first - 1):
            return heads[-1]
        if not tasks:
            return None
    return None


def _near(scan: Scan, head: Item, item: Item) -> bool:
    if scan.tokens[head.last].norm in _STRONG:
        return True
    return 0 < item.first - head.last <= _REACH


_REACH = 3
_STRONG = frozenset({"difficulty", "cannot", "problem", "not", "able", "longer"})
