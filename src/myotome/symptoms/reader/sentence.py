"""Reads one sentence: every concept it names, with place, side and grade, before it is asked whether the sentence denies it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from myotome.symptoms.reader.items import Item, Scan
from myotome.symptoms.reader.lexicon import Lexicon
from myotome.symptoms.reader.mention import Mention
from myotome.symptoms.reader.placed import Placed, Said, place_all
from myotome.symptoms.reader.reflexes import reflex_mentions
from myotome.symptoms.reader.sides import named_side, side_of
from myotome.symptoms.reader.tasks import task_mentions
from myotome.symptoms.reader.tokens import Token
from myotome.symptoms.reader.verdicts import Verdict, verdicts

FULL_STRENGTH: Final = "5"


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
            said += _said_by_verdict(verdict, lexicon)
        else:
            found += _judged(scan, verdict)
    found += _graded_reflexes(scan, lexicon, judged)
    found += _valued(scan, lexicon, judged)
    said += _grades(scan, lexicon)
    said += _head_words(scan, lexicon, states)
    said += _complaints(scan, lexicon, said, states)
    said = _graded_once(scan, said)
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


def _said_by_verdict(found: Verdict, lexicon: Lexicon) -> Iterator[Said]:
    state = found.state
    if state is None:
        return
    normal = found.verdict in {"normal", "negative"}
    if found.verdict in {"brisk", "high", "positive"}:
        return
    first, last = min(state.first, found.item.first), max(state.last, found.item.last)
    anchors = frozenset(range(first, last + 1))
    at = state.first
    yield Said(
        lexicon.heads[found.topic.head], at, state.last, state.clause, state.link, not normal, "", normal, anchors
    )


def _judged(scan: Scan, found: Verdict) -> Iterator[Mention]:
    state = found.state or found.item
    first, last = min(state.first, found.item.first), max(state.last, found.item.last)
    anchors = frozenset((*range(found.item.first, found.item.last + 1), *range(state.first, state.last + 1)))
    # A denial turns "raised" round; of "normal" and "negative" it makes nothing.
    settled = found.verdict in {"normal", "negative"}
    for slug in found.topic.verdicts[found.verdict]:
        bare = slug.removeprefix("-")
        fixed = settled or slug != bare
        side = side_of(scan, found.item)
        yield Mention(
            bare, slug == bare, first, last, side, settled=settled, anchors=anchors, fixed=fixed, at=state.first
        )


def _graded_reflexes(scan: Scan, lexicon: Lexicon, judged: set[int]) -> Iterator[Mention]:
    """ "Reflexes 2+", "knee jerks 0": a number from 0 to 4 behind the reflex, or plus signs."""
    for item in scan.items:
        names = item.roles.get("topic", ())
        if "reflexes" not in names or id(item) in judged:
            continue
        grade, last = _reflex_number(scan.tokens, item)
        verdict = _REFLEX_NUMBERS.get(grade, "")
        if not verdict and _denied_alone(scan, item):
            verdict, last = "absent", item.last
        if verdict:
            judged.add(id(item))
            item.used = True
            state = Item(item.last + 1, last, {}, item.clause, item.link) if last > item.last else None
            anchors = Verdict(lexicon.topics["reflexes"], item, state, verdict)
            yield from reflex_mentions(scan, anchors, lexicon)


def _reflex_number(tokens: Sequence[Token], item: Item) -> tuple[str, int]:
    for at in range(item.last + 1, min(item.last + 5, len(tokens))):
        text = tokens[at].text
        if text in {",", ";", "."}:
            break
        if tokens[at].kind == "number" and text in "01234":
            plus = at + 1 < len(tokens) and tokens[at + 1].text == "+"
            return text, at + 1 if plus else at
        if text == "+":
            end = at
            while end + 1 < len(tokens) and tokens[end + 1].text == "+":
                end += 1
            return str(end - at + 1), end
    return "", item.last


def _denied_alone(scan: Scan, item: Item) -> bool:
    """ "No knee jerks": the denial is the verdict."""
    before = [t.low for t in scan.tokens[max(0, item.first - 2) : item.first]]
    return "no" in before


def _valued(scan: Scan, lexicon: Lexicon, judged: set[int]) -> Iterator[Mention]:
    """An antibody with a number and no verdict ("anti-HMGCR >200 units") is taken as found, unless the number is said to be below."""
    for item in scan.items:
        for name in item.roles.get("topic", ()):
            topic = lexicon.topics[name]
            if not topic.valued or id(item) in judged:
                continue
            after = scan.tokens[item.last + 1 : item.last + 5]
            texts = [t.text for t in after]
            if any(t.kind == "number" for t in after) and "<" not in texts and not _stops_before_number(after):
                number = next(n for n, t in enumerate(after) if t.kind == "number")
                yield Mention(topic.verdicts["positive"][0], True, item.first, item.last + 1 + number)


def _stops_before_number(after: Sequence[Token]) -> bool:
    for token in after:
        if token.kind == "number":
            return False
        if token.text in {",", ";", "."}:
            return True
    return True


def _grades(scan: Scan, lexicon: Lexicon) -> Iterator[Said]:
    head = lexicon.heads["weak"]
    for at, token in enumerate(scan.tokens):
        grade = ""
        if token.kind == "grade":
            grade = "".join(token.text.split()).replace("−", "-").replace("–", "-")
        elif token.kind == "number" and token.text in "012345" and at and _mrc_before(scan.tokens, at):
            after = (
                scan.tokens[at + 1].text if at + 1 < len(scan.tokens) and scan.tokens[at + 1].start == token.end else ""
            )
            grade = token.text + (after if after in {"+", "-"} else "")
        if not grade or not "0" <= grade[0] <= "5":
            continue
        full = grade.split("/")[0].strip() == FULL_STRENGTH and not grade.endswith("-")
        yield Said(head, at, at, scan.clause[at], scan.link[at], not full, grade, full, frozenset({at}))


def _graded_once(scan: Scan, said: list[Said]) -> list[Said]:
    """ "Weakness 4/5 of the biceps" is one statement; "the rest was 5/5" says nothing of its own."""
    graded = {(one.clause, one.link) for one in said if one.grade}
    kept = [
        one
        for one in said
        if one.grade or one.head.name != "weak" or one.settled or (one.clause, one.link) not in graded
    ]
    rest = {scan.clause[at] for at, token in enumerate(scan.tokens) if token.low in _THE_REST}
    return [one for one in kept if not (one.settled and one.clause in rest)]


def _mrc_before(tokens: Sequence[Token], at: int) -> bool:
    near = [t.low for t in tokens[max(0, at - 2) : at]]
    return "mrc" in near or (near[-1:] in (["grade"], ["power"]) and tokens[at].text in "012345")


def _head_words(scan: Scan, lexicon: Lexicon, states: set[int]) -> Iterator[Said]:
    for item in scan.items:
        if id(item) in states:
            continue
        yield from _head_in_phrase(scan, item, lexicon)
        for name in item.roles.get("head", ()):
            head = lexicon.heads[name]
            if name == "difficulty" or (head.only_in and head.only_in.isdisjoint(scan.tests)):
                continue
            if "biopsy" in scan.tests and name in {"wasted", "large", "weak"}:
                continue
            anchors = frozenset(range(item.first, item.last + 1))
            yield Said(head, item.first, item.last, item.clause, item.link, anchors=anchors)
            break


def _head_in_phrase(scan: Scan, item: Item, lexicon: Lexicon) -> Iterator[Said]:
    """ "Asymmetric weakness" is an entry of its own, and its last word is still said of the places that follow."""
    if item.first == item.last or not item.has("concept") or item.has("head") or item.has("other"):
        return
    entries = lexicon.tree.get(scan.tokens[item.last].norm, {}).get("", ())
    names = [what for role, what in entries if role == "head" and what in _HEADS_IN_PHRASES]
    if names and not any(one.has("site") for one in _inside(scan, item, lexicon)):
        yield Said(
            lexicon.heads[names[0]],
            item.last,
            item.last,
            item.clause,
            item.link,
            anchors=frozenset({item.last}),
            quiet=True,
        )


def _inside(scan: Scan, item: Item, lexicon: Lexicon) -> Iterator[Item]:
    for at in range(item.first, item.last + 1):
        entries = lexicon.tree.get(scan.tokens[at].norm, {}).get("", ())
        yield Item(at, at, {role: [what] for role, what in entries})


def _complaints(scan: Scan, lexicon: Lexicon, said: list[Said], states: set[int]) -> Iterator[Said]:
    """ "No upper-limb complaints": a place with nothing but the word for a complaint, which only says something when denied."""
    for item in scan.items:
        if id(item) in states or "abnormal" not in item.roles.get("state", ()):
            continue
        if scan.tokens[item.last].norm not in _COMPLAINTS or any(one.clause == item.clause for one in said):
            continue
        beside = [one for one in scan.items if one.link == item.link and one.has("site") and one.last < item.first]
        if beside and any(t.low in {"no", "without", "denies", "denied"} for t in scan.tokens[: item.first]):
            anchors = frozenset(range(item.first, item.last + 1))
            yield Said(lexicon.heads["weak"], item.first, item.last, item.clause, item.link, anchors=anchors)


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


_REFLEX_NUMBERS: Final = {"0": "absent", "1": "reduced", "2": "normal", "3": "brisk", "4": "brisk"}
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
_HEADS_IN_PHRASES: Final = frozenset({"weak", "wasted"})
_THE_REST: Final = frozenset({"rest", "remainder", "remaining", "other", "otherwise", "elsewhere", "others"})
_COMPLAINTS: Final = frozenset({"complaint", "symptom", "involvement", "problem", "deficit", "difficulty"})
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
