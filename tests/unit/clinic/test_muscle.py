"""One muscle: what is left blank says nothing, what is said again says nothing new, and no side is confused with the other."""

from __future__ import annotations

from typing import Any

import pytest

from clinic_site import browser, patient, user

FIELDS = ("strength", "wasting", "twitching", "girth_cm")


def record(family: str) -> Any:
    """What holds of a patient: findings at places, and girths."""
    from myotome.record.gateway import Gateway
    from myotome.record.roles import Deed

    with Gateway(user("clinician")).open(patient(family).ref, Deed.READ_RECORD, "test") as file:
        findings = [row.content for row in file.entries("finding") if row.content.site]
        girths = [row.content for row in file.entries("measurement") if "circumference" in row.content.measure]
    return findings, girths


def send(muscle: str, side: str = "right", family: str = "Noor", script: bool = False, **fields: str) -> Any:
    address = f"/patients/{patient(family).ref}/muscles/{muscle}/{side}/"
    headers = {"HX-Request": "true"} if script else {}
    return browser("clinician").post(address, {name: fields.get(name, "") for name in FIELDS}, headers=headers)


def test_a_form_sent_blank_records_nothing() -> None:
    """Not examined is not normal."""
    before = record("Noor")
    send("deltoid")
    assert record("Noor") == before


def test_a_grade_that_stood_there_is_not_recorded_again() -> None:
    """Opening a weak muscle and sending the form as it is adds no row to the history."""
    before = record("Noor")
    send("first_dorsal_interosseous", strength="4-", wasting="present")
    assert record("Noor") == before


@pytest.mark.parametrize(
    ("muscle", "side"),
    [("elbow_of_the_knee", "left"), ("deltoid", "middle"), ("deltoid", "both"), ("deltoid", "midline")],
)
def test_a_muscle_or_side_that_does_not_exist_is_refused(muscle: str, side: str) -> None:
    """An address typed by hand records nothing at a place that is none."""
    before = record("Noor")
    assert send(muscle, side, strength="3").status_code == 400
    assert record("Noor") == before


@pytest.mark.parametrize("girth", ["3", "400", "thick"])
def test_a_girth_that_no_limb_has_is_refused_where_it_stands(girth: str) -> None:
    """A slip of the unit or the key is named, what was typed stays, and nothing of the form is recorded."""
    before = record("Noor")
    answer = send("biceps_brachii", girth_cm=girth, strength="3", script=True)
    assert answer.status_code == 422
    assert answer.headers["HX-Retarget"] == "#muscle"
    assert f'value="{girth}"' in answer.content.decode()
    assert record("Noor") == before


def test_a_muscle_of_the_hand_has_no_girth() -> None:
    """The field is offered only where a tape can go round."""
    page = browser("clinician").get(f"/patients/{patient('Noor').ref}/muscles/abductor_pollicis_brevis/left/")
    assert "girth_cm" not in page.content.decode()


def test_what_was_found_is_recorded_on_its_side() -> None:
    """Strength, wasting, twitching and girth of the left calf become findings of the left and a girth of the left."""
    send("gastrocnemius", "left", strength="4", wasting="moderate", twitching="absent", girth_cm="31.5")
    findings, girths = record("Noor")
    found = {f.concept: f for f in findings if f.site == "gastrocnemius"}
    assert {(f.side.value, f.present, f.grade) for f in found.values()} == {
        ("left", True, "4/5"),
        ("left", True, "moderate"),
        ("left", False, ""),
    }
    assert not found["muscle_fasciculation"].present
    assert [(g.measure, g.quantity.value, g.quantity.unit, g.side.value) for g in girths] == [
        ("calf_circumference", 31.5, "cm", "left")
    ]


def test_full_strength_is_a_finding_too() -> None:
    """Grade 5 is looked for and not found, which speaks against, unlike silence."""
    send("deltoid", "right", strength="5")
    found = next(f for f in record("Noor")[0] if f.site == "deltoid")
    assert not found.present and found.grade == "5/5"


def test_a_new_grade_takes_the_place_of_the_old_one() -> None:
    """One grade per muscle and side holds, and the old one stays in the history."""
    send("first_dorsal_interosseous", strength="2", wasting="present")
    grades = [
        f.grade for f in record("Noor")[0] if (f.site, f.concept) == ("first_dorsal_interosseous", "muscle_weakness")
    ]
    assert grades == ["2/5"]


def test_the_tongue_has_no_side() -> None:
    """Left or right half of the drawing, the tongue is recorded once."""
    send("tongue", "left", strength="", twitching="present", family="Noor")
    found = next(f for f in record("Noor")[0] if f.site == "tongue")
    assert found.side.value == "midline"


def test_a_script_gets_the_page_at_once_and_a_browser_without_one_is_led_back() -> None:
    """In place the new page comes with its address; else a redirect, so that reloading sends nothing twice."""
    answer = send("deltoid", strength="4", script=True)
    assert answer.status_code == 200
    assert answer.headers["HX-Push-Url"] == f"/patients/{patient('Noor').ref}/"
    assert 'id="moved"' in answer.content.decode()
    assert send("deltoid", "left", strength="4").status_code == 302


def test_a_muscle_chosen_by_name_opens() -> None:
    """The list of names leads where the map leads."""
    answer = browser("clinician").get(
        f"/patients/{patient('Noor').ref}/muscles/", {"muscle": "deltoid", "side": "left"}
    )
    assert answer.headers["Location"].endswith("/muscles/deltoid/left/")
