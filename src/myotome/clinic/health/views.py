"""The pages of Health A to Z; every one is the same for everyone, but for the search."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from myotome.clinic.health.areas import area_of, areas, causes_of
from myotome.clinic.health.article import article
from myotome.clinic.health.figure import VIEWS, figure
from myotome.clinic.health.finding import LONGEST_QUERY, find
from myotome.clinic.health.letters import letters
from myotome.clinic.health.marking import data_block, marked_article, marked_page
from myotome.clinic.health.pages import SHELVES, Review, entry_of, links, page_of, sources_of
from myotome.clinic.house import house
from myotome.clinic.language.texts import Text, text_of
from myotome.clinic.public.frame import frame_of
from myotome.clinic.public.same_for_everyone import same_for_everyone
from myotome.record.readers.reads import counter
from myotome.words.errors import UnknownName

ARTICLE = ("article", "muscle-atrophy")


@same_for_everyone
def health(request: HttpRequest) -> HttpResponse:
    """The search, and the ways in: article, index, body map, and what people ask about most."""
    return render(request, "health/health.html", {"headings": _headings()})


@same_for_everyone
def article_page(request: HttpRequest) -> HttpResponse:
    """The article on muscle atrophy."""
    known, top = article(), text_of("article", "top")
    sections = [(section, text_of("article", section.slug)) for section in known.sections]
    signed = [one for one in known.reviews if known.status == "approved" and one.sha256 == known.sha256]
    last = signed[-1] if signed else None
    review = Review(last.by, last.role, last.date, known.next_review) if last else Review("", "", "", known.next_review)
    context = {
        "top": top,
        "sections": [
            (section, text, links(section.shelf, section.links) if section.shelf else ()) for section, text in sections
        ],
        "headings": _headings(),
        "review": review,
        "sources": sources_of(entry_of("causes", slug) for slug in known.headings),
        "marked": data_block(marked_article(known, top, review, frame_of(request))),
    }
    return _read(request, "health/article.html", context, *ARTICLE)


@same_for_everyone
def a_to_z(request: HttpRequest) -> HttpResponse:
    """Every page by its first letter."""
    return render(request, "health/a_to_z.html", {"letters": letters()})


@same_for_everyone
def health_entry(request: HttpRequest, shelf: str, slug: str) -> HttpResponse:
    """One cause, test or treatment."""
    try:
        page = page_of(shelf, slug)
    except UnknownName as error:
        raise Http404 from error
    marked = data_block(marked_page(page, frame_of(request)))
    context = {"page": page, "shelf": SHELVES[shelf], "review": page.review, "marked": marked, "now": help_now()}
    return _read(request, "health/entry.html", context, shelf, slug)


@same_for_everyone
def health_body(request: HttpRequest) -> HttpResponse:
    """The figure to explore, and its parts as a list."""
    addresses = {slug: reverse("health_area", kwargs={"area": slug}) for slug in areas()}
    views = [figure(view, addresses) for view in VIEWS]
    return render(request, "health/body.html", {"views": views, "areas": _areas()})


@same_for_everyone
def health_area(request: HttpRequest, area: str) -> HttpResponse:
    """What often shows in one part of the body."""
    try:
        found = area_of(area)
    except UnknownName as error:
        raise Http404 from error
    context = {"area": found, "causes": causes_of(found), "areas": _areas(), "now": help_now()}
    return render(request, "health/area.html", context)


@same_for_everyone
def health_search(request: HttpRequest) -> HttpResponse:
    """Pages that answer a query; says so when there is none."""
    query = " ".join(request.GET.get("q", "").replace("\x00", " ")[:LONGEST_QUERY].split())
    return render(request, "health/search.html", {"query": query, "found": find(query)})


def _read(request: HttpRequest, template: str, context: dict[str, Any], shelf: str, slug: str) -> HttpResponse:
    """A page whose reads are counted, with the question whether it helped."""
    counter.write_when_due()
    name = f"{shelf}/{slug}"
    # This reader is one of them.
    more = {"reads": counter.of(name) + 1, "helpful": reverse("helpful", kwargs={"shelf": shelf, "slug": slug})}
    response = render(request, template, context | more)
    response.read_as = name
    return response


def _headings() -> list[tuple[str, str, Text]]:
    """What people ask about most: name, address, and the text that the name is from."""
    text = text_of("article", "headings")
    return [
        (text[slug], reverse("health_entry", kwargs={"shelf": "causes", "slug": slug}), text)
        for slug in article().headings
    ]


def _areas() -> list[tuple[Any, str]]:
    return [(area, reverse("health_area", kwargs={"area": area.slug})) for area in areas().values()]


def help_now() -> dict[str, Any]:
    """When to get help at once, as the article says it, with the number of the house."""
    text = text_of("article", "help_now")
    first = [line.replace("{emergency}", house().emergency_number) for line in text.lines("text")]
    return {"text": text, "first": first, "items": text.lines("items")}
