"""Finds the known wordings in a sentence and cuts the sentence into clauses and the links of its lists."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final

from myotome.symptoms.reader.lexicon import ROOM, Lexicon
from myotome.symptoms.reader.tokens import Token, stop_words
from myotome.words.shelf import read_book


@dataclass(slots=True)
class Item:
    """A known wording: tokens ``first`` to ``last`` (inclusive), and all the roles that it can play."""

    first: int
    last: int
    roles: dict[str, list[Any]]
    clause: int = 0
    link: int = 0
    used: bool = False
    extra: dict[str, Any] = field(default_factory=dict)

    def has(self, role: str) -> bool:
        """Whether it can play ``role``."""
        return role in self.roles


@dataclass(slots=True)
class Scan:
    """A sentence: tokens, items in order, and per token its clause and link; ``joins[link]`` is how a link is tied to the one before."""

    tokens: Sequence[Token]
    items: list[Item]
    clause: list[int]
    link: list[int]
    joins: list[str]
    tests: frozenset[str]
    outside: list[int]
    """Per link the link in which its bracket was opened, -1 outside brackets."""

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Characters from token ``first`` to token ``last``, end exclusive."""
        return self.tokens[first].start, self.tokens[last].end


def scan(tokens: Sequence[Token], lexicon: Lexicon, tests: frozenset[str]) -> Scan:
    """Look every wording up, the longest first, and number clauses and links.

    ``tests`` are the tests that the text speaks of already (the field of a report); those named in the sentence are added.
    """
    stop = stop_words()
    content = [at for at, t in enumerate(tokens) if t.norm not in stop and t.text not in _UNSEEN]
    items: list[Item] = []
    at = 0
    while at < len(content):
        step, roles = _longest(tokens, content, at, lexicon)
        if roles:
            items.append(Item(content[at], content[at + step - 1], roles))
            if step > 1 and "side" not in roles:
                items += _sides_within(tokens, content[at : at + step], lexicon)
        at += step
    named = {name for item in items for name in item.roles.get("test", ())}
    named |= {lexicon.test_words[token.norm] for token in tokens if token.norm in lexicon.test_words}
    inside = {position for item in items for position in range(item.first, item.last + 1)}
    clause, link, joins, outside = _cut(tokens, inside)
    for item in items:
        item.clause, item.link = clause[item.first], link[item.first]
    return Scan(tokens, items, clause, link, joins, tests | named, outside)


def _sides_within(tokens: Sequence[Token], positions: Sequence[int], lexicon: Lexicon) -> list[Item]:
    """Side words that a longer wording ran over ("winging of the right scapula")."""
    found = []
    for at in positions:
        if tokens[at].norm in _SIDE_WORDS:
            sides = [what for role, what in lexicon.tree[tokens[at].norm][""] if role == "side"]
            found.append(Item(at, at, {"side": sides}))
    return found


def _longest(
    tokens: Sequence[Token], content: Sequence[int], at: int, lexicon: Lexicon
) -> tuple[int, dict[str, list[Any]]]:
    """How many content words the longest wording from ``at`` covers (1 when none does), and its roles."""
    fillers = _fillers()
    tree, step, best, entries = lexicon.tree, 0, 1, None
    skipped = 0
    for offset in range(len(content) - at):
        token = tokens[content[at + offset]]
        below = tree.get(token.norm)
        if below is None:
            if not step or token.norm not in fillers or skipped == _MOST_SKIPPED:
                break
            skipped += 1
            continue
        if token.norm in lexicon.upper and not token.text.isupper() and not any(c.isdigit() for c in token.text):
            break
        tree, step = below, offset + 1
        if "" in tree:
            best, entries = step, tree[""]
    roles: dict[str, list[Any]] = {}
    for role, what in entries or ():
        roles.setdefault(role, []).append(what)
    return best, roles


def _cut(tokens: Sequence[Token], inside: set[int]) -> tuple[list[int], list[int], list[str], list[int]]:
    """Clause and link of every token. What stands in brackets is an aside: the words behind it go on where the bracket opened."""
    clauses: list[int] = []
    links: list[int] = []
    joins = [""]
    outside = [-1]
    clause = link = 0
    before_bracket: int | None = None
    for at, token in enumerate(tokens):
        if at not in inside:
            if token.low in _CLAUSE_MARKS:
                clause, link, before_bracket = clause + 1, len(joins), None
                joins.append(";")
            elif token.text == "(":
                before_bracket, link = link, len(joins)
                joins.append(",")
            elif token.text == ")" and before_bracket is not None:
                link, before_bracket = before_bracket, None
            elif token.low in _LINKS and not _hyphen(tokens, at) and not _plus_of_a_grade(tokens, at):
                if clauses and links[-1] == link and (at == 0 or at - 1 in inside or tokens[at - 1].low not in _LINKS):
                    link = len(joins)
                    joins.append(_LINKS[token.low])
                elif _LINKS[token.low] in {"and", "~"} and joins[-1] == ",":
                    joins[-1] = _LINKS[token.low]
        outside += [-1 if before_bracket is None else before_bracket] * (len(joins) - len(outside))
        clauses.append(clause)
        links.append(link)
    return clauses, links, joins, outside


def _plus_of_a_grade(tokens: Sequence[Token], at: int) -> bool:
    return tokens[at].text == "+" and at > 0 and tokens[at - 1].end == tokens[at].start


def _hyphen(tokens: Sequence[Token], at: int) -> bool:
    """A hyphen inside a word is no break; a dash between spaces is."""
    return (
        tokens[at].text == "-"
        and 0 < at < len(tokens) - 1
        and (tokens[at - 1].end == tokens[at].start or tokens[at + 1].start == tokens[at].end)
    )


@lru_cache(maxsize=1)
def _fillers() -> frozenset[str]:
    words = read_book(ROOM, "words.toml").content["degree"]
    return frozenset(words) | {"left", "right", "bilateral", "both", "muscle"}


_UNSEEN: Final = frozenset({"-", '"', "“", "”", "‘", "’", "'"})
_SIDE_WORDS: Final = frozenset({"left", "right", "bilateral"})
_MOST_SKIPPED: Final = 2
_CLAUSE_MARKS: Final = frozenset(
    {
        ";",
        "but",
        "however",
        "although",
        "though",
        "whereas",
        "while",
        "except",
        "yet",
        "besides",
        "consistent",
        "suggesting",
        "indicating",
        "indicative",
        "•",
        "|",
    }
)
_LINKS: Final = {
    ",": ",", "and": "and", "or": "and", "nor": "and", "&": "and", "/": "and", "+": "and", "plus": "and", "with": "and", "without": ",",
    ":": ":", "-": ",", "–": ",", "—": ",", "especially": "~", "worse": "~", "worst": "~", "mainly": "~",
    "particularly": "~", "notably": "~", "including": "~", "spreading": "~", "then": ",", "more": "~", "than": ",", ">": "and",
    "predominantly": "~", "involving": "~", "affecting": "~", "causing": ",", "after": ",", "before": ",", "because": ",", "when": ",",
    "who": ",", "which": ",", "denied": ",",
}  # fmt: skip
