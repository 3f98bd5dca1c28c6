"""A text of the knowledge in the language of the page, or in English where its translation is missing or no longer fits."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any, Final

from django.utils.translation import get_language, get_language_info

from myotome.clinic.language.books import BOOKS, english, hash_of
from myotome.wiring import knowledge
from myotome.words.errors import KnowledgeError, UnknownName
from myotome.words.shelf import read_book

SOURCE: Final = "en"
PLACEHOLDER: Final = re.compile(r"\{[a-z_]+\}")


@dataclass(frozen=True, slots=True)
class Text:
    """One text by its fields. ``language`` is the one that it is in; ``read_by`` who read the translation, empty for nobody."""

    fields: Mapping[str, str]
    language: str
    asked: str
    read_by: str = ""

    def __getitem__(self, name: str) -> str:
        """A field; KeyError for one that this book does not have."""
        return self.fields[name]

    @property
    def as_asked(self) -> bool:
        """Whether it is in the language of the page."""
        return self.language == self.asked

    def __contains__(self, name: str) -> bool:
        """Whether it has this field."""
        return name in self.fields

    def lines(self, part: str) -> tuple[str, ...]:
        """The fields ``part.1``, ``part.2`` and so on, in order."""
        return tuple(text for name, text in self.fields.items() if name.startswith(f"{part}."))

    @property
    def drafted(self) -> bool:
        """Whether a machine drafted it and nobody has read it since."""
        return self.language != SOURCE and not self.read_by

    @property
    def direction(self) -> str:
        """``rtl`` or ``ltr``."""
        return "rtl" if get_language_info(self.language)["bidi"] else "ltr"


def text_of(book: str, slug: str, language: str | None = None) -> Text:
    """The text in ``language`` (the active one unless named); raises UnknownName for a slug that the book does not have."""
    asked = language or get_language() or SOURCE
    source = english(book).get(slug)
    if source is None:
        raise UnknownName("no text of this name", place=book, value=slug)
    row = _usable(book, asked).get(slug)
    return Text(row["fields"], asked, asked, row["read_by"]) if row else Text(source, SOURCE, asked)


def sign_text(slug: str, language: str | None = None) -> Text:
    """The label of a concept: of every one that people can tell of in ``language``, of what only a test shows in English."""
    if slug in english("signs"):
        return text_of("signs", slug, language)
    return Text({"label": knowledge().concept_labels[slug]}, SOURCE, language or get_language() or SOURCE)


def faults(book: str, language: str) -> dict[str, str]:
    """Why each entry of the table, or each text without one, is not shown, by slug; empty when everything is."""
    rows, found = _table(book, language), {}
    for slug, source in english(book).items():
        if slug not in rows:
            found[slug] = "missing"
        elif problem := _problem(source, rows[slug]):
            found[slug] = problem
    return found | {slug: "there is no such English text" for slug in rows if slug not in english(book)}


@lru_cache(maxsize=128)
def _usable(book: str, language: str) -> dict[str, dict[str, Any]]:
    if language == SOURCE:
        return {}
    source = english(book)
    return {
        slug: {"fields": row["fields"], "read_by": row["read_by"]}
        for slug, row in _table(book, language).items()
        if slug in source and not _problem(source[slug], row)
    }


def _problem(source: Mapping[str, str], row: Mapping[str, Any]) -> str:
    """Why a row may not be shown: the first reason that holds."""
    fields: Mapping[str, str] = row["fields"]
    if unfilled := [name for name in source if not fields.get(name)]:
        return f"not filled: {', '.join(unfilled)}"
    if strange := [name for name in fields if name not in source]:
        return f"the English has no {', '.join(strange)}"
    if row["of"] != hash_of(source):
        return "the English has changed since"
    for name, text in source.items():
        if sorted(PLACEHOLDER.findall(text)) != sorted(PLACEHOLDER.findall(fields[name])):
            return f"{name} must keep {', '.join(PLACEHOLDER.findall(text)) or 'no placeholder'}"
    return ""


def _table(book: str, language: str) -> dict[str, dict[str, Any]]:
    """The rows of a language's table, nested options flattened; empty where the language has no such table."""
    if book not in BOOKS or not re.fullmatch(r"[a-z]{2,3}(-[a-z]+)?", language):
        raise UnknownName("no such book or language", value=f"{language}/{book}")
    if not files("myotome.clinic.language").joinpath(language, f"{book}.toml").is_file():
        return {}
    place = f"language/{language}/{book}.toml"
    rows = {}
    for slug, row in read_book("myotome.clinic.language", f"{language}/{book}.toml").content.items():
        if not isinstance(row, dict):
            raise KnowledgeError("a translation is a table of texts", place=place, value=slug)
        kept = {key: value for key, value in row.items() if key not in {"of", "read_by"}}
        rows[slug] = {
            "of": str(row.get("of", "")),
            "read_by": str(row.get("read_by", "")),
            "fields": dict(_flat(kept, f"{place} > {slug}")),
        }
    return rows


def _flat(row: Mapping[str, Any], place: str, before: str = "") -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for key, value in row.items():
        if isinstance(value, dict):
            found += _flat(value, place, f"{before}{key}.")
        elif isinstance(value, str):
            found.append((before + key, " ".join(value.split())))
        else:
            raise KnowledgeError("a translation holds texts only", place=f"{place} > {before}{key}", value=value)
    return found
