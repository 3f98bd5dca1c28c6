"""The article on muscle atrophy: its sections in order, its headings, its review; read from article.toml and checked on load."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from myotome.words.errors import KnowledgeError
from myotome.words.review import Signature
from myotome.words.shelf import read_book


@dataclass(frozen=True, slots=True)
class Section:
    """One part: title, paragraphs, items of a list, and slugs of the pages of ``shelf`` that it leads to."""

    slug: str
    title: str
    text: tuple[str, ...]
    items: tuple[str, ...]
    shelf: str
    links: tuple[str, ...]

    @property
    def fields(self) -> dict[str, str]:
        """Its texts by name, for translation."""
        return dict(_named(self))


@dataclass(frozen=True, slots=True)
class Article:
    """The whole article. ``headings`` are the conditions by cause, under the names by which people look for them."""

    title: str
    lead: str
    names: tuple[str, ...]
    sections: tuple[Section, ...]
    headings: Mapping[str, str]
    status: str
    reviews: tuple[Signature, ...]
    next_review: str
    sha256: str


@lru_cache(maxsize=1)
def article() -> Article:
    """The article as its file states it; raises KnowledgeError when a part is missing."""
    book = read_book("myotome.clinic.health", "article.toml")
    content = book.content
    try:
        head, review = content["article"], content["review"]
        return Article(
            title=head["title"],
            lead=head["lead"],
            names=tuple(head["names"]),
            sections=tuple(_section(slug, row) for slug, row in content["sections"].items()),
            headings=content["headings"],
            status=review["status"],
            reviews=tuple(Signature(**row) for row in review.get("reviews", ())),
            next_review=review.get("next_review", ""),
            sha256=book.sha256,
        )
    except (KeyError, TypeError) as error:
        raise KnowledgeError(f"a part of the article is missing: {error}", place="health/article.toml") from error


def article_texts() -> dict[str, dict[str, str]]:
    """The article's texts by section and name, for translation; ``top`` holds title and lead, ``headings`` the conditions."""
    known = article()
    return {
        "top": {"title": known.title, "lead": known.lead},
        **{section.slug: section.fields for section in known.sections},
        "headings": dict(known.headings),
    }


def _section(slug: str, row: Mapping[str, Any]) -> Section:
    return Section(
        slug,
        row["title"],
        tuple(row.get("text", ())),
        tuple(row.get("items", ())),
        row.get("shelf", ""),
        tuple(row.get("links", ())),
    )


def _named(section: Section) -> Iterator[tuple[str, str]]:
    yield "title", section.title
    for part in ("text", "items"):
        for number, line in enumerate(getattr(section, part), 1):
            yield f"{part}.{number}", line
