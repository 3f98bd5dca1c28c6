"""The numbers of the plan and its cautions, read from ``plan_rules.toml``, ``cautions.toml`` and ``exercise_limits.toml``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from pydantic import TypeAdapter

from myotome.treatment.treatment import Condition
from myotome.words.errors import KnowledgeError
from myotome.words.rows import FORBID_EXTRA, read_row
from myotome.words.shelf import Book, read_book
from myotome.words.source import Confidence


class Urgency(StrEnum):
    """When a caution has to be acted on, most urgent first."""

    NOW = "now"
    TODAY = "today"
    SOON = "soon"
    KNOW = "know"
    """To be known and passed on; nothing to do today."""

    @property
    def rank(self) -> int:
        """0 for the most urgent."""
        return list(Urgency).index(self)


@dataclass(frozen=True, slots=True)
class CautionRule:
    """A warning that holds when every condition of ``when`` holds."""

    __pydantic_config__ = FORBID_EXTRA

    slug: str
    text: str
    reason: str
    when: tuple[Condition, ...]
    urgency: Urgency = Urgency.KNOW
    source: str = "elicited"
    confidence: Confidence = Confidence.ELICITED


@dataclass(frozen=True, slots=True)
class Threshold:
    """One probability, 0 to 1, above which something is done."""

    __pydantic_config__ = FORBID_EXTRA

    value: float
    meaning: str
    source: str = "elicited"
    confidence: Confidence = Confidence.ELICITED

    def __post_init__(self) -> None:
        if not 0 <= self.value <= 1:
            raise KnowledgeError("a threshold must lie between 0 and 1", place="plan_rules", value=self.value)


@dataclass(frozen=True, slots=True)
class Rules:
    """Thresholds by name, the concepts that date the onset, the signs of getting better or worse, and all cautions."""

    thresholds: Mapping[str, Threshold]
    onset_concepts: frozenset[str]
    improving: frozenset[str]
    not_improving: frozenset[str]
    cautions: tuple[CautionRule, ...]
    exercise_limits: tuple[CautionRule, ...]
    child_below_years: float

    def threshold(self, name: str) -> float:
        """The probability called ``name``."""
        return self.thresholds[name].value


@lru_cache(maxsize=1)
def load_rules() -> Rules:
    """Read and check the three tables; raises KnowledgeError naming the file and the row."""
    package = "myotome.treatment"
    rules = read_book(package, "plan_rules.toml")
    return Rules(
        {name: read_row(_THRESHOLD, row, f"plan_rules > {name}") for name, row in rules.content["thresholds"].items()},
        frozenset(rules.content["timing"]["onset_concepts"]),
        frozenset(rules.content["timing"]["improving"]),
        frozenset(rules.content["timing"]["not_improving"]),
        _cautions(read_book(package, "cautions.toml")),
        _cautions(read_book(package, "exercise_limits.toml")),
        float(rules.content["programme"]["child_below_years"]),
    )


def _cautions(book: Book) -> tuple[CautionRule, ...]:
    return tuple(
        read_row(_CAUTION, {"slug": slug, **row}, f"{book.name} > {slug}")
        for slug, row in book.content.items()
        if slug != "review"
    )


_THRESHOLD: TypeAdapter[Threshold] = TypeAdapter(Threshold)
_CAUTION: TypeAdapter[CautionRule] = TypeAdapter(CautionRule)
