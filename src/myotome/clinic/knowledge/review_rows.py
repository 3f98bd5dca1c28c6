"""The review list: every file with how it stands, filtered by state, shelf, family and name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from myotome.journey.knowledge_books import KnowledgeFile, knowledge_files
from myotome.record.shelf.sheets import ReviewSheet
from myotome.words.standing import State

STATES: Final[Mapping[str, str]] = {
    "open": "Not reviewed",
    "overdue": "Review overdue",
    State.CHANGED.value: "Changed since approval",
    State.CHANGES.value: "Changes requested",
    State.WITHDRAWN.value: "Approval withdrawn",
    State.APPROVED.value: "Approved",
    "": "Everything",
}
"""Filter and what it is called; ``open`` is everything that does not stand approved."""


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """One line of the list."""

    file: KnowledgeFile
    sheet: ReviewSheet


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the list is filtered by; an empty field filters nothing."""

    state: str = "open"
    shelf: str = ""
    family: str = ""
    search: str = ""
    must_not_miss: bool = False


@dataclass(frozen=True, slots=True)
class Count:
    """How many files of a shelf there are, stand approved, and are overdue."""

    files: int
    approved: int
    overdue: int


def review_rows(states: Mapping[tuple[str, str], ReviewSheet], wanted: Wanted) -> tuple[ReviewRow, ...]:
    """The files that fit, those that must not be missed first, then by name."""
    rows = [ReviewRow(file, states[key]) for key, file in knowledge_files().items()]
    fitting = [row for row in rows if _fits(row, wanted)]
    return tuple(sorted(fitting, key=lambda row: (not row.file.must_not_miss, row.file.label.casefold())))


def families(shelf: str) -> tuple[str, ...]:
    """Families of a shelf, or of all of them."""
    return tuple(sorted({f.family for f in knowledge_files().values() if f.family and shelf in ("", f.kind)}))


def counts_of(states: Mapping[tuple[str, str], ReviewSheet]) -> dict[str, Count]:
    """Counts by shelf, and under ``all`` for the whole knowledge."""
    kinds = dict.fromkeys(kind for kind, _ in states)
    return {
        kind: Count(len(found), sum(s.approved for s in found), sum(s.overdue for s in found))
        for kind, found in (
            *((kind, [s for (k, _), s in states.items() if k == kind]) for kind in kinds),
            ("all", list(states.values())),
        )
    }


def _fits(row: ReviewRow, wanted: Wanted) -> bool:
    state = wanted.state
    stands = (
        not state
        or (state == "open" and not row.sheet.approved)
        or (state == "overdue" and row.sheet.overdue)
        or state == row.sheet.state
    )
    return (
        stands
        and wanted.shelf in ("", row.file.kind)
        and wanted.family in ("", row.file.family)
        and (row.file.must_not_miss or not wanted.must_not_miss)
        and wanted.search.casefold() in row.file.label.casefold()
    )
