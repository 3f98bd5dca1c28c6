"""Reads what the public pages are made of before somebody waits for it: figure, texts, templates, the names that the search knows.

Pages themselves are not made: their address is part of them, and no address is known before the first request.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from django.conf import settings
from django.template.loader import get_template
from django.utils.translation import override

from myotome.clinic.disease_names import names_a_disease
from myotome.clinic.health.areas import areas, causes_of
from myotome.clinic.health.figure import VIEWS, figure
from myotome.clinic.health.finding import find
from myotome.clinic.intake.flow import interview
from myotome.clinic.language.books import BOOKS, english
from myotome.clinic.language.texts import text_of

TEMPLATES: Final = (
    "public/front.html", "health/health.html", "health/article.html", "health/entry.html", "health/body.html", "health/a_to_z.html",
    "health/area.html", "health/search.html", "self_check/start.html", "self_check/question.html", "self_check/result.html",
)  # fmt: skip


def page_parts() -> Iterator[Callable[[], object]]:
    """What to read, in small steps, that first for which a reader would wait longest."""
    addresses = dict.fromkeys(areas(), "")
    yield from (lambda view=view: figure(view, addresses) for view in VIEWS)
    yield from (lambda name=name: get_template(name) for name in TEMPLATES)
    languages = [code for code, _ in settings.LANGUAGES]
    yield from (lambda book=book, code=code: _table(book, code) for book in BOOKS for code in languages)
    yield lambda: [causes_of(area) for area in areas().values()]
    yield interview
    yield from (lambda code=code: _search(code) for code in languages)
    yield lambda: names_a_disease("")


def _table(book: str, language: str) -> None:
    text_of(book, next(iter(english(book))), language)


def _search(language: str) -> None:
    with override(language):
        find("hand")
