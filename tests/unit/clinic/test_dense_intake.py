"""The whole interview on one page, and what is read from a person's own words: blank says nothing, and only a yes counts."""

from __future__ import annotations

import re
from typing import Any

from django.urls import reverse

from clinic_site import browser, patient

STORY = "I have difficulty climbing stairs and cramps at night. My EMG was abnormal."


def _form(family: str) -> tuple[Any, str, Any]:
    ref = patient(family).ref
    return browser("clinician"), reverse("intake_form", kwargs={"ref": ref}), ref


def _answers(ref: Any) -> dict[str, Any]:
    from myotome.record.models import IntakeStep

    return {step.question: step.answer for step in IntakeStep.objects.filter(patient__ref=ref).order_by("pk")}


def test_a_page_sent_as_it_came_changes_nothing() -> None:
    """Every question asked, none answered: no step is written."""
    from myotome.record.models import IntakeStep

    client, address, _ = _form("Lindgren")
    asked = re.findall(r'name="asked" value="(\w+)"', client.get(address).content.decode())
    assert len(asked) > 60
    before = IntakeStep.objects.count()
    client.post(address, {"asked": asked})
    assert IntakeStep.objects.count() == before


def test_what_is_filled_in_is_kept_and_what_is_emptied_is_taken_back() -> None:
    """Text, list, choice, many and yes with a side; then one of them is emptied, the others stay as they are."""
    client, address, ref = _form("Lindgren")
    page = client.get(address).content.decode()
    asked = re.findall(r'name="asked" value="(\w+)"', page)
    form = {
        "asked": asked,
        "own_words": "Weak since spring",
        "prescriptions": "atorvastatin 40 mg\nparacetamol",
        "supplements-none": "yes",
        "conditions": ["diabetes", "copd"],
        "cramps": "yes",
        "sensory_loss": "no",
    }
    assert client.post(address, form).status_code == 302
    kept = {name: row["values"] for name, row in _answers(ref).items() if row}
    assert kept == {
        "own_words": ["Weak since spring"],
        "prescriptions": ["atorvastatin 40 mg", "paracetamol"],
        "supplements": [],
        "conditions": ["diabetes", "copd"],
        "cramps": ["yes"],
        "sensory_loss": ["no"],
    }
    shown = client.get(address).content.decode()
    assert "<strong>atorvastatin</strong>" in shown and 'value="diabetes" checked' in shown
    client.post(address, form | {"cramps": ""})
    assert _answers(ref)["cramps"] is None and _answers(ref)["conditions"]["values"] == ["diabetes", "copd"]


def test_a_script_gets_one_line_back_and_a_wrong_answer_changes_nothing() -> None:
    """With HTMX the page is not drawn again; "none" beside an answer is told at its question and not kept."""
    client, address, ref = _form("Lindgren")
    form = {"asked": ["conditions", "cramps"], "conditions": "diabetes", "conditions-none": "yes", "cramps": "yes"}
    line = client.post(address, form, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in line and "1 not saved" in line and "conditions" not in _answers(ref)
    assert _answers(ref)["cramps"]["values"] == ["yes"]
    page = client.post(address, form)
    assert page.status_code == 422 and 'href="#q-conditions"' in page.content.decode()


def test_sending_the_form_brings_it_into_the_record() -> None:
    """Answers of the dense form become findings and medicines like those of the interview."""
    from myotome.record.models import FindingEntry, MedicationEntry

    client, address, ref = _form("Lindgren")
    client.post(address, {"asked": ["cramps", "prescriptions"], "cramps": "yes", "prescriptions": "prednisolone 20 mg"})
    client.post(reverse("intake_send", kwargs={"ref": ref}))
    assert FindingEntry.objects.filter(patient__ref=ref, concept="cramps", state="present").exists()
    assert MedicationEntry.objects.filter(patient__ref=ref, name="prednisolone 20 mg").exists()


def _tell(client: Any) -> dict[str, str]:
    """Write the story; returns what is proposed, and the name under which it is accepted."""
    response = client.post("/my/questions/own_words/", {"answer": STORY, "go": "next"})
    assert response.headers["Location"] == "/my/questions/own-words/"
    page = client.get("/my/questions/own-words/").content.decode()
    assert " checked" not in page
    return dict(re.findall(r"<legend>(.*?)</legend>.*?name=\"take-(\w+)\"", page, re.DOTALL))


def test_own_words_that_nobody_confirmed_do_not_enter() -> None:
    """A patient writes, passes the page by, and sends: the words are a note, and no finding follows from them."""
    from myotome.record.models import FindingEntry, NoteEntry

    client = browser("patient")
    assert _tell(client)
    client.post("/my/questions/own-words/", {})
    client.post("/my/questions/send/")
    ref = patient("Bell").ref
    assert NoteEntry.objects.filter(patient__ref=ref, text__contains="climbing stairs").exists()
    assert not FindingEntry.objects.filter(patient__ref=ref, origin="read").exists()


def test_only_the_yes_of_the_patient_enters_once_and_a_changed_mind_takes_it_out() -> None:
    """Yes to the stairs, no to the cramps, sent twice: one finding, read and confirmed; then no: it is withdrawn. A test is not asked about."""
    from myotome.record.models import FindingEntry

    client, ref = browser("patient"), patient("Bell").ref
    offered = _tell(client)
    assert not [words for words in offered if "EMG" in words]
    stairs = next(key for words, key in offered.items() if "stair" in words.lower())
    others = {f"take-{key}": "no" for key in offered.values()}
    client.post("/my/questions/own-words/", others | {f"take-{stairs}": "yes"})
    assert "not confirmed" not in client.get("/my/questions/check/").content.decode()
    client.post("/my/questions/send/")
    client.post("/my/questions/send/")
    rows = FindingEntry.objects.filter(patient__ref=ref, origin="read")
    assert [(row.concept, row.said_by, row.withdrawn) for row in rows] == [
        ("difficulty_stairs", "confirmed by patient", False)
    ]
    client.post("/my/questions/own-words/", others)
    client.post("/my/questions/send/")
    last = FindingEntry.objects.filter(patient__ref=ref, concept="difficulty_stairs").order_by("pk").last()
    assert last.withdrawn
