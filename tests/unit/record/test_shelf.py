"""Snapshots and reviews of the knowledge: written once, for one content, by a reviewer who did not write it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from types import MappingProxyType
from typing import Any

import pytest

pytest.importorskip("django")
pytest.importorskip("axes")

from clinic_site import user
from myotome.words.errors import OutOfRange, UnknownName, UsageError
from myotome.words.standing import Decision

SOON = datetime.now(UTC).date() + timedelta(days=365)


def _opinion(**changes: Any) -> Any:
    from myotome.record.shelf.reviews import Opinion, review_state_of

    now = review_state_of("causes", "als")
    return replace(
        Opinion(Decision.APPROVE, "Consultant neurologist", now.sha256, now.latest, next_review=SOON), **changes
    )


def _decide(**changes: Any) -> Any:
    from myotome.record.shelf.reviews import decide

    return decide(user("reviewer"), "causes", "als", _opinion(**changes))


def test_the_demo_says_of_everything_that_no_clinician_signed_it() -> None:
    """Every entry of a new clinic is a draft, and no assessment counts an approved file."""
    from myotome.record.shelf.reviews import knowledge_as_reviewed, review_states
    from myotome.wiring import knowledge

    found = review_states()
    assert len(found) > 250
    assert {kind for kind, _ in found} == {"causes", "tests", "treatments", "drugs"}
    for sheet in found.values():
        assert not sheet.approved
        assert sheet.sentence.startswith("Not clinically reviewed")
    versions = knowledge_as_reviewed(knowledge()).versions
    assert (versions.approved, versions.files) == (0, len(found))


@pytest.mark.parametrize("name", ["clinician", "desk", "admin", "patient"])
def test_nobody_but_a_reviewer_reviews(name: str) -> None:
    """Every other role is refused, nothing is written but the refusal in the log."""
    from myotome.record.gateway import Refused
    from myotome.record.models import AccessLog
    from myotome.record.shelf.models import ReviewEntry
    from myotome.record.shelf.reviews import decide

    with pytest.raises(Refused):
        decide(user(name), "causes", "als", _opinion())
    assert not ReviewEntry.objects.exists()
    assert AccessLog.objects.order_by("-pk").first().outcome == "refused"


@pytest.mark.parametrize(
    "changes",
    [
        {"sha256": "0" * 64},
        {"role": " "},
        {"next_review": None},
        {"next_review": date(2020, 1, 1)},
        {"decision": Decision.CHANGES},
        {"decision": Decision.WITHDRAW, "remark": "out of date now"},
        {"seen": 1},
    ],
)
def test_a_decision_that_says_too_little_or_comes_too_late_is_refused(changes: Mapping[str, Any]) -> None:
    """Another text than the one in use, no profession, no next review, no reason, nothing to withdraw: no row."""
    from myotome.record.shelf.models import ReviewEntry

    with pytest.raises(OutOfRange):
        _decide(**changes)
    assert not ReviewEntry.objects.exists()


def test_an_approval_names_who_as_what_and_until_when_and_shows_in_the_knowledge_of_later_assessments() -> None:
    """One approved file counts as one; its entry carries the signature; the numbers are the same objects as before."""
    from myotome.record.shelf.reviews import knowledge_as_reviewed
    from myotome.wiring import knowledge

    sheet = _decide(registration="GMC 0000000")
    assert sheet.approved
    assert (sheet.by, sheet.role, sheet.registration) == ("Prof Jonas Hale", "Consultant neurologist", "GMC 0000000")
    assert sheet.next_review == SOON.isoformat()
    assert "Reviewed by Prof Jonas Hale, Consultant neurologist" in sheet.sentence
    known, before = knowledge_as_reviewed(knowledge()), knowledge()
    assert known.versions.approved == 1
    als = known.causes["als"]
    assert als.status == "approved"
    assert [one.by for one in als.reviews] == ["Prof Jonas Hale"]
    assert als.claims is before.causes["als"].claims
    assert known.reasoner is before.reasoner
    assert before.causes["als"].status == "draft"


def test_a_withdrawn_approval_stands_no_longer_and_says_so() -> None:
    """After the withdrawal the entry is not reviewed, who withdrew it is said, and it is on the list that calls for new assessments."""
    from myotome.record.shelf.reviews import knowledge_as_reviewed, taken_back_here
    from myotome.wiring import knowledge

    _decide()
    assert taken_back_here() == ()
    sheet = _decide(decision=Decision.WITHDRAW, remark="A trial was retracted.")
    assert not sheet.approved
    assert "withdrew the approval" in sheet.sentence
    assert sheet.remark == "A trial was retracted."
    assert knowledge_as_reviewed(knowledge()).versions.approved == 0
    assert taken_back_here() == ("causes/als",)


def test_a_changed_text_voids_the_approval(monkeypatch: pytest.MonkeyPatch) -> None:
    """With one more letter in the file the clinic's approval is void, and the sheet says that the text changed after it."""
    from myotome.journey.knowledge_books import knowledge_files
    from myotome.record.shelf import reviews

    _decide()
    file = knowledge_files()["causes", "als"]
    content = file.content + "#"
    changed = replace(file, content=content, sha256=hashlib.sha256(content.encode()).hexdigest())
    monkeypatch.setattr(reviews, "knowledge_file", lambda kind, slug: changed)
    sheet = reviews.review_state_of("causes", "als")
    assert not sheet.approved
    assert "changed after Prof Jonas Hale" in sheet.sentence


