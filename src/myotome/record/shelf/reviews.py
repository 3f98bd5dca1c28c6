"""Reviews of the knowledge by this clinic: who may give one, what stands today, and the knowledge that follows from it.

    review_state_of("causes", "als").sentence

A review is one decision on one content, known by its hash. It is written once, into the same chain of log lines as every access.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from myotome.journey.knowledge import Knowledge
from myotome.journey.knowledge_books import KnowledgeFile, knowledge_file, knowledge_files
from myotome.journey.reviewed import standing_of, taken_back, with_reviews
from myotome.record.audit import REFUSED, Access, write_access
from myotome.record.gateway import Refused
from myotome.record.models import User
from myotome.record.roles import Role
from myotome.record.shelf.models import ReviewEntry
from myotome.record.shelf.sheets import DecisionSheet, ReviewSheet, review_of, review_sheet
from myotome.words.errors import OutOfRange
from myotome.words.standing import APPROVED_STATUS, Decision, Review, standing

DEED = "review knowledge"
_KEPT: dict[str, tuple[object, Any]] = {}
"""By name: what it was worked out from, and the result."""
TITLES = frozenset({"dr", "prof", "professor", "mr", "mrs", "ms", "miss", "mx"})


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a reviewer hands in: the decision, in which role, on which content (``sha256``), and after how many earlier ones (``seen``).

    ``next_review`` is needed to approve; a remark is needed for everything else.
    """

    decision: Decision
    role: str
    sha256: str
    seen: int
    registration: str = ""
    remark: str = ""
    next_review: date | None = None


def review_state_of(kind: str, slug: str) -> ReviewSheet:
    """How one entry stands today; ``kind`` is a shelf (causes, tests, treatments, drugs). Raises UnknownName."""
    file = knowledge_file(kind, slug)
    return _sheet(file, _reviews(kind=kind, slug=slug).get((kind, slug), []), timezone.localdate())


def review_state_at(kind: str, slug: str, sha256: str, at: datetime) -> ReviewSheet:
    """How a content stood at a moment, by the decisions made until then; for what an old assessment used.

    A signature in the file counts where the file still has that content, and not before its day.
    """
    file, day = knowledge_file(kind, slug), timezone.localdate(at)
    given = _reviews(kind=kind, slug=slug, at__lte=at).get((kind, slug), [])
    signed = tuple(one for one in file.reviews if one.date <= day.isoformat())
    status = file.status if signed or file.status != APPROVED_STATUS else "draft"
    found = standing(sha256, status, signed, given, next_review=file.next_review, today=day)
    return review_sheet(kind, slug, sha256, found, len(given))


def review_states() -> dict[tuple[str, str], ReviewSheet]:
    """How every entry stands today, by shelf and slug, with one query."""
    given, today = _reviews(), timezone.localdate()
    return {key: _sheet(file, given.get(key, []), today) for key, file in knowledge_files().items()}


def decisions_on(kind: str, slug: str) -> tuple[DecisionSheet, ...]:
    """Every decision of the clinic on one entry, newest first."""
    rows = ReviewEntry.objects.filter(kind=kind, slug=slug).order_by("-pk")
    return tuple(DecisionSheet(review_of(row, _day(row.at)), row.clinic, row.at) for row in rows)


def decide(user: User, kind: str, slug: str, opinion: Opinion) -> ReviewSheet:
    """Write one decision down. Raises Refused, UnknownName, or OutOfRange with what is missing or has changed meanwhile."""
    now = timezone.now()
    file = knowledge_file(kind, slug)
    if user.role != Role.REVIEWER:
        write_access(Access(user, None, DEED, f"{kind}/{slug}", REFUSED), now)
        raise Refused("only a knowledge reviewer reviews", value=user.role)
    _check(user, file, opinion, timezone.localdate(now))
    with transaction.atomic():
        # The line in the log comes first: it locks the chain, so that of two reviewers the second one sees the first one's decision.
        purpose = f"{opinion.decision}: {kind}/{slug} {opinion.sha256[:12]}"
        write_access(Access(user, None, DEED, purpose), now)
        before = ReviewEntry.objects.filter(kind=kind, slug=slug).count()
        if before != opinion.seen:
            raise OutOfRange(
                "somebody else has decided on this meanwhile",
                value=slug,
                cure="Read their decision, then decide again.",
            )
        standing_before = review_state_of(kind, slug)
        if opinion.decision is Decision.WITHDRAW and not standing_before.approved:
            raise OutOfRange("there is no approval to take back", value=standing_before.state)
        ReviewEntry.objects.create(
            kind=kind,
            slug=slug,
            sha256=opinion.sha256,
            by=user,
            by_name=user.full_name,
            role=" ".join(opinion.role.split()),
            registration=" ".join(opinion.registration.split()),
            clinic=user.clinic.name if user.clinic else "",
            decision=opinion.decision.value,
            remark=opinion.remark.strip(),
            next_review=opinion.next_review if opinion.decision is Decision.APPROVE else None,
            at=now,
        )
    return review_state_of(kind, slug)


