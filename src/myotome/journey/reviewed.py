"""The knowledge as it stands reviewed: a clinic's own decisions laid over the signatures in the files. No number changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Final, Protocol, TypeVar

from myotome.journey.knowledge import Knowledge
from myotome.journey.knowledge_books import KnowledgeFile
from myotome.journey.wording import day_words
from myotome.words.review import Signature
from myotome.words.standing import Decision, Review, Standing, State, standing

FIELDS: Final[Mapping[str, str]] = {"causes": "causes", "tests": "orders", "treatments": "treatments", "drugs": "drugs"}
"""Shelf whose entries carry a review, and the field of ``Knowledge`` that holds it."""
NOT_REVIEWED: Final = "Not clinically reviewed"

Reviews = Mapping[tuple[str, str], Sequence[Review]]
"""A clinic's decisions by shelf and slug, each in the order in which they were made."""
T = TypeVar("T", bound=Any)


class Signed(Protocol):
    """What is signed for by its hash: a file, or the cause, test, treatment or drug made of it."""

    @property
    def sha256(self) -> str:
        """Hash of its content."""
        ...

    @property
    def status(self) -> str:
        """As its file says."""
        ...

    @property
    def reviews(self) -> tuple[Signature, ...]:
        """Signatures in the file."""
        ...

    @property
    def next_review(self) -> str:
        """Day (ISO) on which it is to be read again."""
        ...


def standing_of(entry: Signed, reviews: Sequence[Review] = (), today: date | None = None) -> Standing:
    """How one entry stands, by its file and the clinic's own decisions on it."""
    return standing(entry.sha256, entry.status, entry.reviews, reviews, next_review=entry.next_review, today=today)


def with_reviews(knowledge: Knowledge, reviews: Reviews, today: date | None = None) -> Knowledge:
    """The same knowledge in which every entry carries its standing, and ``versions`` the count of approved files."""
    changed: dict[str, Any] = {}
    approved = 0
    for kind, name in FIELDS.items():
        changed[name] = shelf = dict(getattr(knowledge, name))
        for slug, entry in shelf.items():
            given = reviews.get((kind, slug), ())
            found = standing_of(entry, given, today)
            approved += found.approved
            if given:
                shelf[slug] = _laid_over(entry, found)
    return replace(knowledge, **changed, versions=replace(knowledge.versions, approved=approved))


def taken_back(files: Mapping[tuple[str, str], KnowledgeFile], reviews: Reviews) -> tuple[str, ...]:
    """``shelf/slug`` of every file whose present content somebody had approved and that no longer stands, in order."""
    out = []
    for (kind, slug), given in reviews.items():
        file = files.get((kind, slug))
        if file is None:
            continue
        once = standing_of(file).approved or any(
            one.decision is Decision.APPROVE and one.sha256 == file.sha256 for one in given
        )
        if once and not standing_of(file, given).approved:
            out.append(f"{kind}/{slug}")
    return tuple(sorted(out))


def review_words(found: Standing) -> str:
    """How something stands in one sentence, as every page and report says it."""
    last = found.review
    who = f"{last.by}, {last.role}" if last else ""
    on = f" on {day_words(last.date)}" if last else ""
    if found.approved:
        due = ""
        if found.next_review:
            due = f" Its next review {'was due' if found.overdue else 'is due'} on {day_words(found.next_review)}."
        return f"Reviewed by {who},{on}.{due}" if last else f"Reviewed.{due}"
    if found.state is State.CHANGED:
        return f"{NOT_REVIEWED}: it changed after {who or 'somebody'} approved it{on}."
    if found.state is State.WITHDRAWN:
        return f"{NOT_REVIEWED}: {who or 'a reviewer'} withdrew the approval{on}."
    if found.state is State.CHANGES:
        return f"{NOT_REVIEWED}: {who or 'a reviewer'} asked for changes{on}."
    if found.state is State.SUPERSEDED:
        return "Superseded: kept so that older assessments can be understood."
    return f"{NOT_REVIEWED}: a draft that no clinician has signed."


def _laid_over(entry: T, found: Standing) -> T:
    last = found.review
    signed = (Signature(last.by, last.role, last.date, last.sha256),) if found.approved and last else ()
    return replace(entry, status=found.state.value, reviews=signed, next_review=found.next_review)
