from __future__ import annotations

import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
import tomli

from myotome.causes.shelf import read_cause
from myotome.journey.knowledge_books import knowledge_files
from myotome.journey.review_patch import review_patch, review_table
from myotome.journey.reviewed import standing_of
from myotome.words.shelf import Book
from myotome.words.standing import Decision, Review

ALS = knowledge_files()["causes", "als"]
ROOT = Path(__file__).parents[3]


def _review(decision: Decision = Decision.APPROVE, **more: str) -> Review:
    given = {"by": 'Prof “J” "Hale"', "role": "neurologist", "date": "2026-11-29", "sha256": ALS.sha256, **more}
    return Review(decision=decision, **given)


def _as_file(reviews: list[Review]) -> Book:
    text = f"{ALS.content}\n{review_table(ALS, reviews)}"
    return Book("als", text, tomli.loads(text))


@pytest.mark.parametrize("reviews", [[], [_review(sha256="0" * 64)]])
def test_decisions_that_do_not_concern_this_content_change_nothing(reviews: list[Review]) -> None:
    """No decision, or one on another text: an empty patch."""
    assert review_patch(ALS, reviews) == ""


def test_an_approval_flows_back_and_stands_in_the_repository_too() -> None:
    """The file after the patch is approved by the same person for the same hash; its content is what it was, to the letter."""
    book = _as_file([_review(registration="GMC 0000000", next_review="2027-11-29")])
    cause = read_cause(book)
    assert book.sha256 == ALS.sha256
    assert standing_of(cause).approved
    assert (cause.status, cause.next_review) == ("approved", "2027-11-29")
    (signature,) = cause.reviews
    assert (signature.by, signature.role) == ('Prof “J” "Hale"', "neurologist (GMC 0000000)")
    assert cause.authors == ALS.authors


@pytest.mark.parametrize(
    ("reviews", "status"),
    [
        ([_review(), _review(Decision.WITHDRAW, remark="A trial was retracted.")], "draft"),
        ([_review(), _review(Decision.CHANGES, remark='Line one\n[review]\nstatus = "approved"')], "in review"),
    ],
)
def test_an_objection_takes_the_signature_out_and_its_remark_stays_a_comment(
    reviews: list[Review], status: str
) -> None:
    """Withdrawn or sent back: no signature on this content, and a remark with a table in it stays one comment line."""
    cause = read_cause(_as_file(reviews))
    assert (cause.status, cause.reviews) == (status, ())
    assert not standing_of(cause).approved
    assert _as_file(reviews).content["review"]["status"] == status


def test_an_approval_after_a_withdrawal_is_the_only_signature() -> None:
    """What was withdrawn does not come back with it."""
    again = _review(by="Dr B")
    cause = read_cause(_as_file([_review(), _review(Decision.WITHDRAW, remark="no longer"), again]))
    assert [one.by for one in cause.reviews] == ["Dr B"]


def test_the_patch_applies_with_git(tmp_path: Path) -> None:
    """Applied in a copy of the repository's file it gives the file that was meant."""
    target = tmp_path / ALS.path
    target.parent.mkdir(parents=True)
    target.write_text((ROOT / ALS.path).read_text(encoding="utf-8"), encoding="utf-8")
    reviews = [_review(next_review="2027-11-29", remark="Read with all sources.")]
    patch = review_patch(ALS, reviews)
    assert patch
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    subprocess.run(["git", "apply", "-"], cwd=tmp_path, input=patch, text=True, check=True)
    assert target.read_text(encoding="utf-8") == f"{ALS.content}\n{review_table(ALS, reviews)}"


def test_a_superseded_file_stays_superseded() -> None:
    """No decision brings it back."""
    old = replace(ALS, status="superseded")
    assert 'status = "superseded"' in review_table(old, [_review()])
