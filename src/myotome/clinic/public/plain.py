"""For search engines: robots.txt and sitemap.xml, which have one address for all languages."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import override

from myotome.clinic.health.areas import areas
from myotome.clinic.health.pages import every_page
from myotome.clinic.public.same_for_everyone import same_for_everyone


@same_for_everyone
def robots(request: HttpRequest) -> HttpResponse:
    """The public pages may be read; forms, searches and everything behind the sign-in need not be."""
    hidden = ("/home/", "/sign-in/", "/health/search/", "/self-check/", *_prefixed("/health/search/", "/self-check/"))
    lines = ["User-agent: *", *(f"Disallow: {address}" for address in hidden), f"Sitemap: {_root(request)}/sitemap.xml"]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@same_for_everyone
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every public page in every language, each with its other languages."""
    root, rows = _root(request), []
    codes = [code for code, _ in settings.LANGUAGES]
    for name, kwargs in _pages():
        addresses = []
        for code in codes:
            with override(code):
                addresses.append((code, root + reverse(name, kwargs=kwargs)))
        others = format_html_join("", '<xhtml:link rel="alternate" hreflang="{}" href="{}"/>', addresses)
        rows += [format_html("<url><loc>{}</loc>{}</url>", address, others) for _, address in addresses]
    body = format_html_join("\n", "{}", ((row,) for row in rows))
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">'
    return HttpResponse(f"{head}\n{body}\n</urlset>\n", content_type="application/xml; charset=utf-8")


def _pages() -> Iterator[tuple[str, dict[str, str]]]:
    for name in ("front", "health", "article", "a_to_z", "health_body"):
        yield name, {}
    for area in areas():
        yield "health_area", {"area": area}
    for shelf, slug in every_page():
        yield "health_entry", {"shelf": shelf, "slug": slug}


def _prefixed(*addresses: str) -> Iterator[str]:
    for code, _ in settings.LANGUAGES:
        if code != settings.LANGUAGE_CODE:
            yield from (f"/{code}{address}" for address in addresses)


def _root(request: HttpRequest) -> str:
    return f"{request.scheme}://{request.get_host()}"
