"""The bedside patterns: what a clinician thinks of at first sight, and the test that comes next. A first thought,
not a ranking.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NotRequired

from pydantic import TypeAdapter, with_config
from typing_extensions import TypedDict

from myotome.symptoms.concepts import load_vocabulary
from myotome.symptoms.need import Need, absent_concepts, narrower_concepts, present_concepts, read_need
from myotome.words.errors import KnowledgeError
from myotome.words.finding import Finding
from myotome.words.rows import FORBID_EXTRA, read_row
from myotome.words.shelf import Book, read_book
from myotome.words.source import Confidence


@dataclass(frozen=True, slots=True)
class Pattern:
    """One row: what must be present (``needs``), what must not (``without``), and what it makes one think of.

    ``causes`` and ``tests`` are slugs of the catalogues, most thought of first.
    """

    id: str
    pattern: str
    think_of: str
    next_test: str
    needs: tuple[Need, ...]
    without: tuple[Need, ...]
    causes: tuple[str, ...]
    tests: tuple[str, ...]
    source: str
    confidence: Confidence

    def concepts(self) -> frozenset[str]:
        """Every concept that it looks at."""
        return frozenset(slug for need in (*self.needs, *self.without) for slug in need.concepts())


@dataclass(frozen=True, slots=True)
class PatternMatch:
    """A pattern that the findings show, the concepts that show it, and what was not looked for and would end it if
    present.
    """

    pattern: Pattern
    because: tuple[str, ...]
    unchecked: tuple[str, ...]

    @property
    def settled(self) -> bool:
        """True when everything that must not be present was looked for."""
        return not self.unchecked


def matching_patterns(
    findings: Iterable[Finding], patterns: Mapping[str, Pattern] | None = None
) -> tuple[PatternMatch, ...]:
    """The patterns that the findings show, those with the most findings first; ``patterns`` defaults to the packaged
    table.

    A sign that must not be present ends the pattern when it is present. For each such line of which nothing was
    looked for, the match names its first concept as unchecked.
    """
    known = tuple(findings)
    present, absent = present_concepts(known), absent_concepts(known)
    found = [
        match
        for pattern in (load_patterns() if patterns is None else patterns).values()
        if (match := _match(pattern, present, absent)) is not None
    ]
    return tuple(sorted(found, key=lambda match: (-len(match.because), len(match.unchecked))))


@lru_cache(maxsize=1)
def load_patterns() -> Mapping[str, Pattern]:
    """The packaged patterns by id, in the table's order; raises KnowledgeError naming pattern and key."""
    return build_patterns(read_book("myotome.diagnosis", "patterns.toml"), narrower_concepts(load_vocabulary()))


def build_patterns(book: Book, narrower: Mapping[str, tuple[str, ...]] | None = None) -> dict[str, Pattern]:
    """Patterns from a parsed file; the row ``groups`` names lists of concepts that needs may use as ``@name``.

    ``narrower`` gives for a concept those that imply it, which then count as well.
    """
    content = dict(book.content)
    groups: Mapping[str, list[str]] = content.pop("groups", {})
    return {name: _pattern(name, row, groups, narrower or {}) for name, row in content.items()}


def _match(pattern: Pattern, present: frozenset[str], absent: frozenset[str]) -> PatternMatch | None:
    met: dict[str, None] = {}
    for need in pattern.needs:
        here = need.met_by(present)
        if not here:
            return None
        met.update(dict.fromkeys(here))
    if any(need.met_by(present) for need in pattern.without):
        return None
    unchecked = tuple(need.of[0] for need in pattern.without if absent.isdisjoint(need.of))
    return PatternMatch(pattern, tuple(met), unchecked)


def _pattern(
    name: str, row: object, groups: Mapping[str, list[str]], narrower: Mapping[str, tuple[str, ...]]
) -> Pattern:
    place = f"diagnosis/patterns.toml > {name}"
    page = read_row(_PATTERN, row, place)
    if not page["needs"]:
        raise KnowledgeError("a pattern needs something that must be present", place=place)
    return Pattern(
        id=name,
        pattern=page["pattern"],
        think_of=page["think_of"],
        next_test=page["next_test"],
        needs=tuple(read_need(line, groups, place, narrower) for line in page["needs"]),
        without=tuple(read_need(line, groups, place, narrower) for line in page.get("without", [])),
        causes=page["causes"],
        tests=page["tests"],
        source=page["source"],
        confidence=page["confidence"],
    )


@with_config(FORBID_EXTRA)
class _PatternRow(TypedDict):
    pattern: str
    think_of: str
    next_test: str
    needs: list[str]
    without: NotRequired[list[str]]
    causes: tuple[str, ...]
    tests: tuple[str, ...]
    source: str
    confidence: Confidence


_PATTERN: TypeAdapter[_PatternRow] = TypeAdapter(_PatternRow)
