"""The English texts that can be translated: one book per kind, each text a few named fields, and the hash that a translation names."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from hashlib import sha256
from types import MappingProxyType
from typing import Any, Final

from myotome.clinic.health.article import article_texts
from myotome.clinic.health.signs import signs_people_tell
from myotome.symptoms.interview import Interview, Question
from myotome.symptoms.red_flags import load_flags
from myotome.wiring import knowledge
from myotome.words.errors import UnknownName

Fields = Mapping[str, str]


def _labelled(entry: Any) -> dict[str, str]:
    return {"label": entry.label, "patient": entry.patient}


def _asked(question: Question) -> dict[str, str]:
    return {"text": question.text, **{f"options.{slug}": option.text for slug, option in question.options.items()}}


def _sections() -> dict[str, Fields]:
    script = Interview(knowledge().vocabulary).script
    return {slug: {"title": section.title} for slug, section in script.sections.items()}


def _questions() -> dict[str, Fields]:
    script = Interview(knowledge().vocabulary).script
    return {slug: _asked(question) for slug, question in script.questions.items()}


BOOKS: Final[Mapping[str, Callable[[], Mapping[str, Fields]]]] = MappingProxyType(
    {
        "causes": lambda: {slug: _labelled(entry) for slug, entry in knowledge().causes.items()},
        "tests": lambda: {slug: _labelled(entry) for slug, entry in knowledge().orders.items()},
        "treatments": lambda: {slug: _labelled(entry) for slug, entry in knowledge().treatments.items()},
        "questions": _questions,
        "sections": _sections,
        "signs": lambda: {slug: {"label": label} for slug, label in signs_people_tell().items()},
        "article": article_texts,
        "red_flags": lambda: {slug: {"patient": flag.patient} for slug, flag in load_flags().items()},
    }
)
"""Name of the table -> its English texts by slug."""


@lru_cache(maxsize=16)
def english(book: str) -> Mapping[str, Fields]:
    """Every text of a book in English, whitespace folded; raises UnknownName for a book that does not exist."""
    if book not in BOOKS:
        raise UnknownName("no such book of texts", value=book, cure=f"Choose among {', '.join(BOOKS)}.")
    return {slug: {name: _folded(text) for name, text in fields.items()} for slug, fields in BOOKS[book]().items()}


def hash_of(fields: Fields) -> str:
    """First 12 hex digits of the SHA-256 over the fields, each ``name: text`` on a line of its own, in order."""
    return sha256("\n".join(f"{name}: {text}" for name, text in fields.items()).encode()).hexdigest()[:12]


def _folded(text: str) -> str:
    """Line breaks of the file are no part of the text, so that re-wrapping a paragraph makes no translation stale."""
    return " ".join(text.split())
