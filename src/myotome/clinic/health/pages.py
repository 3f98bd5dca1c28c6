"""One page of Health A to Z per cause, test and treatment, drawn from the catalogue, so that one review serves clinicians and patients."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from myotome.clinic.language.texts import Text, text_of
from myotome.record.shelf.reviews import review_state_of
from myotome.wiring import knowledge
from myotome.words.errors import UnknownName
from myotome.words.source import Source

SHELVES: Final[Mapping[str, Any]] = {"causes": _("Causes"), "tests": _("Tests"), "treatments": _("Treatments")}
MOST_RELATED: Final = 40


@dataclass(frozen=True, slots=True)
class Review:
    """Who stands behind a text as it is now: name, role and day; nobody where ``by`` is empty. ``next_review`` is when it is due again."""

    by: str
    role: str
    date: str
    next_review: str
    overdue: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """A way to another page of the catalogue; ``text`` is in the language of the page or in English."""

    shelf: str
    slug: str
    text: Text

    @property
    def address(self) -> str:
        """Where it leads."""
        return reverse("health_entry", kwargs={"shelf": self.shelf, "slug": self.slug})

    @property
    def label(self) -> str:
        """What it is called."""
        return self.text["label"]


@dataclass(frozen=True, slots=True)
class Page:
    """Everything that one page shows."""

    shelf: str
    slug: str
    text: Text
    also_called: tuple[str, ...]
    review: Review
    sources: tuple[tuple[str, str], ...]
    causes: tuple[Link, ...]
    tests: tuple[Link, ...]
    treatments: tuple[Link, ...]
    prescription: bool = False


def page_of(shelf: str, slug: str) -> Page:
    """The page in the active language; raises UnknownName for one that does not exist."""
    entry = entry_of(shelf, slug)
    known = knowledge()
    causes: Iterable[str] = ()
    tests: Iterable[str] = ()
    treatments: Iterable[str] = ()
    if shelf == "causes":
        tests, treatments = entry.settling_tests, entry.treatments
    elif shelf == "tests":
        causes = (name for name, cause in known.causes.items() if slug in cause.settling_tests)
    else:
        causes = (name for name, cause in known.causes.items() if slug in cause.treatments)
    return Page(
        shelf=shelf,
        slug=slug,
        text=text_of(shelf, slug),
        also_called=tuple(getattr(entry, "synonyms", ())),
        review=review_of(shelf, slug),
        sources=sources_of([entry]),
        causes=links("causes", causes),
        tests=links("tests", tests),
        treatments=links("treatments", treatments),
        prescription=bool(getattr(entry, "prescription", False)),
    )


def entry_of(shelf: str, slug: str) -> Any:
    """The catalogue's own entry; raises UnknownName."""
    found = shelf_of(shelf).get(slug)
    if found is None:
        raise UnknownName("no page of this name", place=shelf, value=slug)
    return found


def shelf_of(shelf: str) -> Mapping[str, Any]:
    """Every entry of a shelf by slug; raises UnknownName."""
    known = knowledge()
    shelves: Mapping[str, Mapping[str, Any]] = {
        "causes": known.causes,
        "tests": known.orders,
        "treatments": known.treatments,
    }
    if shelf not in shelves:
        raise UnknownName("no such part of Health A to Z", value=shelf)
    return shelves[shelf]


def links(shelf: str, slugs: Iterable[str]) -> tuple[Link, ...]:
    """Ways to these pages, in the order of their labels; slugs that the catalogue does not have are left out."""
    known = shelf_of(shelf)
    found = [Link(shelf, slug, text_of(shelf, slug)) for slug in dict.fromkeys(slugs) if slug in known]
    return tuple(sorted(found, key=lambda link: link.label.casefold()))[:MOST_RELATED]


def review_of(shelf: str, slug: str) -> Review:
    """The review that stands today, this clinic's own decisions included; the same that clinicians see."""
    state = review_state_of(shelf, slug)
    if not state.approved:
        return Review("", "", "", state.next_review)
    return Review(state.by, state.role, state.date, state.next_review, state.overdue)


def sources_of(entries: Iterable[Any]) -> tuple[tuple[str, str], ...]:
    """Every named source with its address or nothing, each once; estimates are no source and are said elsewhere."""
    cited = dict.fromkeys(source for entry in entries for source in entry.sources if "elicited" not in source)
    return tuple((text, Source(text).url or "") for text in cited)


@lru_cache(maxsize=8)
def every_page() -> tuple[tuple[str, str], ...]:
    """Shelf and slug of every page, in the order of the shelves."""
    return tuple((shelf, slug) for shelf in SHELVES for slug in shelf_of(shelf))
