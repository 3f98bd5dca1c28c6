"""Joins what was tested to its verdict: "AST, ALT, CPK elevated", "TSH, CK and B12 normal", "absent knee and ankle jerks"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from myotome.symptoms.reader.items import Item, Scan
from myotome.symptoms.reader.lexicon import Lexicon, Topic

ORDER = (
    "absent",
    "brisk",
    "high",
    "low",
    "reduced",
    "positive",
    "negative",
    "slow",
    "unsteady",
    "waddling",
    "spastic",
    "lively",
    "abnormal",
    "normal",
)
"""When a word stands for several classes of verdict, the first class that the topic knows counts."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """A topic with its verdict class; ``state`` is None where the topic alone says it."""

    topic: Topic
    item: Item
    state: Item | None
    verdict: str


def verdicts(scan: Scan, lexicon: Lexicon) -> Iterator[Verdict]:
    """Every topic of the sentence that has a verdict, in order; marks the items it used."""
    for item in scan.items:
        for name in item.roles.get("topic", ()):
            topic = lexicon.topics[name]
            if topic.only_in and topic.only_in.isdisjoint(scan.tests):
                continue
            if topic.every:
                yield from _every_verdict(scan, item, topic)
                continue
            found = _verdict(scan, item, topic)
            if found is not None:
                yield found


def _every_verdict(scan: Scan, item: Item, topic: Topic) -> Iterator[Verdict]:
    """ "A slow, unsteady gait": every verdict of its own link and of the adjectives before it counts."""
    for one in scan.items:
        near = one.link == item.link or (
            one.link == item.link - 1 and scan.joins[item.link] in {",", "and"} and one.last < item.first
        )
        if near and one.has("state") and one is not item and one.clause == item.clause and _fits(one, topic):
            yield Verdict(topic, item, one, next(v for v in ORDER if v in one.roles["state"] and _knows(topic, v)))


def _verdict(scan: Scan, item: Item, topic: Topic) -> Verdict | None:
    own = [one for one in _link(scan, item.link) if one.has("state") and one is not item and _fits(one, topic)]
    state: Item | None = None
    if own:
        state = min(own, key=lambda one: _distance(item, one))
    elif not _another_kind_of_link(scan, item):
        state = _from_list(scan, item, topic) or _from_outside(scan, item, topic)
    if state is not None:
        name = next(v for v in ORDER if v in state.roles["state"] and _knows(topic, v))
        return Verdict(topic, item, state, name)
    if "default" in topic.verdicts:
        return Verdict(topic, item, None, "default")
    return None


def _from_list(scan: Scan, item: Item, topic: Topic) -> Item | None:
    """The verdict that stands in another link of the same list, behind it or before it."""
    right, join = _right(scan, item, topic)
    left = _left(scan, item, topic)
    if right is not None and left is not None:
        return right if join == "and" or (scan.joins[item.link] != "and" and join == ":") else left
    return right if right is not None else left


def _from_outside(scan: Scan, item: Item, topic: Topic) -> Item | None:
    """ "The panel (anti-Jo-1, anti-Mi-2) was negative": the verdict of the words round the brackets."""
    outer = scan.outside[item.link]
    here = (
        [one for one in _link(scan, outer) if one.has("state") and one.first > item.last and _fits(one, topic)]
        if outer >= 0
        else []
    )
    return here[0] if here else None


def _right(scan: Scan, item: Item, topic: Topic) -> tuple[Item | None, str]:
    first_join = ""
    for link in range(item.link + 1, len(scan.joins)):
        here = _link(scan, link)
        if not here or here[0].clause != item.clause:
            if not here and link < len(scan.joins) - 1 and scan.joins[link] in {",", "and", ":"}:
                if _words_in(scan, link):
                    continue  # a name in the list that is not known here ("PL-7, Ku, OJ negative")
                return None, first_join
            return None, first_join
        first_join = first_join or scan.joins[link]
        topics = [one for one in here if one.has("topic")]
        states = [one for one in here if one.has("state") and one not in topics]
        if states and topics and states[0].first < topics[0].first:
            return None, first_join
        if states:
            if not topics and scan.joins[link] != ":" and _count(scan, link) > _SHORT_NAME:
                return None, first_join  # "..., and the rest of the examination was normal" is about something else
            fitting = [one for one in states if _fits(one, topic)]
            return (fitting[0] if fitting else None), first_join
        if not topics and not any(one.has("other") or one.has("site") or one.has("test") for one in here):
            return None, first_join
    return None, first_join


def _left(scan: Scan, item: Item, topic: Topic) -> Item | None:
    for link in range(item.link - 1, -1, -1):
        if scan.joins[link + 1] not in {",", "and"}:
            return None
        here = [one for one in _link(scan, link) if one.clause == item.clause]
        topics = [one for one in here if one.has("topic")]
        states = [one for one in here if one.has("state") and one not in topics]
        if states:
            fitting = [one for one in states if _fits(one, topic)]
            named = topics or [one for one in here if one.has("site")]
            return fitting[0] if fitting and named and states[0].first < named[0].first else None
        if not topics and not any(one.has("site") for one in here):
            return None
    return None


def _another_kind_of_link(scan: Scan, item: Item) -> bool:
    """A link that states something else of its own (a number, a head word) takes no verdict from its neighbours."""
    here = [t for at, t in enumerate(scan.tokens) if scan.link[at] == item.link]
    return any(t.kind == "number" for t in here if t.start > scan.tokens[item.last].end)


def _link(scan: Scan, link: int) -> list[Item]:
    return [one for one in scan.items if one.link == link]


def _words_in(scan: Scan, link: int) -> bool:
    return _count(scan, link) <= _SHORT_NAME


def _count(scan: Scan, link: int) -> int:
    return sum(1 for at, token in enumerate(scan.tokens) if scan.link[at] == link and token.kind != "mark")


def _fits(state: Item, topic: Topic) -> bool:
    return any(_knows(topic, verdict) for verdict in state.roles["state"])


def _knows(topic: Topic, verdict: str) -> bool:
    return bool(topic.head) or topic.reflex or verdict in topic.verdicts


def _distance(one: Item, other: Item) -> int:
    return other.first - one.last if other.first > one.last else (one.first - other.last) + 1


_SHORT_NAME = 4
