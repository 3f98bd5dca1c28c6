"""What a patient is given beside words: only what the clinician chose, in plain words, kept as it read then."""

from __future__ import annotations

from typing import Any

import pytest

from clinic_site import browser, patient, user
from myotome.clinic.mine.plain_plan import offered_items, plan_for_patient, programme_for_patient
from myotome.wiring import knowledge

WEEK = {
    "number": 1,
    "aim": "Begin",
    "sessions": 3,
    "rpe": 4.0,
    "sets": 2,
    "repetitions": 8,
    "percent_1rm": 40.0,
    "minutes": None,
}


def content(**programme: Any) -> dict[str, Any]:
    items = [
        {"slug": "physical_therapy", "label": "Physiotherapy", "prescription": False, "needs_specialist": False},
        {"slug": "riluzole", "label": "Riluzole", "prescription": True, "needs_specialist": True},
        {"slug": "muscle_biopsy_care", "label": "Centre", "prescription": False, "needs_specialist": True},
    ]
    of_weeks = {
        "label": "Motor neuron disease: keep moving",
        "because": ["Amyotrophic lateral sclerosis (88 %)"],
        "exercises": ["Walking"],
        "weeks": [WEEK],
        "progress": "Add a minute.",
        "stop": ["Chest pain"],
        "limits": [],
        **programme,
    }
    return {"plan": {"items": items, "programme": of_weeks, "programme_note": "Go through it with a physiotherapist."}}


def test_what_only_a_prescriber_may_start_is_not_offered() -> None:
    """A medicine is no reading for a patient who was not prescribed it; nor is what needs a specialist first."""
    assert [slug for slug, _ in offered_items(content())] == ["physical_therapy"]


def test_an_item_that_was_not_offered_is_not_given_though_it_was_asked_for() -> None:
    """A forged box does not bring a prescription onto the patient's page."""
    told = plan_for_patient(["riluzole"], content(), dict(knowledge().treatments))
    assert told == []


def test_the_exercises_name_no_cause_and_no_share() -> None:
    """The programme's name and its reasons name diseases with probabilities: neither reaches the patient."""
    told = str(
        programme_for_patient(
            content(progress="Up 5 % a week", limits=["Stay below 60 % of what you can lift", "No jumping"])
        )
    )
    assert "otor neuron" not in told and "lateral sclerosis" not in told and "%" not in told
    assert "No jumping" in told and "2 rounds of 8 times each" in told and "4 of 10" in told


@pytest.mark.parametrize("empty", [{}, {"plan": {"items": [], "programme": None, "programme_note": ""}}])
def test_without_a_plan_nothing_is_offered(empty: dict[str, Any]) -> None:
    """No programme is made up where the plan has none."""
    assert offered_items(empty) == [] and programme_for_patient(empty) is None


def test_the_patient_reads_what_was_chosen_and_nothing_else() -> None:
    """Before the release nothing of the plan; after it the chosen part with its paragraph, and never a per cent."""
    from myotome.record.models import Patient

    own = Patient.objects.get(account=user("patient"))
    clinician, reader = browser("clinician"), browser("patient")
    for concept in ("hand_wasting", "proximal_legs", "falls"):
        clinician.post(f"/patients/{own.ref}/answers/", {"concept": concept, "answer": "yes"})
    clinician.get(f"/patients/{own.ref}/")
    latest = own.assessments.order_by("-number").first()
    assert "Your plan" not in reader.get("/my/").content.decode()
    offered = offered_items(latest.content)
    assert len(offered) > 1
    chosen, left_out = offered[0], offered[1]
    sent = {"number": latest.number, "words": "We talked about this today.", "cause": "", "items": [chosen[0]]}
    assert clinician.post(f"/patients/{own.ref}/release/", sent).status_code == 302
    page = reader.get("/my/").content.decode()
    told = page.split('id="h-plan"')[1].split("</section>")[0]
    assert chosen[1].replace("'", "&#x27;") in told and left_out[1] not in told
    assert "%" not in told


def test_a_part_is_written_once() -> None:
    """What a patient was given cannot be changed afterwards, by the program or past it."""
    from django.db import DatabaseError, connection, transaction

    from myotome.record.gateway import Gateway
    from myotome.record.given.keeping import give_parts, given_parts
    from myotome.record.roles import Deed
    from myotome.words.errors import UnknownName

    gateway = Gateway(user("clinician"))
    with gateway.open(patient("Achterberg").ref, Deed.WRITE_RECORD, "test") as file:
        release = file.release(1, "Read this.")
        give_parts(file, release, {"plan": [{"label": "A", "text": "B"}]})
        assert given_parts(file)[release]["plan"] == [{"label": "A", "text": "B"}]
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE given_givenpart SET kind = 'programme'")
    with gateway.open(patient("Noor").ref, Deed.WRITE_RECORD, "test") as file, pytest.raises(UnknownName):
        give_parts(file, release, {"plan": []})
