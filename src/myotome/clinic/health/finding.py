"""The search of Health A to Z: by any name of a page, by what a person notices, and by names that are misspelt."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from django.utils.translation import get_language
from rapidfuzz import fuzz, process

from myotome.clinic.health.article import article
from myotome.clinic.health.pages import Link, entry_of, every_page
from myotome.clinic.health.signs import causes_with
from myotome.clinic.health.spelling import compared, other_words
from myotome.clinic.language.texts import SOURCE, Text, sign_text, text_of
from myotome.wiring import knowledge

LONGEST_QUERY: Final = 100
MOST_FOUND: Final = 20
CLOSE_ENOUGH: Final = 76.0
"""Likeness in per cent below which a name is not offered. Chosen on the misspellings of test_health_search; not a measurement."""
BY_SIGN: Final = 0.85
"""A page found through something that a person notices stands behind one found by its name that is this much less alike."""
TELLING_LETTERS, TELLING_PAGES = 6, 3


@dataclass(frozen=True, slots=True)
class Found:
    """A page that answers a search. ``through`` is the sign that led to it; None when its name did."""

    link: Link
    likeness: float
    through: Text | None = None


def find(query: str) -> tuple[Found, ...]:
    """Pages for a query, best first; empty for a query without a letter."""
    language = get_language() or SOURCE
    wanted = compared(query[:LONGEST_QUERY], other=other_words(language))
    if not wanted:
        return ()
    best: dict[tuple[str, str], tuple[float, str]] = {}

    def offer(place: tuple[str, str], likeness: float, through: str = "") -> None:
        if likeness > best.get(place, (0.0, ""))[0]:
            best[place] = (likeness, through)

    names = _names(language)
    for name, likeness, _ in process.extract(wanted, list(names), scorer=_alike, limit=60, score_cutoff=CLOSE_ENOUGH):
        for place in names[name]:
            offer(place, likeness)
    signs = _signs(language)
    for name, likeness, _ in process.extract(wanted, list(signs), scorer=_alike, limit=5, score_cutoff=CLOSE_ENOUGH):
        concept = signs[name]
        for rank, slug in enumerate(causes_with(concept)):
            offer(("causes", slug), BY_SIGN * likeness - rank * 0.1, concept)
    ranked = sorted(best.items(), key=lambda item: -item[1][0])[:MOST_FOUND]
    return tuple(
        Found(Link(shelf, slug, text_of(shelf, slug)), likeness, sign_text(through) if through else None)
        for (shelf, slug), (likeness, through) in ranked
    )


def _alike(one: str, other: str, *, score_cutoff: float | None = None) -> float:
    """Likeness in per cent: whole names count in full; a word that only stands somewhere in a long name counts less."""
    whole = fuzz.ratio(one, other)
    sorted_ = fuzz.token_sort_ratio(one, other)
    # Every word of the query in a longer name, never the other way: "wasting" alone is no answer to "wasting of the hand".
    longer = len(one) >= 4 and len(other.split()) >= len(one.split())
    within = 0.93 * fuzz.token_set_ratio(one, other) if longer else 0.0
    score = max(whole, sorted_, within)
    return score if score_cutoff is None or score >= score_cutoff else 0.0


@lru_cache(maxsize=8)
def _names(language: str) -> Mapping[str, tuple[tuple[str, str], ...]]:
    """Every name of every page in English and in the language -> the pages that bear it."""
    found: dict[str, dict[tuple[str, str], None]] = {}
    headings = text_of("article", "headings", language)
    for place in every_page():
        shelf, slug = place
        entry = entry_of(shelf, slug)
        names = [entry.label, slug, text_of(shelf, slug, language)["label"], *getattr(entry, "synonyms", ())]
        names += [part for name in names[0:3:2] for part in re.split(r"[(),:]", name)]
        if shelf == "causes" and slug in article().headings:
            names += [article().headings[slug], headings[slug], *re.split(r"[(),:]| and ", article().headings[slug])]
        for name in names:
            for words in {compared(name.replace("_", " ")), compared(name.replace("_", " "), fillers=True)} - {""}:
                found.setdefault(words, {})[place] = None
    telling: dict[str, dict[tuple[str, str], None]] = {}
    for name, places in found.items():
        for word in name.split():
            if len(word) >= TELLING_LETTERS:
                telling.setdefault(word, {}).update(places)
    # A word that few pages bear is as good as the whole name, and a misspelt one is found by it.
    for word, places in telling.items():
        if len(places) <= TELLING_PAGES:
            found.setdefault(word, places)
    return {name: tuple(places) for name, places in found.items()}


@lru_cache(maxsize=8)
def _signs(language: str) -> Mapping[str, str]:
    """Every name of what can be noticed or found, in English and in the language -> its concept."""
    found: dict[str, str] = {}
    for slug, concept in knowledge().vocabulary.concepts.items():
        for name in (sign_text(slug, language)["label"], concept.label, slug.replace("_", " "), *concept.synonyms):
            if words := compared(name):
                found.setdefault(words, slug)
    return found
