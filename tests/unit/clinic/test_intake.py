import re

import pytest

pytest.importorskip("django")

from django.urls import reverse

from clinic_site import browser, patient


def _ask(name: str) -> str:
    return reverse("my_intake_question", kwargs={"question": name})


def test_the_interview_goes_on_where_it_stopped() -> None:
    """Two answers, signing out, in again: the next question is the third, and both answers are kept."""
    first = browser("patient")
    assert first.get(reverse("my_intake_go_on")).headers["Location"] == _ask("own_words")
    first.post(_ask("own_words"), {"answer": "Weak thighs", "go": "next"})
    first.post(_ask("since_when"), {"answer": "months", "go": "next"})
    first.post(reverse("sign_out"))
    again = browser("patient")
    assert again.get(reverse("my_intake_go_on")).headers["Location"] == _ask("how_fast")
    assert "Weak thighs" in again.get(reverse("my_intake_check")).content.decode()


def test_nothing_is_taken_for_an_answer_that_was_not_given() -> None:
    """No choice, an option that does not exist, both an answer and "none": each comes back with what to do, and nothing is kept."""
    from myotome.record.models import IntakeStep

    client = browser("patient")
    for question, data in (
        ("since_when", {"go": "next"}),
        ("since_when", {"answer": "yesterday<script>", "go": "next"}),
        ("urgent_breath", {"go": "next"}),
        ("urgent_breath", {"answer": "breathless_rest", "none": "yes", "go": "next"}),
    ):
        response = client.post(_ask(question), data)
        assert response.status_code == 422, data
        assert "Please look again" in response.content.decode()
    assert not IntakeStep.objects.exists()
    assert client.get(_ask("no_such_question")).status_code == 404


def test_what_cannot_wait_is_said_at_once_and_reaches_the_top_of_the_worklist() -> None:
    """Breathless at rest: the very next page says what to do, without a disease; after sending, the worklist shows the flag."""
    client = browser("patient")
    response = client.post(_ask("urgent_breath"), {"answer": "breathless_rest", "go": "next"})
    assert response.headers["Location"] == reverse("my_intake_urgent")
    page = client.get(reverse("my_intake_urgent")).content.decode()
    assert "999" in page and not re.search(r"%|syndrome|ALS|myasthenia", page)
    assert client.post(reverse("my_intake_send")).headers["Location"] == reverse("my_intake_sent")
    lines = browser("clinician").get(reverse("worklist") + "?only=flagged").content.decode()
    assert "Bell, Arthur" in lines


def test_i_do_not_know_makes_no_finding() -> None:
    """An answer "I don't know" is recorded as such, and nothing is present or absent because of it."""
    from myotome.record.models import FindingEntry

    client = browser("patient")
    client.post(_ask("urgent_breath"), {"go": "unknown"})
    client.post(_ask("own_words"), {"answer": "Weak", "go": "next"})
    client.post(reverse("my_intake_send"))
    assert not FindingEntry.objects.filter(patient=patient("Bell")).exists()


def test_a_changed_answer_takes_the_old_findings_back_and_keeps_them_in_the_history() -> None:
    """Sent, changed, sent again: what no longer follows is withdrawn with the reason; what still follows is not written twice."""
    from myotome.record.models import FindingEntry

    client = browser("patient")
    client.post(_ask("how_fast"), {"answer": "slower", "go": "next"})
    client.post(_ask("course"), {"answer": "worse", "go": "next"})
    client.post(reverse("my_intake_send"))

    def held() -> set[tuple[str, str]]:
        rows = FindingEntry.objects.filter(patient=patient("Bell"), superseded_by=None, withdrawn=False)
        return {(row.concept, row.state) for row in rows}

    assert {("onset_chronic", "present"), ("progressive", "present")} <= held()
    client.post(_ask("course") + "?then=check", {"answer": "same", "go": "next"})
    client.post(reverse("my_intake_send"))
    assert ("progressive", "present") not in held() and ("progressive", "absent") in held()
    assert ("onset_chronic", "present") in held()
    rows = FindingEntry.objects.filter(patient=patient("Bell"))
    assert rows.filter(concept="onset_chronic").count() == 1
    assert rows.get(withdrawn=True, concept="progressive").why == "the answer in the interview was changed"


def test_a_clinician_asks_on_the_patients_behalf() -> None:
    """The same questions under the patient's record; the findings say who wrote the answers down."""
    from myotome.record.models import FindingEntry

    ref, client = patient("Bell").ref, browser("clinician")
    address = reverse("intake_question", kwargs={"ref": ref, "question": "course"})
    assert client.post(address, {"answer": "worse", "go": "next"}).status_code == 302
    client.post(reverse("intake_send", kwargs={"ref": ref}))
    row = FindingEntry.objects.get(patient__ref=ref, concept="progressive")
    assert row.said_by == "patient, written by Dr Ines Okafor" and row.origin == "reported"
