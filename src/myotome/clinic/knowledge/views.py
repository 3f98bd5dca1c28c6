"""The knowledge base to read: every cause, test, treatment, drug and concept with its claims, sources and review state."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from myotome.clinic.doors import open_to, user_of
from myotome.clinic.knowledge.forms import review_form
from myotome.clinic.knowledge.review_rows import counts_of
from myotome.clinic.knowledge.shelves import cause_page, entry_page
from myotome.journey.reviewed import FIELDS
from myotome.record.roles import Role
from myotome.record.shelf.reviews import (
    decisions_on,
    is_author,
    knowledge_as_reviewed,
    review_state_of,
    review_states,
)
from myotome.record.shelf.snapshots import snapshots_of
from myotome.wiring import knowledge
from myotome.words.errors import UnknownName

SHELVES: Final[Mapping[str, str]] = {
    "causes": "Causes",
    "tests": "Tests",
    "treatments": "Treatments",
    "drugs": "Drugs",
    "findings": "Findings",
}


@open_to(Role.CLINICIAN, Role.REVIEWER)
def shelves(request: HttpRequest) -> HttpResponse:
    """What there is, and how much of it a clinician has signed."""
    counted = counts_of(review_states())
    counts = [(slug, label, len(shelf_named(slug)), counted.get(slug)) for slug, label in SHELVES.items()]
    context = {"counts": counts, "all": counted["all"], "versions": knowledge_as_reviewed(knowledge()).versions}
    return render(request, "knowledge/shelves.html", context)


@open_to(Role.CLINICIAN, Role.REVIEWER)
def shelf(request: HttpRequest, shelf: str) -> HttpResponse:
    """One shelf, by name; ``search`` is any part of a label."""
    search = request.GET.get("search", "").strip()[:100]
    wanted = search.casefold()
    states = review_states()
    entries = [
        (slug, entry, states.get((shelf, slug)))
        for slug, entry in shelf_named(shelf).items()
        if wanted in entry.label.casefold()
    ]
    entries.sort(key=lambda row: row[1].label.casefold())
    context = {"shelf": shelf, "title": SHELVES[shelf], "entries": entries, "search": search}
    return render(request, "knowledge/shelf.html", context)


@open_to(Role.CLINICIAN, Role.REVIEWER)
def entry(request: HttpRequest, shelf: str, slug: str) -> HttpResponse:
    """One entry with every number and its source, how it stands reviewed, and for a reviewer the form to decide."""
    return entry_response(request, shelf, slug, None)


def entry_response(request: HttpRequest, shelf: str, slug: str, form: Any) -> HttpResponse:
    """The page of an entry; ``form`` is one that was sent and could not be taken."""
    found = shelf_named(shelf).get(slug)
    if found is None:
        raise UnknownName("nothing in the knowledge base has this name", value=slug)
    context: dict[str, Any] = {"shelf": shelf, "slug": slug, "title": SHELVES[shelf], "entry": found}
    if shelf in FIELDS:
        sheet = review_state_of(shelf, slug)
        context |= {"sheet": sheet, "decisions": decisions_on(shelf, slug), "kept": snapshots_of(shelf, slug)}
        if user_of(request).role == Role.REVIEWER:
            own = is_author(user_of(request).full_name, found.authors)
            context |= {"form": form or review_form(user_of(request), sheet), "own": own}
    status = 422 if form is not None else 200
    if shelf == "causes":
        return render(request, "knowledge/cause.html", context | {"page": cause_page(found)}, status=status)
    return render(request, "knowledge/entry.html", context | {"page": entry_page(found)}, status=status)


def shelf_named(name: str) -> Mapping[str, Any]:
    """The entries of one shelf by slug; raises UnknownName."""
    known = knowledge()
    if name == "findings":
        return known.vocabulary.concepts
    if name not in FIELDS:
        raise UnknownName("no such shelf", value=name)
    shelf: Mapping[str, Any] = getattr(known, FIELDS[name])
    return shelf
