"""The review of the knowledge through its pages: who may, what is kept, what later and older assessments show."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

pytest.importorskip("django")
pytest.importorskip("axes")

from clinic_site import browser, patient, user

ALS = "/knowledge/causes/als/"
SOON = (datetime.now(UTC).date() + timedelta(days=365)).isoformat()
SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(1)>"


def _form(**changes: str) -> dict[str, str]:
    from myotome.record.shelf.reviews import review_state_of

    now = review_state_of("causes", "als")
    return {
        "sha256": now.sha256,
        "seen": str(now.latest),
        "decision": "approve",
        "role": "Consultant neurologist",
        "next_review": SOON,
        "read": "on",
        **changes,
    }


def _post(**changes: str) -> Any:
    return browser("reviewer").post(f"{ALS}review/", _form(**changes))


def _text(response: Any) -> str:
    return str(response.content.decode())


def test_everything_says_that_it_is_not_clinically_reviewed_until_somebody_signs() -> None:
    """Shelves, entry and review list of the demo: drafts, nothing signed."""
    client = browser("clinician")
    assert "0 of" in _text(client.get("/knowledge/"))
    for shelf, slug in (
        ("causes", "als"),
        ("tests", "ck"),
        ("treatments", "follow_up_measurement"),
        ("drugs", "amiodarone"),
    ):
        assert "Not clinically reviewed" in _text(client.get(f"/knowledge/{shelf}/{slug}/"))
    listed = _text(client.get("/knowledge/review-list/?state=approved"))
    assert "<strong>0</strong> files" in listed


@pytest.mark.parametrize(
    "changes",
    [
        {"read": ""},
        {"role": ""},
        {"next_review": ""},
        {"next_review": "2020-01-01"},
        {"decision": "withdraw", "remark": "It is out of date."},
        {"decision": "request changes", "remark": ""},
        {"decision": "bless"},
        {"sha256": "0" * 64},
        {"seen": "7"},
        {"remark": "x" * 5001},
    ],
)
def test_a_decision_that_cannot_stand_comes_back_with_the_reason_and_writes_nothing(changes: dict[str, str]) -> None:
    """Unread, nameless, undated, without reason, on another text, too late or endless: 422, and no row."""
    from myotome.record.shelf.models import ReviewEntry

    response = _post(**changes)
    assert response.status_code == 422
    assert "Please look again" in _text(response)
    assert not ReviewEntry.objects.exists()


def test_a_clinician_has_no_form_and_cannot_send_one() -> None:
    """The form is the reviewer's alone."""
    client = browser("clinician")
    assert "Record my decision" not in _text(client.get(ALS))
    assert client.post(f"{ALS}review/", _form()).status_code == 403
    assert "Record my decision" in _text(browser("reviewer").get(ALS))


def test_an_approval_shows_in_a_later_assessment_and_the_older_one_shows_what_it_used() -> None:
    """The new report names the reviewer; the stored one still says that nobody had signed."""
    from myotome.record.gateway import Gateway
    from myotome.record.roles import Deed

    ref = patient("Achterberg").ref
    client = browser("clinician")
    client.get(f"/patients/{ref}/")
    with Gateway(user("clinician")).open(ref, Deed.READ_RECORD, "test") as file:
        before = file.latest()
    assert before.content["causes"][0]["slug"] == "als"
    assert _post().status_code == 302
    client.get(f"/patients/{ref}/")
    with Gateway(user("clinician")).open(ref, Deed.READ_RECORD, "test") as file:
        assert file.latest().number == before.number, "an approval alone calls for no new assessment"
    client.post(
        f"/patients/{ref}/findings/", {"concept": "falls", "state": "absent", "side": "unstated", "origin": "reported"}
    )
    client.get(f"/patients/{ref}/")
    with Gateway(user("clinician")).open(ref, Deed.READ_RECORD, "test") as file:
        after = file.latest()
        old, new = file.report(before.number), file.report(after.number)
    assert after.number > before.number
    assert (before.content["versions"]["approved_files"], after.content["versions"]["approved_files"]) == (0, 1)
    assert (before.content["causes"][0]["status"], after.content["causes"][0]["status"]) == ("draft", "approved")
    assert "Reviewed by Prof Jonas Hale, Consultant neurologist" in new
    assert "Jonas Hale" not in old
    assert after.content["review"].startswith("Not clinically reviewed: only 1 of the ")


def test_a_withdrawn_approval_calls_for_a_new_assessment_that_says_so() -> None:
    """Opening the patient makes an assessment in which nothing is signed; the stored one keeps its words, and says above them what was withdrawn."""
    from myotome.record.gateway import Gateway
    from myotome.record.roles import Deed

    ref = patient("Achterberg").ref
    client = browser("clinician")
    _post()
    client.post(
        f"/patients/{ref}/findings/", {"concept": "falls", "state": "absent", "side": "unstated", "origin": "reported"}
    )
    client.get(f"/patients/{ref}/")
    with Gateway(user("clinician")).open(ref, Deed.READ_RECORD, "test") as file:
        signed = file.latest()
    assert signed.content["versions"]["approved_files"] == 1
    assert _post(decision="withdraw", remark="A trial was retracted.").status_code == 302
    assert "withdrew the approval" in _text(client.get(ALS))
    client.get(f"/patients/{ref}/")
    with Gateway(user("clinician")).open(ref, Deed.READ_RECORD, "test") as file:
        latest = file.latest()
    assert latest.number == signed.number + 1
    assert latest.content["versions"]["approved_files"] == 0
    assert latest.content["review"].startswith("Not clinically reviewed")
    stored = _text(client.get(f"/patients/{ref}/reports/{signed.number}/"))
    assert "Since then the approval was withdrawn, or the text changed, of:" in stored
    assert "Reviewed by Prof Jonas Hale" in stored
    newest = _text(client.get(f"/patients/{ref}/reports/{latest.number}/"))
    assert "Since then the approval" not in newest and "Jonas Hale" not in newest


