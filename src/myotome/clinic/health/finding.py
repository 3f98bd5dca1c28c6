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
from myotome.clinic.health.letters import plain
from myotome.clinic.health.pages import Link, entry_of, every_page
from myotome.clinic.language.texts import text_of
from myotome.wiring import knowledge

LONGEST_QUERY: Final = 100
MOST_FOUND: Final = 20
CLOSE_ENOUGH: Final = 76.0
"""Likeness in per cent below which a name is not offered. Chosen on the misspellings of test_health_search; not a measurement."""
BY_SIGN: Final = 0.85
"""A page found through something that a person notices stands behind one found by its name that is this much less alike."""
OFTEN: Final = 0.4
SOMETIMES: Final = 0.15
MOST_BY_SIGN: Final = 10
"""A sign leads to the causes in which it is often present, else to those in which it sometimes is, and to no more than so many."""
FILLERS: Final = frozenset(
    [
        "a",
        "an",
        "and",
        "at",
        "in",
        "is",
        "it",
        "my",
        "of",
        "on",
        "or",
        "the",
        "to",
        "i",
        "have",
        "has",
        "with",
        "for",
        "me",
        "disease",
        "syndrome",
        "disorder",
    ]
)


@dataclass(frozen=True, slots=True)
class Found:
    """A page that answers a search. ``through`` is the sign that led to it, in English; empty when its name did."""

    link: Link
    likeness: float
    through: str = ""


def find(query: str) -> tuple[Found, ...]:
    """Pages for a query, best first; empty for a query without a letter."""
    wanted = _words(query[:LONGEST_QUERY])
    if not wanted:
        return ()
    best: dict[tuple[str, str], tuple[float, str]] = {}

    def offer(place: tuple[str, str], likeness: float, through: str = "") -> None:
        if likeness > best.get(place, (0.0, ""))[0]:
            best[place] = (likeness, through)

    names = _names(get_language() or "en")
    for name, likeness, _ in process.extract(wanted, list(names), scorer=_alike, limit=60, score_cutoff=CLOSE_ENOUGH):
        for place in names[name]:
            offer(place, likeness)
    signs = _signs()
    for name, likeness, _ in process.extract(wanted, list(signs), scorer=_alike, limit=5, score_cutoff=CLOSE_ENOUGH):
        concept = signs[name]
        for rank, slug in enumerate(_causes_with(concept)):
            offer(("causes", slug), BY_SIGN * likeness - rank * 0.1, knowledge().concept_labels[concept])
    ranked = sorted(best.items(), key=lambda item: -item[1][0])[:MOST_FOUND]
    return tuple(
        Found(Link(shelf, slug, text_of(shelf, slug)), likeness, through)
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


def _words(text: str, *, fillers: bool = False) -> str:
    """Lower case, no signs, and no fillers unless there is nothing else or they are asked for: what is compared."""
    words = re.findall(r"[^\W_]+(?:[\u0900-\u097f]*)", plain(text).replace("'", ""))
    kept = [word for word in words if word not in FILLERS]
    return " ".join(words if fillers or not kept else kept)


@lru_cache(maxsize=8)
def _names(language: str) -> Mapping[str, tuple[tuple[str, str], ...]]:
    """Every name of every page in English and in the language -> the pages that bear it."""
    found: dict[str, dict[tuple[str, str], None]] = {}
    headings = text_of("article", "headings", language)
    for place in every_page():
        shelf, slug = place
        entry = entry_of(shelf, slug)
        names = [entry.label, slug, text_of(shelf, slug, language)["label"], *getattr(entry, "synonyms", ())]
        names += re.split(r"[(),:]", entry.label)
        if shelf == "causes" and slug in article().headings:
            names += [article().headings[slug], headings[slug], *re.split(r"[(),:]| and ", article().headings[slug])]
        for name in names:
            for words in {_words(name.replace("_", " ")), _words(name.replace("_", " "), fillers=True)} - {""}:
                found.setdefault(words, {})[place] = None
    return {name: tuple(places) for name, places in found.items()}


@lru_cache(maxsize=1)
def _signs() -> Mapping[str, str]:
    """Every name of what can be noticed or found -> its concept."""
    found: dict[str, str] = {}
    for slug, concept in knowledge().vocabulary.concepts.items():
        for name in (concept.label, slug.replace("_", " "), *concept.synonyms):
            if words := _words(name):
                found.setdefault(words, slug)
    return found


@lru_cache(maxsize=512)
def _causes_with(concept: str) -> tuple[str, ...]:
    """Causes in which the sign is frequent, those first that are commonest in general practice."""
    causes, signs = knowledge().causes, knowledge().vocabulary.concepts
    # A complaint that no cause speaks of is looked up under the sign that it stands for, or under the wider sign that holds it.
    wider = (concept, signs[concept].stands_for.removeprefix("not "), *signs[concept].parents)
    concept = next((one for one in wider if any(one in cause.claims for cause in causes.values())), concept)
    told = {slug: cause.claims[concept].p for slug, cause in causes.items() if concept in cause.claims}
    often = [slug for slug, p in told.items() if p >= OFTEN] or [slug for slug, p in told.items() if p >= SOMETIMES]
    often.sort(key=lambda slug: -(causes[slug].claims[concept].p * causes[slug].share["primary"].value))
    return tuple(slug for slug in often if slug != "none_known")[:MOST_BY_SIGN]
