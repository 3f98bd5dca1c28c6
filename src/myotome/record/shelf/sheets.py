"""What the shelf hands out: plain frozen sheets."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from myotome.journey.reviewed import review_words
from myotome.record.shelf.models import ReviewEntry, Snapshot
from myotome.words.standing import Decision, Review, Standing


@dataclass(frozen=True, slots=True)
class ReviewSheet:
    """How one entry of the knowledge stands today: ``state`` a word, ``sentence`` for people; days are ISO, empty where there is none.

    ``by``, ``role`` and ``date`` name the decision that makes it so; ``latest`` counts the clinic's decisions on the entry.
    """

    kind: str
    slug: str
    sha256: str
    state: str
    sentence: str
    approved: bool
    overdue: bool
    by: str = ""
    role: str = ""
    registration: str = ""
    date: str = ""
    next_review: str = ""
    remark: str = ""
    latest: int = 0


@dataclass(frozen=True, slots=True)
class DecisionSheet:
    """One decision of the clinic, as it was written."""

    review: Review
    clinic: str
    at: datetime


@dataclass(frozen=True, slots=True)
class SnapshotSheet:
    """One content as it stood: its hash, when it was first served here, and its text (TOML)."""

    kind: str
    slug: str
    sha256: str
    version: str
    program: str
    at: datetime
    text: str = field(repr=False)


def review_sheet(kind: str, slug: str, sha256: str, found: Standing, latest: int) -> ReviewSheet:
    """A standing as pages show it."""
    last = found.review
    named = (last.by, last.role, last.registration, last.date) if last else ("", "", "", "")
    return ReviewSheet(
        kind,
        slug,
        sha256,
        found.state.value,
        review_words(found),
        found.approved,
        found.overdue,
        *named,
        found.next_review,
        last.remark if last else "",
        latest,
    )


def review_of(row: ReviewEntry, day: str) -> Review:
    """A row as a decision; ``day`` (ISO) is that of its moment in the site's time zone."""
    due = row.next_review.isoformat() if row.next_review else ""
    return Review(row.by_name, row.role, day, row.sha256, Decision(row.decision), row.registration, row.remark, due)


def snapshot_sheet(row: Snapshot) -> SnapshotSheet:
    """A content as it was kept."""
    return SnapshotSheet(row.kind, row.slug, row.sha256, row.version, row.program, row.at, row.text)
