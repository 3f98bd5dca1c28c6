from __future__ import annotations

from datetime import date

import pytest

from myotome.words.review import Signature
from myotome.words.standing import Decision, Review, State, standing

THIS, OTHER = "a" * 64, "b" * 64
TODAY = date(2026, 12, 1)


def _review(
    decision: Decision = Decision.APPROVE, sha256: str = THIS, day: str = "2026-11-01", due: str = ""
) -> Review:
    return Review("Dr A", "neurologist", day, sha256, decision, next_review=due)


@pytest.mark.parametrize(
    ("status", "signatures", "reviews", "state"),
    [
        ("draft", [], [], State.DRAFT),
        ("draft", [Signature("Dr A", "neurologist", "2026-11-01", THIS)], [], State.DRAFT),
        ("approved", [], [], State.CHANGED),
        ("approved", [Signature("Dr A", "neurologist", "2026-11-01", OTHER)], [], State.CHANGED),
        ("draft", [], [_review(sha256=OTHER)], State.CHANGED),
        ("draft", [], [_review(Decision.CHANGES, OTHER)], State.DRAFT),
        ("draft", [], [_review(), _review(Decision.WITHDRAW)], State.WITHDRAWN),
        ("draft", [], [_review(), _review(Decision.CHANGES)], State.CHANGES),
        (
            "approved",
            [Signature("Dr A", "neurologist", "2026-11-01", THIS)],
            [_review(Decision.WITHDRAW)],
            State.WITHDRAWN,
        ),
        ("superseded", [], [_review()], State.SUPERSEDED),
    ],
)
def test_nothing_but_a_standing_approval_of_this_content_is_approved(
    status: str, signatures: list[Signature], reviews: list[Review], state: State
) -> None:
    """No status, old signature, other content, objection or withdrawal passes for a review."""
    found = standing(THIS, status, signatures, reviews, today=TODAY)
    assert found.state is state
    assert not found.approved


def test_one_changed_letter_of_the_hash_voids_an_approval() -> None:
    """An approval stands for its content and no other."""
    assert standing(THIS, "draft", [], [_review()]).approved
    assert not standing(THIS[:-1] + "b", "draft", [], [_review()]).approved


def test_the_last_decision_on_this_content_counts_and_the_files_comes_first_on_the_same_day() -> None:
    """A clinic that withdraws on the day of the file's signature has withdrawn it; an approval after that stands again."""
    signed = [Signature("Dr A", "neurologist", "2026-11-01", THIS)]
    assert standing(THIS, "approved", signed).approved
    again = [_review(Decision.WITHDRAW), _review(day="2026-11-02")]
    assert standing(THIS, "approved", signed, again).approved


def test_an_overdue_review_is_said_and_a_day_to_come_is_not() -> None:
    """The day itself is still in time; without a date nothing is overdue."""
    late = _review(due="2026-11-30")
    assert standing(THIS, "draft", [], [late], today=TODAY).overdue
    assert not standing(THIS, "draft", [], [_review(due="2026-12-01")], today=TODAY).overdue
    assert not standing(THIS, "draft", [], [late]).overdue
    assert standing(THIS, "draft", next_review="2026-01-01", today=TODAY).overdue
