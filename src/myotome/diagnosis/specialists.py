"""Reads ``specialists.toml``: whom to refer to, how soon in words, and whom a red flag calls."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from pydantic import TypeAdapter

from myotome.words.errors import KnowledgeError
from myotome.words.rows import read_row
from myotome.words.shelf import Book, read_book
from myotome.words.source import Confidence
from myotome.words.timeframe import Timeframe


@dataclass(frozen=True, slots=True)
class Specialist:
    """One row: ``role`` is ``diagnosis``, ``therapy`` or ``home`` (already there); ``send`` is what to send along."""

    slug: str
    label: str
    role: Literal["diagnosis", "therapy", "home"]
    when: str
    send: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Settings:
    """The elicited numbers of a referral: weights and shares are 0 to 1."""

    weight_of_next: float
    least_share: float
    most_specialists: int
    must_not_miss_from: float
    must_not_miss_urgency: Timeframe
    usual_urgency: Timeframe
    source: str
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class Directory:
    """The whole table: ``urgency`` in words, ``flags`` from a red flag's slug to specialists, most needed first."""

    settings: Settings
    urgency: Mapping[Timeframe, str]
    flags: Mapping[str, tuple[str, ...]]
    specialists: Mapping[str, Specialist]


@lru_cache(maxsize=1)
def load_directory() -> Directory:
    """The packaged table; raises KnowledgeError naming the key."""
    return build_directory(read_book("myotome.diagnosis", "specialists.toml"))


def build_directory(book: Book) -> Directory:
    """The table from a parsed file, checked."""
    place = "diagnosis/specialists.toml"
    rows = {slug: {"slug": slug, **row} for slug, row in book.content.get("specialists", {}).items()}
    directory = read_row(_DIRECTORY, {**book.content, "specialists": rows}, place)
    for flag, called in directory.flags.items():
        if unknown := set(called) - set(directory.specialists):
            raise KnowledgeError(
                "calls a specialist that is not in the table", place=f"{place} > flags.{flag}", value=sorted(unknown)
            )
    if missing := set(Timeframe) - set(directory.urgency):
        raise KnowledgeError("an urgency has no words", place=place, value=sorted(missing))
    return directory


_DIRECTORY: TypeAdapter[Directory] = TypeAdapter(Directory)
