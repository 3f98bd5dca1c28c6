"""The parts of the health check, from ``parts.toml``: which of them a booking includes, and what each asks for."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from pydantic import TypeAdapter

from myotome.investigations.interpret import known_measures
from myotome.words.errors import KnowledgeError
from myotome.words.rows import FORBID_EXTRA, read_row
from myotome.words.shelf import read_book


class How(StrEnum):
    """How often a measure is taken."""

    ONE = "one"
    SIDES = "sides"
    BEST = "best"
    OPTIONAL = "optional"


@dataclass(frozen=True, slots=True)
class Part:
    """One part. ``kind``: interview, measures or nutrition; ``option`` empty for what every check has."""

    __pydantic_config__ = FORBID_EXTRA

    slug: str
    label: str
    kind: str
    measures: tuple[tuple[str, How], ...] = ()
    questions: tuple[str, ...] = ()
    option: str = ""
    how: str = ""
    within_days: int = 0
    report: bool = False
    """Whether a few sentences of whoever did it may stand beside the values."""

    def __post_init__(self) -> None:
        unknown = [measure for measure, _ in self.measures if measure not in known_measures()]
        if unknown or self.kind not in {"interview", "measures", "nutrition"}:
            raise KnowledgeError("a part asks for something unknown", place=self.slug, value=unknown or self.kind)


@dataclass(frozen=True, slots=True)
class Words:
    """What the letter says of a measure, and beside a value below, above or on the good side of its limit."""

    __pydantic_config__ = FORBID_EXTRA

    says: str
    low: str = ""
    high: str = ""
    fine: str = ""
    severe_only: bool = False
    """The only limit is that of a severe state: the good side of it is not told as good."""


def parts_of(options: Collection[str]) -> tuple[Part, ...]:
    """The parts of a check with these extras, in order."""
    return tuple(part for part in load_parts().values() if not part.option or part.option in options)


@lru_cache(maxsize=1)
def load_parts() -> Mapping[str, Part]:
    """Every part by slug; raises KnowledgeError naming the one that is broken."""
    rows = {slug: row for slug, row in _content().items() if slug not in {"words", "answers"}}
    return {slug: read_row(_PART, {"slug": slug, **row}, f"health_check > {slug}") for slug, row in rows.items()}


@lru_cache(maxsize=1)
def load_words() -> Mapping[str, Words]:
    """The letter's words by measure; every measure of a part has some."""
    words = {slug: read_row(_WORDS, row, f"health_check > words > {slug}") for slug, row in _content()["words"].items()}
    asked = {measure for part in load_parts().values() for measure, _ in part.measures}
    if asked - words.keys():
        raise KnowledgeError("a measure has no words for the letter", place="health_check", value=asked - words.keys())
    return words


@lru_cache(maxsize=1)
def load_answers() -> Mapping[str, Mapping[str, str]]:
    """What the letter says of a question that was answered: by concept, then ``yes`` or ``no``."""
    return read_row(_ANSWERS, _content()["answers"], "health_check > answers")


def _content() -> Mapping[str, Mapping[str, object]]:
    return read_book("myotome.journey.health_check", "parts.toml").content


_PART = TypeAdapter(Part)
_WORDS = TypeAdapter(Words)
_ANSWERS = TypeAdapter(Mapping[str, Mapping[str, str]])
