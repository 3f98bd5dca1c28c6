"""The knowledge base to read: every cause, test, treatment, drug and concept with its claims, sources and review state."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from myotome.clinic.doors import open_to
from myotome.clinic.knowledge.shelves import cause_page, entry_page
from myotome.record.roles import Role
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
    counts = [(slug, label, len(_shelf(slug))) for slug, label in SHELVES.items()]
    return render(request, "knowledge/shelves.html", {"counts": counts, "versions": knowledge().versions})


@open_to(Role.CLINICIAN, Role.REVIEWER)
def shelf(request: HttpRequest, shelf: str) -> HttpResponse:
    """One shelf, by name; ``search`` is any part of a label."""
    search = request.GET.get("search", "").strip()[:100]
    wanted = search.casefold()
    entries = [(slug, entry) for slug, entry in _shelf(shelf).items() if wanted in entry.label.casefold()]
    entries.sort(key=lambda pair: pair[1].label.casefold())
    context = {"shelf": shelf, "title": SHELVES[shelf], "entries": entries, "search": search}
    return render(request, "knowledge/shelf.html", context)


@open_to(Role.CLINICIAN, Role.REVIEWER)
def entry(request: HttpRequest, shelf: str, slug: str) -> HttpResponse:
    """One entry with every number and its source."""
    found = _shelf(shelf).get(slug)
    if found is None:
        raise UnknownName("nothing in the knowledge base has this name", value=slug)
    context = {"shelf": shelf, "title": SHELVES[shelf], "entry": found}
    if shelf == "causes":
        return render(request, "knowledge/cause.html", context | {"page": cause_page(found)})
    return render(request, "knowledge/entry.html", context | {"page": entry_page(found)})


def _shelf(name: str) -> Mapping[str, Any]:
    known = knowledge()
    shelves: Mapping[str, Mapping[str, Any]] = {
        "causes": known.causes,
        "tests": known.orders,
        "treatments": known.treatments,
        "drugs": known.drugs,
        "findings": known.vocabulary.concepts,
    }
    if name not in shelves:
        raise UnknownName("no such shelf", value=name)
    return shelves[name]
