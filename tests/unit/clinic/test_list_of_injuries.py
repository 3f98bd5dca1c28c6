"""The list of injuries: typed by a clinician, asked one question a screen, filled in rows, and shown where it is needed."""

from __future__ import annotations

from typing import Any

import pytest

pytest.importorskip("django")
pytest.importorskip("axes")

from clinic_site import browser, patient, user

TYPED = {
    "what": "Fell off a bicycle",
    "place": "upper_arm",
    "side": "right",
    "year": "2019",
    "month": "5",
    "harms": ["fracture", "nerve"],
    "before": "yes",
    "same_limb": "yes",
}


def _injuries(family: str) -> list[Any]:
    from myotome.record.gateway import Gateway
    from myotome.record.roles import Deed

    with Gateway(user("clinician")).open(patient(family).ref, Deed.READ_RECORD, "test") as file:
        return [row.content for row in file.entries("injury")]


def test_a_clinician_adds_an_injury_and_it_counts_and_is_shown() -> None:
    """It stands on the patient page, among the findings of the assessment, in the report and in the referral; withdrawn, it is gone."""
    from myotome.record.gateway import Gateway
    from myotome.record.roles import Deed
    from myotome.words.injury import Harm, Place

    client, ref = browser("clinician"), patient("Noor").ref
    assert client.post(f"/patients/{ref}/injuries/", TYPED).status_code == 302
    (one,) = _injuries("Noor")
    assert (one.place, one.year, one.harms) == (Place.UPPER_ARM, 2019, (Harm.FRACTURE, Harm.NERVE))
    page = client.get(f"/patients/{ref}/").content.decode()
    words = "Fell off a bicycle, right upper arm, May 2019"
    assert "Injuries (1)" in page and words in page
    with Gateway(user("clinician")).open(ref, Deed.READ_RECORD, "test") as file:
        latest = file.latest()
        assert latest is not None
        assert words in file.report(latest.number)
        row = file.entries("injury")[0]
    found = {one["concept"] for one in latest.content["findings"]}
    assert {"humeral_fracture", "fracture_history", "trauma_injury"} <= found
    client.post(f"/patients/{ref}/letters/new/", {"kind": "referral"})
    client.post(f"/patients/{ref}/injury/{row.ref}/withdraw/", {"why": "of another person"})
    assert _injuries("Noor") == []


def test_a_record_without_injuries_keeps_its_assessment() -> None:
    """That there is a list now changes no fingerprint of what was assessed before there was one."""
    from myotome.record.gateway import Gateway
    from myotome.record.roles import Deed

    with Gateway(user("clinician")).open(patient("Frost").ref, Deed.READ_RECORD, "test") as file:
        rows = {name: [row.pk for row in file._holding(model)] for name, model in _old_kinds().items()}
        import hashlib
        import json

        person = file.person()
        told = [rows, int(person.age_years or 0), person.sex, file._patient.clinic.setting, "v"]
        assert file.basis("v") == hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def _old_kinds() -> dict[str, Any]:
    from myotome.record.reading import KINDS

    return {name: KINDS[name] for name in ("finding", "measurement", "medication", "note")}


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"what": ""}, "Fill in"),
        ({"year": "1066"}, "1900"),
        ({"year": ""}, "Give the year too"),
        ({"place": "moon"}, "valid"),
    ],
)
def test_an_injury_that_cannot_be_is_refused_in_its_form(wrong: dict[str, str], said: str) -> None:
    """The page says what to mend, and nothing is written."""
    answer = browser("clinician").post(f"/patients/{patient('Noor').ref}/injuries/", TYPED | wrong)
    assert answer.status_code == 422 and said in answer.content.decode()
    assert _injuries("Noor") == []


