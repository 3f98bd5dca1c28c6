"""The lexicon: every wording the reader knows, as one tree of words, built from the vocabulary, the anatomy and the reader's own tables.

The tree is walked word by word and the longest wording wins. Wordings are compared in the form of ``tokens.normal_form``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final

from myotome.symptoms.concepts import Vocabulary
from myotome.symptoms.reader.composition import Composition
from myotome.symptoms.reader.ontology import ontology_names
from myotome.symptoms.reader.places import Place, place_names
from myotome.symptoms.reader.tokens import lows, norms
from myotome.words.shelf import read_book

ROOM: Final = "myotome.symptoms.reader"

Entry = tuple[str, Any]
"""A role (concept, head, site, state, topic, task, side, test, other) with what it stands for."""
Tree = dict[str, Any]
"""Word -> Tree; under the empty word stands the list of entries that end here."""


@dataclass(frozen=True, slots=True)
class Head:
    """A kind of finding that is said of a place; see ``grammar.toml``."""

    name: str
    plain: str
    sited: str
    at: Mapping[str, tuple[str, ...]]
    none_at: Mapping[str, tuple[str, ...]]
    only_in: frozenset[str]


@dataclass(frozen=True, slots=True)
class Topic:
    """Something that is tested, with what each class of verdict makes present ("slug") or absent ("-slug")."""

    name: str
    verdicts: Mapping[str, tuple[str, ...]]
    head: str = ""
    reflex: bool = False
    valued: bool = False
    every: bool = False
    only_in: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Together:
    """A finding that follows from another one and some words in the same clause."""

    any: frozenset[str]
    words: tuple[frozenset[str], ...]
    gives: str


@dataclass(frozen=True)
class Lexicon:
    """Everything the reader looks up. Build it once (``build_lexicon``) and use it for many texts."""

    vocabulary: Vocabulary
    tree: Tree = field(repr=False)
    heads: Mapping[str, Head] = field(repr=False)
    topics: Mapping[str, Topic] = field(repr=False)
    together: tuple[Together, ...] = field(repr=False)
    reflex_lost: Mapping[str, str] = field(repr=False)
    words: frozenset[str] = field(repr=False)
    """Every word that occurs in a wording: what a misspelt word may be corrected to."""
    test_words: Mapping[str, str] = field(repr=False)
    """Single words by which a sentence is known to speak of a test."""
    upper: frozenset[str] = field(repr=False)
    """Short abbreviations that count only in capitals."""


@lru_cache(maxsize=4)
def _cached(vocabulary_id: int, ontology: str) -> Lexicon:  # the identity keeps large vocabularies out of the hash
    return _build(_HELD[vocabulary_id], ontology)


_HELD: dict[int, Vocabulary] = {}


def build_lexicon(vocabulary: Vocabulary, ontology: str = "") -> Lexicon:
    """The lexicon of ``vocabulary``; ``ontology`` is the text of hp.obo, whose exact synonyms are added when given.

    Raises KnowledgeError or UnknownName when a table of the reader names a concept or place that does not exist.
    """
    _HELD[id(vocabulary)] = vocabulary
    return _cached(id(vocabulary), ontology)


def _build(vocabulary: Vocabulary, ontology: str) -> Lexicon:
    book = read_book(ROOM, "lexicon.toml").content
    grammar = read_book(ROOM, "grammar.toml").content
    table = read_book(ROOM, "topics.toml").content
    tree: Tree = {}
    upper: set[str] = set()
    dropped = {" ".join(norms(phrase)) for phrase in book["drop"]["synonyms"]}

    def add(phrase: str, role: str, what: Any, *, droppable: bool = False) -> None:
        words = norms(phrase)
        if not words or (droppable and " ".join(words) in dropped):
            return
        if droppable and len(words) == 1 and phrase.isupper() and len(phrase) <= _SHORT:
            upper.add(words[0])
        _insert(tree, words, (role, what))

    heads = {name: _head(name, row, vocabulary) for name, row in grammar["head"].items()}
    topics = {name: _topic(name, row, vocabulary) for name, row in table["topic"].items()}
    for name, row in grammar["head"].items():
        for phrase in row["words"]:
            add(phrase, "head", name)
    for name, row in table["topic"].items():
        for phrase in row["words"]:
            add(phrase, "topic", name)
    for state, phrases in table["states"].items():
        for phrase in phrases:
            add(phrase, "state", state)
    for slug, phrases in grammar["task"].items():
        for phrase in phrases:
            add(phrase, "task", vocabulary.resolve(slug).slug)
    for phrase, place, short in place_names(grammar["places"]):
        if short:
            upper.update(norms(phrase)[:1])
        add(phrase, "site", place)
        if place.kind == "reflex" and (short or any(word in phrase.lower() for word in ("reflex", "jerk"))):
            add(phrase, "topic", "reflexes")
    composed = Composition(tree, heads, topics)
    for slug, phrases in book["wordings"].items():
        for phrase in phrases:
            if not composed.gives(norms(phrase), vocabulary.resolve(slug).slug):
                add(phrase, "concept", ("", vocabulary.resolve(slug).slug))
    for test, rows in book["in"].items():
        for slug, phrases in rows.items():
            for phrase in phrases:
                add(phrase, "concept", (test, vocabulary.resolve(slug).slug))
    for test, phrases in book["speaks_of"].items():
        for phrase in phrases:
            add(phrase, "test", test)
    for phrase in book["other"]["names"]:
        add(phrase, "other", phrase)
    for phrase, side in _SIDES.items():
        add(phrase, "side", side)
        if len(phrase) == 1:
            upper.add(phrase)
    for phrase, slug in _own_wordings(vocabulary, ontology):
        if not composed.gives(norms(phrase), slug):
            add(phrase, "concept", ("", slug), droppable=True)
    reflex_lost = {site: vocabulary.resolve(slug).slug for site, slug in grammar["reflex_lost"].items()}
    test_words = {
        norms(p)[0]: test for test, phrases in book["speaks_of"].items() for p in phrases if len(norms(p)) == 1
    }
    together = tuple(
        Together(
            frozenset(vocabulary.resolve(s).slug for s in row["any"]),
            tuple(frozenset(w) for w in row["words"]),
            vocabulary.resolve(row["gives"]).slug,
        )
        for row in grammar["together"]
    )
    return Lexicon(
        vocabulary,
        tree,
        heads,
        topics,
        together,
        reflex_lost,
        frozenset(_all_words(tree)),
        test_words,
        frozenset(upper),
    )


def _own_wordings(vocabulary: Vocabulary, ontology: str) -> Iterable[tuple[str, str]]:
    named = ontology_names(ontology) if ontology else {}
    for concept in vocabulary.concepts.values():
        for phrase in (concept.label, *concept.synonyms, *named.get(concept.hpo, ())):
            yield phrase, concept.slug


def _insert(tree: Tree, words: list[str], entry: Entry) -> None:
    for word in words:
        tree = tree.setdefault(word, {})
    entries: list[Entry] = tree.setdefault("", [])
    if entry not in entries:
        entries.append(entry)


def _all_words(tree: Tree) -> Iterable[str]:
    for word, below in tree.items():
        if word:
            yield word
            yield from _all_words(below)


def _head(name: str, row: Mapping[str, Any], vocabulary: Vocabulary) -> Head:
    return Head(
        name,
        _known(row["plain"], vocabulary),
        _known(row["sited"], vocabulary),
        {place: tuple(_known(slug, vocabulary) for slug in slugs) for place, slugs in row.get("at", {}).items()},
        {place: tuple(_known(slug, vocabulary) for slug in slugs) for place, slugs in row.get("none_at", {}).items()},
        frozenset(row.get("only_in", ())),
    )


def _topic(name: str, row: Mapping[str, Any], vocabulary: Vocabulary) -> Topic:
    verdicts = {
        key: tuple(_known(slug, vocabulary) for slug in slugs)
        for key, slugs in row.items()
        if isinstance(slugs, list) and key not in {"words", "only_in"}
    }
    return Topic(
        name,
        verdicts,
        row.get("head", ""),
        row.get("reflex", False),
        row.get("valued", False),
        row.get("every", False),
        frozenset(row.get("only_in", ())),
    )


def _known(slug: str, vocabulary: Vocabulary) -> str:
    mark = slug[:1] if slug[:1] in {"!", "-"} else ""
    bare = slug.removeprefix(mark)
    return mark + (vocabulary.resolve(bare).slug if bare else "")


_SHORT: Final = 4
_SIDES: Final = {
    "left": "left", "lt": "left", "l": "left", "r": "right", "left sided": "left", "left-sided": "left", "leftside": "left", "left side": "left",
    "right": "right", "rt": "right", "right sided": "right", "right-sided": "right", "right side": "right",
    "bilateral": "both", "both side": "both", "b/l": "both", "two-sided": "both", "each side": "both", "left and right": "both",
    "right and left": "both", "either side": "both", "both": "both",
}  # fmt: skip

__all__ = ["Entry", "Head", "Lexicon", "Place", "Topic", "Tree", "build_lexicon", "lows"]
