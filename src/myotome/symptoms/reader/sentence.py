"""Reads one sentence: every concept it names, with place, side and grade, before it is asked whether the sentence denies it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from myotome.symptoms.reader.heads import complaints, graded_once, grades, head_words, said_by_verdict, spared
from myotome.symptoms.reader.items import Scan
from myotome.symptoms.reader.judged import graded_reflexes, judged_mentions, valued
from myotome.symptoms.reader.lexicon import Lexicon
from myotome.symptoms.reader.mention import Mention
from myotome.symptoms.reader.placed import Placed, Said, place_all
from myotome.symptoms.reader.reflexes import reflex_mentions
from myotome.symptoms.reader.sides import named_side, side_of
from myotome.symptoms.reader.tasks import task_mentions
from myotome.symptoms.reader.verdicts import verdicts


def mentions(scan: Scan, lexicon: Lexicon, carried: Said | None) -> tuple[list[Mention], Said | None]:
    """Everything the sentence names, and the head word that the next sentence may go on with."""
    found: list[Mention] = []
    said: list[Said] = []
    judged: set[int] = set()
    states: set[int] = set()
    for verdict in verdicts(scan, lexicon):
        judged.add(id(verdict.item))
        if verdict.state is not None:
            states.add(id(verdict.state))
        if verdict.topic.reflex:
            verdict.item.used = True
            found += reflex_mentions(scan, verdict, lexicon)
        elif verdict.topic.head:
            said += said_by_verdict(verdict, lexicon)
        else:
            found += judged_mentions(scan, verdict)
    found += graded_reflexes(scan, lexicon, judged)
    found += valued(scan, lexicon, judged)
    _leave_impossible_grades(scan)
    said += grades(scan, lexicon)
    said += head_words(scan, lexicon, states)
    said += spared(scan, lexicon, said, states)
    said += complaints(scan, lexicon, said, states)
    said = graded_once(scan, said)
    said.sort(key=lambda one: one.first)
    tasks = list(task_mentions(scan))
    found += tasks
    placed = place_all(scan, said, carried)
    full_elsewhere = any(one.place is not None for one in placed)
    for one in placed:
        if one.place is None and one.said.grade and not one.said.present and full_elsewhere:
            continue
        if one.place is None and any(one.said.first in task.anchors for task in tasks):
            continue
        found += _placed(scan, one)
    found += _all_four(scan, placed)
    found += _named(scan, lexicon, judged, states)
    found += _together(scan, lexicon, found)
    found += _ascending(scan, placed)
    heads = [one for one in said if one.head.name in {"weak", "wasted", "numb"} and one.present]
    return found, heads[-1] if heads else None


def _placed(scan: Scan, one: Placed) -> Iterator[Mention]:
    said, place, item = one.said, one.place, one.item
    head = said.head
    if place is None or item is None:
        if head.plain and not said.quiet:
            side = _loose_side(scan, said)
            yield Mention(
                head.plain,
                said.present,
                said.first,
                said.last,
                side,
                "",
                said.grade,
                said.settled,
                said.anchors,
                said.settled,
                at=said.first,
            )
        return
    first, last = min(said.first, item.first), max(said.last, item.last)
    side = one.side or side_of(scan, item)
    anchors = said.anchors | frozenset(range(item.first, item.last + 1))
    general = head.at.get(place.name, head.at.get("*", ()))
    replaced = any(slug.startswith("!") for slug in general)

    def mention(concept: str, site: str = "", *, wide: bool = False, only_absent: bool = False) -> Mention:
        present = said.present and not only_absent
        return Mention(
            concept,
            present,
            first,
            last,
            side,
            site,
            said.grade,
            said.settled,
            anchors,
            said.settled,
            wide,
            only_absent,
            said.first,
        )

    if not replaced:
        if place.kind == "skin" and head.name == "numb":
            yield mention("sensation_reduced", place.site)
            if not general:
                yield mention(head.plain, wide=True)
        elif head.sited and place.site:
            yield mention(head.sited, place.site)
        elif head.plain and not general:
            yield mention(head.plain)
        if head.name == "wasted" and not general and item.link > said.link and scan.joins[item.link] == "~":
            yield mention(head.plain, wide=True)
    single = place.kind in {"muscle", "skin"} or place.name in _JOINTS
    for slug in general:
        if slug.removeprefix("!"):
            yield mention(slug.removeprefix("!"), wide=single and slug in _WIDE)
    for slug in head.none_at.get(place.name, ()):
        if slug not in general:
            yield mention(slug, only_absent=True)


def _loose_side(scan: Scan, said: Said) -> str:
    near = [one for one in scan.items if one.has("side") and one.link == said.link]
    return str(near[-1].roles["side"][0]) if near else ""


def _all_four(scan: Scan, placed: Sequence[Placed]) -> Iterator[Mention]:
    """Weak arms and weak legs in one breath are weakness of all limbs."""
    weak = [
        p
        for p in placed
        if p.said.head.name == "weak"
        and p.said.present
        and not p.said.grade
        and p.item is not None
        and p.place is not None
    ]
    for one in weak:
        for other in weak:
            if (
                one.said is other.said
                and one.place
                and other.place
                and one.place.name == "arm"
                and other.place.name == "leg"
            ):
                if (
                    one.item is None
                    or other.item is None
                    or {side_of(scan, one.item), side_of(scan, other.item)} & {"left", "right"}
                ):
                    continue
                first = min(one.said.first, one.item.first, other.item.first)
                last = max(one.said.last, one.item.last, other.item.last)
                yield Mention("generalised_weakness", True, first, last, anchors=one.said.anchors, at=one.said.first)
                return


def _together(scan: Scan, lexicon: Lexicon, found: Sequence[Mention]) -> Iterator[Mention]:
    for row in lexicon.together:
        for one in found:
            if one.concept not in row.any:
                continue
            clause = scan.clause[one.first]
            spoken = {t.low for at, t in enumerate(scan.tokens) if scan.clause[at] == clause}
            if all(not spoken.isdisjoint(words) for words in row.words):
                yield replace(one, concept=row.gives, site="", grade="")
                break


def _leave_impossible_grades(scan: Scan) -> None:
    """The place of a grade such as 6/5 takes no other grade; the notice says so."""
    links = {scan.link[at] for at, token in enumerate(scan.tokens) if token.kind == "grade" and token.text[0] > "5"}
    for item in scan.items:
        if item.link in links and item.has("site"):
            item.used = True


def _ascending(scan: Scan, placed: Sequence[Placed]) -> Iterator[Mention]:
    """Weak or numb legs, "spreading to the arms": it rose from below."""
    for one in placed:
        if one.item is None or one.place is None or one.place.name not in _BELOW or not one.said.present:
            continue
        for item in scan.items:
            above = item.has("site") and item.roles["site"][0].name in _ABOVE and item.first > one.item.last
            between = {t.low for t in scan.tokens[one.item.last + 1 : item.first]}
            if above and item.clause == one.said.clause and between & _SPREADING:
                yield Mention("ascending", True, one.item.first, item.last, anchors=one.said.anchors, at=one.said.first)
                yield Mention(
                    "spreads_regions", True, one.item.first, item.last, anchors=one.said.anchors, at=one.said.first
                )
                return


def _named(scan: Scan, lexicon: Lexicon, judged: set[int], states: set[int]) -> Iterator[Mention]:
    for item in scan.items:
        if id(item) in judged or id(item) in states or not item.has("concept"):
            continue
        if item.has("head") and any(
            name != "difficulty"
            and (not lexicon.heads[name].only_in or not lexicon.heads[name].only_in.isdisjoint(scan.tests))
            for name in item.roles["head"]
        ):
            continue
        slugs = [slug for test, slug in item.roles["concept"] if test and test in scan.tests]
        slugs = slugs or [slug for test, slug in item.roles["concept"] if not test]
        for slug in dict.fromkeys(slugs):
            yield Mention(
                slug,
                True,
                item.first,
                item.last,
                named_side(scan, item),
                anchors=frozenset(range(item.first, item.last + 1)),
            )


_BELOW: Final = frozenset({"leg", "foot", "toe", "distal_leg", "proximal_leg"})
_ABOVE: Final = frozenset({"arm", "hand", "trunk", "face", "limb"})
_SPREADING: Final = frozenset(
    {
        "spreading",
        "spread",
        "spreads",
        "ascending",
        "ascended",
        "progressing",
        "progressed",
        "moving",
        "moved",
        "rising",
        "rose",
        "extending",
        "extended",
        "climbing",
        "climbed",
        "followed",
    }
)
_JOINTS: Final = frozenset({"finger", "thumb", "toe", "thigh", "shoulder", "hip", "forearm", "upper_arm", "lower_leg"})
_WIDE: Final = frozenset(
    {
        "proximal_arms",
        "proximal_legs",
        "distal_arms_hand",
        "distal_legs",
        "facial_weakness",
        "neck_weakness",
        "respiratory_weakness",
        "sensory_loss",
        "emg_neurogenic",
        "hand_numbness",
        "foot_numbness",
    }
)
