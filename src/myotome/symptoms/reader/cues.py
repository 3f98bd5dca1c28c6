"""The ConText approach: which words deny, doubt, date or hand to a relative what stands before or after them.

Harkema et al. 2009 (J Biomed Inform 42:839), Chapman et al. 2001 (J Biomed Inform 34:301); wordings and code are ours. The kept
libraries were weighed and left: medspacy and negspacy bring spaCy with its model (hundreds of MB, and below the wanted speed in pure
pipelines), pyConTextNLP is no longer kept and brings networkx and textblob. What is needed of them is this file.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from myotome.symptoms.reader.lexicon import ROOM
from myotome.symptoms.reader.tokens import Token, lows
from myotome.words.shelf import read_book


@dataclass(frozen=True, slots=True)
class Cue:
    """One trigger at tokens ``first`` to ``last``; ``kind`` is before, after, end, relative or noticed, ``what`` its meaning."""

    first: int
    last: int
    kind: str
    what: str


@dataclass(frozen=True, slots=True)
class Said:
    """How something at one place is meant."""

    denied: bool = False
    uncertain: bool = False
    past: bool = False
    hypothetical: bool = False
    relative: str = ""
    cues: tuple[tuple[int, int], ...] = ()


class Cues:
    """The triggers of one sentence, ready to be asked about any of its places."""

    def __init__(
        self, tokens: Sequence[Token], clause: Sequence[int], link: Sequence[int], joins: Sequence[str]
    ) -> None:
        self._tokens, self._clause, self._link, self._joins = tokens, clause, link, joins
        self.cues = list(_find(tokens))
        self._ends = [c for c in self.cues if c.kind == "end"]
        self.told = {c.first for c in self.cues if c.kind == "relative" and self._only_tells(c)}

    def said(self, first: int, last: int, taken: frozenset[int] = frozenset()) -> Said:
        """What the triggers say of tokens ``first`` to ``last``; triggers at the tokens in ``taken`` are part of the finding itself."""
        marks: dict[str, bool] = {}
        relative = ""
        used: list[tuple[int, int]] = []
        for cue in self.cues:
            if cue.kind in {"end", "noticed", "none"} or not taken.isdisjoint(range(cue.first, cue.last + 1)):
                continue
            if first <= cue.first <= last:
                continue
            if cue.kind == "relative":
                if cue.first not in self.told and self._of_relative(cue, first, last):
                    relative = relative or cue.what
                    used.append((cue.first, cue.last))
            elif self._reaches(cue, first, last):
                marks[cue.what] = True
                used.append((cue.first, cue.last))
        return Said(
            marks.get("absent", False),
            marks.get("uncertain", False),
            marks.get("past", False),
            marks.get("hypothetical", False),
            relative,
            tuple(used),
        )

    def denied_after(self, last: int) -> bool:
        """Whether the clause goes on to deny ("his father was not affected", "family history: none")."""
        return any(
            c.what == "absent" and c.first > last and self._clause[c.first] == self._clause[last] for c in self.cues
        )

    def _reaches(self, cue: Cue, first: int, last: int) -> bool:
        if cue.kind == "before":
            if cue.last >= first or self._clause[cue.first] != self._clause[first]:
                return False
            if any(cue.last + 1 < end.first < first for end in self._ends):
                return False
            if cue.what == "absent" and (self._breaks_off(cue, first) or self._new_subject(cue, first)):
                return False
            return not (cue.what in {"past", "uncertain"} and self._commas(cue.last, first))
        if cue.first <= last or self._clause[cue.first] != self._clause[last]:
            return False
        if any(last < end.first < cue.first for end in self._ends):
            return False
        return self._joined(last, cue.first)

    def _breaks_off(self, cue: Cue, first: int) -> bool:
        """A denial does not pass a comma behind which something is plainly stated ("no rash, severe weakness for 3 months")."""
        return any(self._tokens[at].text == "," and not self._goes_on(at) for at in range(cue.last + 1, first))

    def _new_subject(self, cue: Cue, first: int) -> bool:
        """ "Without help, and I struggle ...": a new subject begins a statement of its own."""
        words = [t.low for t in self._tokens[cue.last + 1 : first]]
        return any(one in {"and", "or"} and other in _SUBJECTS for one, other in itertools.pairwise(words))

    def _goes_on(self, comma: int) -> bool:
        here = self._link[min(comma + 1, len(self._link) - 1)]
        after = [t for at, t in enumerate(self._tokens) if at > comma and self._link[at] == here]
        return not any(t.low in _PLAINLY_STATED or t.kind == "grade" for t in after[:3])

    def _commas(self, start: int, end: int) -> bool:
        return any(self._joins[link] in {",", ":"} for link in range(self._link[start] + 1, self._link[end] + 1))

    def _joined(self, last: int, cue: int) -> bool:
        """A trigger behind reaches back through "a, b and c were absent", not through a bare comma."""
        joins = [self._joins[link] for link in range(self._link[last] + 1, self._link[max(cue - 1, last)] + 1)]
        while joins and joins[-1] == ":":
            joins.pop()
        return not joins or "and" in joins

    def _of_relative(self, cue: Cue, first: int, last: int) -> bool:
        if self._clause[cue.first] != self._clause[first]:
            return False
        if cue.last < first:
            between_them = [t.low for t in self._tokens[cue.last + 1 : first]]
            closed = ")" in between_them and "(" not in between_them
            return not closed and _BACK_TO_PERSON.isdisjoint(between_them)
        between = [t.low for t in self._tokens[last + 1 : cue.first]]
        return len(between) <= _NEAR and any(word in {"in", "of", "among", "on"} for word in between)

    def _only_tells(self, cue: Cue) -> bool:
        after = set()
        for token in self._tokens[cue.last + 1 : cue.last + 4]:
            if token.kind == "mark":
                break
            after.add(token.low)
        before = self._tokens[cue.first - 1].low if cue.first else ""
        return bool(after & _wordings()[2]) or before in {"by", "with", "to"}


def _find(tokens: Sequence[Token]) -> Iterator[Cue]:
    tree, by_test = _wordings()[0], len(tokens)
    at = 0
    while at < by_test:
        node: dict[str, Any] | None = tree
        end, entries = at, None
        for position in range(at, by_test):
            token = tokens[position]
            if token.text == "-":
                continue
            node = node.get(token.low) if node is not None else None
            if node is None:
                break
            if "" in node:
                end, entries = position, node[""]
        if entries is None:
            at += 1
            continue
        kinds = {kind for kind, _ in entries}
        # "Possible ptosis" doubts what follows, "ptosis possible" what stood before.
        wrong_way = ("after" if _word_follows(tokens, end) else "before") if {"before", "after"} <= kinds else ""
        for kind, what in entries:
            if kind != wrong_way and token_is_mark(tokens, at, end, kind):
                yield Cue(at, end, kind, what)
        at = end + 1


def _word_follows(tokens: Sequence[Token], end: int) -> bool:
    return (
        end + 1 < len(tokens)
        and tokens[end + 1].kind == "word"
        and tokens[end + 1].low not in {"and", "or", "but", "in", "on", "at"}
    )


def token_is_mark(tokens: Sequence[Token], first: int, last: int, kind: str) -> bool:
    """A question mark denies nothing: it doubts the word that follows it without a space, or stands behind one."""
    if tokens[first].text != "?" or first != last:
        return True
    glued = last + 1 < len(tokens) and tokens[last + 1].start == tokens[last].end
    return glued if kind == "before" else not glued


@lru_cache(maxsize=1)
def _wordings() -> tuple[dict[str, Any], frozenset[str], frozenset[str]]:
    table = read_book(ROOM, "context.toml").content
    tree: dict[str, Any] = {}

    def add(phrase: str, kind: str, what: str) -> None:
        node = tree
        for word in lows(phrase):
            node = node.setdefault(word, {})
        node.setdefault("", []).append((kind, what))

    for direction in ("before", "after"):
        for what, phrases in table[direction].items():
            for phrase in phrases:
                add(phrase, direction, what)
    for phrase in table["not_a_trigger"]["phrases"]:
        add(phrase, "none", "")
    for phrase in table["ends"]["words"]:
        add(phrase, "end", "")
    for who, phrases in table["relatives"].items():
        if who not in {"noticed_by", "same_trouble", "past_is_present"}:
            for phrase in phrases:
                add(phrase, "relative", who)
    noticed = frozenset(word for phrase in table["relatives"]["noticed_by"] for word in phrase.split()[:1])
    return tree, frozenset(), noticed - {"is", "was", "has"}


_NEAR: Final = 4
_BACK_TO_PERSON: Final = frozenset(
    {
        "patient",
        "he",
        "she",
        "i",
        "who",
        "himself",
        "herself",
        "now",
        "presented",
        "complained",
        "complains",
        "presents",
    }
)
_SUBJECTS: Final = frozenset({"i", "he", "she", "they", "we", "it", "there", "my", "his", "her"})
_PLAINLY_STATED: Final = frozenset(
    {
        "severe",
        "marked",
        "moderate",
        "mild",
        "profound",
        "progressive",
        "with",
        "now",
        "increasing",
        "bilateral",
        "generalised",
        "positive",
        "worsening",
    }
)