def test_of_two_reviewers_at_once_the_second_sees_the_first_ones_decision() -> None:
    """Both opened the page before either decided: the second is told to look again, whatever they wanted to say."""
    first, second = _opinion(), _opinion(decision=Decision.CHANGES, remark="The share is too high.")
    from myotome.record.shelf.reviews import decide

    decide(user("reviewer"), "causes", "als", first)
    with pytest.raises(OutOfRange, match="somebody else has decided"):
        decide(user("reviewer"), "causes", "als", second)


@pytest.mark.parametrize("author", ["Jonas Hale", "HALE, Jonas", "Prof. Jonas Hale"])
def test_nobody_approves_their_own_text(author: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """An author may ask for changes and may not approve, however the name is written."""
    from myotome.journey.knowledge_books import knowledge_files
    from myotome.record.shelf import reviews

    own = replace(knowledge_files()["causes", "als"], authors=("The Myotome authors", author))
    monkeypatch.setattr(reviews, "knowledge_file", lambda kind, slug: own)
    with pytest.raises(OutOfRange, match="one of its authors"):
        _decide()
    assert _decide(decision=Decision.CHANGES, remark="The share is too high.").state == "changes requested"


def test_an_unknown_name_is_unknown() -> None:
    """No state, no decision and no snapshot for what does not exist."""
    from myotome.record.shelf.reviews import review_state_of
    from myotome.record.shelf.snapshots import snapshot, snapshots_of

    for kind, slug in (("causes", "blorb"), ("blorbs", "als")):
        with pytest.raises(UnknownName):
            review_state_of(kind, slug)
        with pytest.raises(UnknownName):
            snapshots_of(kind, slug)
    with pytest.raises(UnknownName):
        snapshot("causes", "als", "0" * 64)


def test_every_text_is_kept_once_under_its_hash_and_belongs_to_the_version_in_use() -> None:
    """Starting again keeps nothing new; each kept text has the hash that it is kept under, and the edition names it."""
    from django.utils import timezone

    from myotome.record.shelf.models import Snapshot
    from myotome.record.shelf.snapshots import hashes_of, snapshots_of, take_snapshots
    from myotome.wiring import knowledge

    versions = knowledge().versions
    count = Snapshot.objects.count()
    assert count == versions.files
    assert take_snapshots(versions, timezone.now()) == 0
    edition = hashes_of(versions.knowledge)
    assert len(edition) == count
    for slug in ("als", "ibm"):
        (kept,) = snapshots_of("causes", slug)
        assert hashlib.sha256(kept.text.encode()).hexdigest() == kept.sha256 == edition[f"causes/{slug}"]
    assert hashes_of("another") == {}


def test_new_knowledge_adds_what_changed_and_leaves_the_old_text(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a new version only the changed file is new; the old edition still names the old text."""
    from django.utils import timezone

    from myotome.journey.knowledge_books import knowledge_files
    from myotome.record.shelf import snapshots
    from myotome.wiring import knowledge

    files = dict(knowledge_files())
    old = files["causes", "als"]
    content = old.content.replace("0.55", "0.65")
    files["causes", "als"] = replace(old, content=content, sha256=hashlib.sha256(content.encode()).hexdigest())
    monkeypatch.setattr(snapshots, "knowledge_files", lambda: MappingProxyType(files))
    versions = knowledge().versions
    assert snapshots.take_snapshots(replace(versions, knowledge="next"), timezone.now()) == 1
    newest, oldest = snapshots.snapshots_of("causes", "als")
    assert (newest.text, oldest.text) == (content, old.content)
    assert snapshots.hashes_of(versions.knowledge)["causes/als"] == old.sha256
    assert snapshots.hashes_of("next")["causes/als"] == newest.sha256


def test_reviews_and_snapshots_are_written_once_through_django_and_past_it() -> None:
    """Saving, updating and deleting are refused by the models, UPDATE and DELETE by the database."""
    from django.db import DatabaseError, connection, transaction

    from myotome.record.shelf.models import Edition, ReviewEntry, Snapshot

    _decide()
    for model in (ReviewEntry, Snapshot, Edition):
        row = model.objects.order_by("pk").first()
        for change in (row.save, row.delete, model.objects.all().delete, lambda m=model: m.objects.update(id=1)):
            with pytest.raises(UsageError):
                change()
        for sql in (f"DELETE FROM {model._meta.db_table}", f"UPDATE {model._meta.db_table} SET id = id + 1000000"):
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(sql)


def test_a_decision_stands_in_the_access_log_and_the_chain_holds() -> None:
    """Who decided what, on which content, is a line of the same chain."""
    from myotome.record.audit import verify_chain
    from myotome.record.models import AccessLog

    _decide()
    line = AccessLog.objects.order_by("-pk").first()
    assert (line.user_name, line.deed) == ("reviewer", "review knowledge")
    assert line.purpose.startswith("approve: causes/als ")
    assert verify_chain()[1] == []
