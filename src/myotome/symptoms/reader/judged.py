"""What a verdict says of what was tested, and the numbers that stand for one: "reflexes 2+", "anti-HMGCR >200 units"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from myotome.symptoms.reader.items import Item, Scan
from myotome.symptoms.reader.lexicon import Lexicon
from myotome.symptoms.reader.mention import Mention
from myotome.symptoms.reader.reflexes import reflex_mentions
from myotome.symptoms.reader.sides import side_of
from myotome.symptoms.reader.tokens import Token
from myotome.symptoms.reader.verdicts import Verdict


def judged_mentions(scan: Scan, found: Verdict) -> Iterator[Mention]:
    """What one verdict makes present or absent."""
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


def graded_reflexes(scan: Scan, lexicon: Lexicon, judged: set[int]) -> Iterator[Mention]:
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


def valued(scan: Scan, lexicon: Lexicon, judged: set[int]) -> Iterator[Mention]:
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


_REFLEX_NUMBERS: Final = {"0": "absent", "1": "reduced", "2": "normal", "3": "brisk", "4": "brisk"}