def test_a_patient_is_asked_about_each_injury_one_question_a_screen() -> None:
    """Two lines, five screens each, back to the interview; sent, the clinic has both with what was said."""
    from myotome.words.injury import Harm, Place

    client = browser("patient")
    answer = client.post("/my/questions/injuries/", {"answer": "Broke my arm\nBurned my hand", "go": "next"})
    screens = []
    said = {
        "where": {"place": "upper_arm", "side": "left"},
        "when": {"year": "2001"},
        "harms": {"harms": ["fracture", "plaster"]},
        "before": {"before": "yes"},
        "same": {},
    }
    while "/injuries/" in answer["Location"]:
        screens.append(answer["Location"])
        page = client.get(answer["Location"])
        assert page.status_code == 200 and page.content.decode().count("<h1") == 1
        answer = client.post(
            answer["Location"], said[screens[-1].rstrip("/").rpartition("/")[2]] if "/1/" in screens[-1] else {}
        )
    assert len(screens) == 10 and answer["Location"].endswith("/next/")
    check = client.get("/my/questions/check/").content.decode()
    assert "Broke my arm, left upper arm, 2001" in check
    client.post("/my/questions/send/")
    first, second = _injuries("Bell")
    assert (first.place, first.year, first.harms) == (Place.UPPER_ARM, 2001, (Harm.FRACTURE, Harm.PLASTER))
    assert first.before is True and first.same_limb is None
    assert (second.what, second.place, second.before) == ("Burned my hand", None, None)
    client.post("/my/questions/injuries/", {"answer": "Burned my hand", "go": "next"})
    client.post("/my/questions/send/")
    assert [one.what for one in _injuries("Bell")] == ["Burned my hand"]


def test_a_screen_refuses_what_cannot_be_and_a_line_that_is_not_there_leads_back() -> None:
    """A month without a year is told; a third injury of two is asked for again."""
    client = browser("patient")
    client.post("/my/questions/injuries/", {"answer": "Broke my arm", "go": "next"})
    assert client.post("/my/questions/injuries/1/when/", {"month": "3"}).status_code == 422
    assert client.get("/my/questions/injuries/7/when/")["Location"].endswith("/my/questions/injuries/")
    assert client.get("/my/questions/injuries/1/who/").status_code == 404


def test_the_dense_form_has_a_row_for_each_injury() -> None:
    """Typed, saved, shown again as it was typed, and recorded with the interview; a row that cannot be used is told and changes nothing."""
    from myotome.clinic.intake.injuries import name_of

    client, ref = browser("clinician"), patient("Noor").ref
    place, name = f"/patients/{ref}/interview/form/", name_of("Broke my arm")
    client.post(place, {"asked": ["injuries"], "injuries": "Broke my arm"})
    assert "Injury 1" in client.get(place).content.decode()
    row = {
        f"{name}-shown": "1",
        f"{name}-place": "forearm",
        f"{name}-year": "1999",
        f"{name}-month": "5",
        f"{name}-harms": "nerve",
    }
    assert client.post(place, {"asked": ["injuries"], "injuries": "Broke my arm", **row}).status_code == 302
    page = client.get(place).content.decode()
    assert (
        'value="1999"' in page and '<option value="forearm" selected>' in page and '<option value="5" selected>' in page
    )
    wrong = client.post(place, {"asked": ["injuries"], "injuries": "Broke my arm", **row, f"{name}-year": "12"})
    assert wrong.status_code == 422 and "1900" in wrong.content.decode()
    client.post(f"/patients/{ref}/interview/send/")
    assert [(one.what, one.year) for one in _injuries("Noor")] == [("Broke my arm", 1999)]


def test_the_database_refuses_to_change_an_injury() -> None:
    """Written once, as every row of the record."""
    from django.db import DatabaseError, connection, transaction

    browser("clinician").post(f"/patients/{patient('Noor').ref}/injuries/", TYPED)
    for sql in ("UPDATE record_injuryentry SET year = 2000", "DELETE FROM record_injuryentry"):
        with pytest.raises(DatabaseError, match="written once"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