def test_a_script_in_profession_registration_and_remark_stays_text() -> None:
    """What a reviewer types is shown as typed on every page that shows it."""
    assert _post(decision="request changes", role=SCRIPT, registration=SCRIPT[:60], remark=SCRIPT).status_code == 302
    for address in (ALS, "/knowledge/review-list/", f"{ALS}versions/", f"{ALS}compare/"):
        shown = _text(browser("clinician").get(address))
        assert "<script>alert" not in shown
        assert "<img src=x" not in shown
    assert "&lt;script&gt;alert(1)" in _text(browser("clinician").get(ALS))


def test_of_two_reviewers_with_the_page_open_the_second_is_told() -> None:
    """The second form was made before the first decision: it comes back, and only the first decision is kept."""
    from myotome.record.shelf.models import ReviewEntry

    second = _form(decision="request changes", remark="The share is too high.")
    assert _post().status_code == 302
    response = browser("reviewer").post(f"{ALS}review/", second)
    assert response.status_code == 422
    assert "somebody else has decided" in _text(response)
    assert ReviewEntry.objects.count() == 1


@pytest.mark.parametrize(
    "address",
    [
        "/knowledge/causes/blorb/",
        "/knowledge/blorbs/als/",
        "/knowledge/findings/falls/versions/",
        f"{ALS}versions/?version=0",
        f"{ALS}compare/?old=0",
        "/knowledge/causes/blorb/compare/",
    ],
)
def test_what_does_not_exist_is_not_found(address: str) -> None:
    """Unknown shelves, entries and hashes have no page."""
    assert browser("reviewer").get(address).status_code == 404


def test_the_list_is_filtered_by_state_shelf_family_name_and_must_not_miss() -> None:
    """Each filter leaves what fits and nothing else; those that must not be missed stand first."""
    client = browser("reviewer")

    def rows(query: str) -> list[str]:
        response = client.get(f"/knowledge/review-list/?{query}")
        return [row.file.slug for row in response.context["rows"]]

    everything = rows("state=")
    assert len(everything) == len(rows("")) > 250
    assert rows("shelf=drugs&search=amiod") == ["amiodarone"]
    feared = rows("must_not_miss=yes")
    assert "als" in feared and "ibm" not in feared
    assert everything[: len(feared)] == feared
    assert set(rows("shelf=causes&family=motor_neuron")) >= {"als", "kennedy_sbma"}
    assert "mg" not in rows("shelf=causes&family=motor_neuron")
    _post()
    assert rows("state=approved") == ["als"]
    assert "als" not in rows("")
    _post(decision="request changes", remark="The share is too high.")
    assert rows("state=changes+requested") == ["als"]
    assert rows("state=overdue") == []


def test_an_overdue_review_is_shown_and_listed() -> None:
    """A year and a day after the approval the entry says that its review was due, and the list of overdue ones names it."""
    from unittest.mock import patch

    _post()
    later = datetime.now(UTC) + timedelta(days=367)
    with patch("django.utils.timezone.now", return_value=later):
        from myotome.record.shelf.reviews import review_state_of

        sheet = review_state_of("causes", "als")
    assert sheet.approved and sheet.overdue
    assert "Its next review was due on" in sheet.sentence


def _keep_an_earlier_text() -> str:
    """As if a server had served another text a year ago; returns its hash."""
    import hashlib

    from myotome.journey.knowledge_books import knowledge_files
    from myotome.record.models.assessed import deflated
    from myotome.record.shelf.models import Snapshot

    text = knowledge_files()["causes", "als"].content
    text = text.replace("hand_wasting = { elicited = 0.55,", "hand_wasting = { elicited = 0.45,")
    text = text.replace("A medicine slows it a little", "Nothing slows it <b>at all</b>").replace(
        'cold_paresis = { elicited = 0.06, grade = "L" }\n', ""
    )
    sha = hashlib.sha256(text.encode()).hexdigest()
    Snapshot.objects.create(
        kind="causes", slug="als", sha256=sha, text_deflated=deflated(text), version="0.0", program="0.0",
        at=datetime.now(UTC) - timedelta(days=365),
    )  # fmt: skip
    return sha


@pytest.mark.parametrize("view", ["unified", "side"])
def test_what_changed_is_told_in_facts_with_signs_beside_colours(view: str) -> None:
    """Value and interval before and after, the new claim, the words of the paragraph; markup of an old text stays text."""
    sha = _keep_an_earlier_text()
    shown = _text(browser("reviewer").get(f"{ALS}compare/?old={sha}&view={view}"))
    assert "<strong>3 facts differ</strong>: 2 changed, 1 added, 0 removed." in shown
    assert "removed: </span>45\u00a0%</del>" in shown and "added: </span>55\u00a0%</ins>" in shown
    assert "can alter a ranking" in shown
    assert "&lt;b&gt;at" in shown and "<b>at" not in shown
    assert "→ </span>changed" in shown and "+ </span>added" in shown
    older = _text(browser("clinician").get(f"{ALS}versions/?version={sha}"))
    assert "This text is no longer used." in older
    assert "45\u00a0%" in older


def test_nobody_approves_a_text_that_is_no_longer_used() -> None:
    """The hash of an earlier text in the form is refused."""
    sha = _keep_an_earlier_text()
    assert _post(sha256=sha).status_code == 422