def role_last_given(user: User) -> tuple[str, str]:
    """Profession and registration that this reviewer stated last; empty before the first review."""
    row = ReviewEntry.objects.filter(by=user).order_by("-pk").first()
    return (row.role, row.registration) if row else ("", "")


def is_author(name: str, authors: tuple[str, ...]) -> bool:
    """True where ``name`` is among the authors, whatever the titles, order of case and dots."""
    return _plain(name) in {_plain(author) for author in authors}


def knowledge_as_reviewed(known: Knowledge) -> Knowledge:
    """``known`` with this clinic's decisions laid over it; its numbers are those of the files."""
    newest = _newest()
    if newest is None:
        return known
    today = timezone.localdate()
    laid: Knowledge = _kept("known", (id(known), newest, today), lambda: with_reviews(known, _reviews(), today))
    return laid


def reviews_given() -> Mapping[tuple[str, str], list[Review]]:
    """Every decision of the clinic by shelf and slug, oldest first."""
    return _reviews()


def taken_back_here() -> tuple[str, ...]:
    """``shelf/slug`` of what was approved as it is and no longer stands; empty in a quiet clinic."""
    newest = _newest()
    if newest is None:
        return ()
    names: tuple[str, ...] = _kept("taken back", newest, lambda: taken_back(knowledge_files(), _reviews()))
    return names


def _newest() -> tuple[int, datetime] | None:
    """The last decision of the clinic; what follows from the decisions is worked out again when there is another one."""
    return ReviewEntry.objects.order_by("-pk").values_list("pk", "at").first()


def _kept(what: str, key: object, work_out: Callable[[], Any]) -> Any:
    """What was worked out last under this name, if it was from the same; every page asks, and the answer changes with a review only."""
    held = _KEPT.get(what)
    if held is None or held[0] != key:
        held = _KEPT[what] = (key, work_out())
    return held[1]


def _sheet(file: KnowledgeFile, given: list[Review], today: date) -> ReviewSheet:
    return review_sheet(file.kind, file.slug, file.sha256, standing_of(file, given, today), len(given))


def _check(user: User, file: KnowledgeFile, opinion: Opinion, today: date) -> None:
    if opinion.sha256 != file.sha256:
        raise OutOfRange(
            "the text that you read is no longer the one that is used", value=opinion.sha256[:12], cure="Read it again."
        )
    if len(" ".join(opinion.role.split())) < 3:
        raise OutOfRange("your profession is missing", value=opinion.role, cure="Write for example “neurologist”.")
    if opinion.decision is Decision.APPROVE:
        if is_author(user.full_name, file.authors):
            raise OutOfRange(
                "you are one of its authors",
                value=user.full_name,
                cure="Ask a colleague: nobody approves their own text.",
            )
        if opinion.next_review is None or opinion.next_review <= today:
            raise OutOfRange(
                "an approval needs the day of its next review", value=opinion.next_review, cure="Choose a day to come."
            )
    elif len(opinion.remark.split()) < 2:
        raise OutOfRange("this decision needs a reason", value=opinion.remark, cure="Say what is wrong.")


def _reviews(**which: Any) -> Mapping[tuple[str, str], list[Review]]:
    found: dict[tuple[str, str], list[Review]] = {}
    for row in ReviewEntry.objects.filter(**which).order_by("pk"):
        found.setdefault((row.kind, row.slug), []).append(review_of(row, _day(row.at)))
    return found


def _day(at: datetime) -> str:
    return timezone.localdate(at).isoformat()


def _plain(name: str) -> str:
    words = name.casefold().replace(".", " ").replace(",", " ").split()
    return " ".join(sorted(word for word in words if word not in TITLES))
