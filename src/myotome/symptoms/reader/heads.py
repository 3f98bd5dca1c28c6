"""The head words of a sentence: weak, wasted, numb and their like, from words, from verdicts ("strength normal") and from grades ("4-/5")."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from myotome.symptoms.reader.items import Item, Scan
from myotome.symptoms.reader.lexicon import Lexicon
from myotome.symptoms.reader.placed import Said
from myotome.symptoms.reader.tokens import Token
from myotome.symptoms.reader.verdicts import Verdict


def said_by_verdict(found: Verdict, lexicon: Lexicon) -> Iterator[Said]:
    """A head word made by a verdict: "strength normal" denies weakness, "reduced sensation" is numbness."""
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


def graded_once(scan: Scan, said: list[Said]) -> list[Said]:
    """ "Weakness 4/5 of the biceps" is one statement; "the rest was 5/5" says nothing of its own."""
    graded = {(one.clause, one.link) for one in said if one.grade}
    kept = [
        one
        for one in said
        if one.grade or one.head.name != "weak" or one.settled or (one.clause, one.link) not in graded
    ]
    rest = {scan.clause[at] for at, token in enumerate(scan.tokens) if token.low in _THE_REST}
    return [one for one in kept if not (one.settled and one.clause in rest)]


def grades(scan: Scan, lexicon: Lexicon) -> Iterator[Said]:
    """Grades of strength, each as a head word of weakness: 5/5 denies it."""
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


def _mrc_before(tokens: Sequence[Token], at: int) -> bool:
    near = [t.low for t in tokens[max(0, at - 2) : at]]
    return "mrc" in near or (near[-1:] in (["grade"], ["power"]) and tokens[at].text in "012345")


def head_words(scan: Scan, lexicon: Lexicon, states: set[int]) -> Iterator[Said]:
    """The head words that stand in the sentence as words; those used as verdicts (``states``) are left out."""
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


def spared(scan: Scan, lexicon: Lexicon, said: list[Said], states: set[int]) -> Iterator[Said]:
    """ "Thumb abduction was normal": a muscle or movement that is normal has full strength."""
    for item in scan.items:
        if id(item) in states or "normal" not in item.roles.get("state", ()):
            continue
        here = [one for one in scan.items if one.link == item.link and one is not item]
        muscle = any(
            one.has("site") and one.roles["site"][0].kind == "muscle" and one.last < item.first for one in here
        )
        if (
            muscle
            and not any(one.has("topic") or one.has("concept") for one in here)
            and not any(one.link == item.link for one in said)
        ):
            anchors = frozenset(range(item.first, item.last + 1))
            yield Said(lexicon.heads["weak"], item.first, item.last, item.clause, item.link, False, "", True, anchors)


def complaints(scan: Scan, lexicon: Lexicon, said: list[Said], states: set[int]) -> Iterator[Said]:
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


FULL_STRENGTH: Final = "5"
_THE_REST: Final = frozenset({"rest", "remainder", "remaining", "other", "otherwise", "elsewhere", "others"})
_HEADS_IN_PHRASES: Final = frozenset({"weak", "wasted"})
_COMPLAINTS: Final = frozenset({"complaint", "symptom", "involvement", "problem", "deficit", "difficulty"})
