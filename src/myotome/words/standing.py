"""Whether content of the knowledge stands reviewed: every decision on it, and the one that counts today."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from myotome.words.review import Signature

SUPERSEDED: Final = "superseded"
APPROVED_STATUS: Final = "approved"


class Decision(StrEnum):
    """What a reviewer decides on content that they have read."""

    APPROVE = "approve"
    CHANGES = "request changes"
    WITHDRAW = "withdraw"
    """Takes back an approval that stands, one's own or a colleague's: from now on the content counts as not reviewed."""


class State(StrEnum):
    """How content stands; only ``APPROVED`` is clinically reviewed."""

    APPROVED = "approved"
    DRAFT = "draft"
    CHANGED = "changed since approval"
    CHANGES = "changes requested"
    WITHDRAWN = "approval withdrawn"
    SUPERSEDED = "superseded"


@dataclass(frozen=True, slots=True)
class Review:
    """One decision: by whom, as what, on which day (ISO), on which content, and when it is to be read again.

    ``sha256`` is the hash of the content that was read; the decision says nothing about any other. ``registration`` is the number
    with a professional register, ``next_review`` a day (ISO); both, and ``remark``, may be empty.
    """

    by: str
    role: str
    date: str
    sha256: str
    decision: Decision = Decision.APPROVE
    registration: str = ""
    remark: str = ""
    next_review: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """How content stands: ``review`` is the decision that makes it so, None where nobody has decided; ``next_review`` a day (ISO)."""

    state: State
    review: Review | None = None
    next_review: str = ""
    overdue: bool = False

    @property
    def approved(self) -> bool:
        """True where a reviewer's approval stands for this very content. An overdue one still stands, and is said to be overdue."""
        return self.state is State.APPROVED


def standing(
    sha256: str,
    status: str,
    signatures: Iterable[Signature] = (),
    reviews: Sequence[Review] = (),
    *,
    next_review: str = "",
    today: date | None = None,
) -> Standing:
    """How the content with this hash stands.

    ``status``, ``signatures`` and ``next_review`` are those of its file; a signature counts only where the status is ``approved``.
    ``reviews`` are the clinic's own decisions in the order in which they were made. Of the decisions on this content the last one
    counts, the file's before the clinic's of the same day. Without ``today`` nothing is overdue.
    """
    if status == SUPERSEDED:
        return _dated(State.SUPERSEDED, None, next_review, today)
    given = [Review(s.by, s.role, s.date, s.sha256) for s in signatures] if status == APPROVED_STATUS else []
    decided = sorted((*given, *reviews), key=lambda review: review.date)
    on_this = [review for review in decided if review.sha256 == sha256]
    if on_this:
        last = on_this[-1]
        return _dated(_STATES[last.decision], last, last.next_review or next_review, today)
    approvals = [review for review in decided if review.decision is Decision.APPROVE]
    if approvals or status == APPROVED_STATUS:
        return _dated(State.CHANGED, approvals[-1] if approvals else None, next_review, today)
    return _dated(_SAID.get(status, State.DRAFT), None, next_review, today)


def _dated(state: State, review: Review | None, next_review: str, today: date | None) -> Standing:
    overdue = bool(today and next_review and date.fromisoformat(next_review) < today)
    return Standing(state, review, next_review, overdue)


_STATES: Final = {
    Decision.APPROVE: State.APPROVED,
    Decision.CHANGES: State.CHANGES,
    Decision.WITHDRAW: State.WITHDRAWN,
}
_SAID: Final = {state.value: state for state in (State.CHANGED, State.CHANGES, State.WITHDRAWN)}
"""States that an entry carries as its status once the clinic's decisions were laid over it."""
