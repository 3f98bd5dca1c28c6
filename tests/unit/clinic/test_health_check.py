"""The health check from its first part to the signed letter: nothing is signed too early, nothing is lost, nobody else reads it."""

from __future__ import annotations

from typing import Any

import pytest

pytest.importorskip("django")
pytest.importorskip("axes")

from clinic_site import browser, patient, user

GIRTHS = {f"{one}-{side}": value for one, value in (("calf_circumference", "36"), ("thigh_circumference", "52")) for side in ("right", "left")} | {"mid_upper_arm_circumference": "28"}  # fmt: skip
BLOOD = {"ck": "110", "tsh": "1.8", "haemoglobin": "14.2", "haemoglobin-unit": "g/dL", "creatinine": "70", "sodium": "140", "potassium": "4.1", "calcium": "2.3", "albumin": "42", "alt": "22", "crp": "2", "vitamin_d": "61", "b12": "310", "hba1c": "36"}  # fmt: skip
PARTS: dict[str, dict[str, str]] = {
    "girth": GIRTHS,
    "grip": {"grip-right": "30", "grip-left": "9"},
    "chair_stand": {"chair_stand_5x": "11.5"},
    "gait": {"gait_speed": "1.1"},
    "blood": BLOOD,
    "nutrition": {"weight": "70", "height": "170", "weight_before": "80", "low_protein_intake": "yes", "choking": "no"},
}
DAY = {"taken_on": "2026-01-05"}
WORDS = "Your muscles are strong for your age. Eat more protein, and we see each other in a year."


@pytest.fixture
def check(demo_clinic: None) -> str:
    """A check of a patient that has just begun; returns its address."""
    whose = patient("Whitlock")
    begun = browser("clinician").post(f"/patients/{whose.ref}/health-check/", {"dxa": "yes"})
    assert begun.status_code == 302
    return str(begun.headers["Location"])


def _fill(check: str, *parts: str) -> None:
    client = browser("clinician")
    for part in parts or PARTS:
        assert client.post(f"{check}{part}/", PARTS[part] | DAY).status_code == 302, part
    if not parts:
        for part in ("questions", "dxa"):
            assert client.post(f"{check}{part}/", {"do": "leave_out", "why": "not wanted"}).status_code == 302


def _current(measure: str) -> list[Any]:
    from myotome.record.models import MeasurementEntry

    rows = MeasurementEntry.objects.filter(patient=patient("Whitlock"), measure=measure)
    return list(rows.filter(superseded_by=None, withdrawn=False).order_by("pk"))


def test_no_letter_before_every_part(check: str) -> None:
    """While a part is missing the letter leads back and names it, and signing signs nothing."""
    from myotome.record.checks.models import CheckLetter

    client = browser("clinician")
    _fill(check, "grip", "gait")
    early = client.post(f"{check}letter/", {"words": WORDS, "acted": "on"}, follow=True)
    assert "blood tests" in early.content.decode() and CheckLetter.objects.count() == 0


@pytest.mark.parametrize(
    ("part", "said", "told"),
    [
        ("grip", {"grip-right": "300"}, "outside what is possible"),
        ("grip", {}, "Fill in at least one side"),
        ("gait", {"gait_speed": "12"}, "outside what is possible"),
        ("blood", {**BLOOD, "haemoglobin-unit": "g/L"}, "outside what is possible"),
        ("blood", {**BLOOD, "potassium": ""}, "Fill in"),
        ("nutrition", {"weight": "70", "height": "1.70"}, "outside what is possible"),
        ("nutrition", {"weight": "0", "height": "170"}, "more than 0"),
        ("chair_stand", {"chair_stand_5x": "fast"}, "Enter a number"),
        ("chair_stand", {"chair_stand_5x": "nan"}, "Enter a number"),
        ("blood", {**BLOOD, "egfr": "900"}, "outside what is possible"),
        ("dxa", {"appendicular_lean_mass_index": "21", "bone_t_score": "-1"}, "outside what is possible"),
        ("dxa", {"appendicular_lean_mass_index": "6.1", "bone_t_score": "70"}, "outside what is possible"),
        ("dxa", {"note": "No thinning."}, "Fill in"),
    ],
)
def test_values_that_cannot_be_are_refused(check: str, part: str, said: dict[str, str], told: str) -> None:
    """A slip of unit or of the finger comes back with its cure, and nothing is written."""
    from myotome.record.models import MeasurementEntry

    before = MeasurementEntry.objects.count()
    answer = browser("clinician").post(f"{check}{part}/", said | DAY)
    assert answer.status_code == 422 and told in answer.content.decode()
    assert MeasurementEntry.objects.count() == before
    future = browser("clinician").post(f"{check}{part}/", PARTS.get(part, DXA) | {"taken_on": "2099-01-01"})
    assert future.status_code == 422 and "future" in future.content.decode()


def test_values_flow_into_the_record_once(check: str) -> None:
    """Grip keeps the better hand with the other in its method; a part done again hides what it wrote before."""
    _fill(check, "grip", "nutrition")
    (grip,) = _current("grip")
    assert (grip.value, grip.side, grip.unit) == (30.0, "right", "kg") and "left 9 kg" in grip.method
    (bmi,), (lost,) = _current("bmi"), _current("weight_loss_6_months")
    assert round(bmi.value, 2) == 24.22 and lost.value == 12.5
    browser("clinician").post(f"{check}grip/", {"grip-right": "31", "grip-left": "32"} | DAY)
    (again,) = _current("grip")
    assert (again.value, again.side) == (32.0, "left")
    from myotome.record.models import MeasurementEntry

    assert MeasurementEntry.objects.filter(patient=patient("Whitlock"), measure="grip").count() == 3


DXA = {"appendicular_lean_mass_index": "5.1", "bone_t_score": "-2.7"}
SCAN = {
    "rectus_femoris_thickness-right": "1.8", "rectus_femoris_thickness-left": "1.2", "rectus_femoris_thickness-unit": "cm",
    "muscle_echo_grade": "3",
}  # fmt: skip


def test_a_scan_is_recorded_as_values_and_findings(check: str) -> None:
    """Lean mass below the limit is the finding that the ranking knows; with its report, which stands in the record."""
    from myotome.record.models import NoteEntry

    browser("clinician").post(f"{check}dxa/", {**DXA, "note": "Whole body, no artefact."} | DAY)
    (lean,), (bone,) = _current("appendicular_lean_mass_index"), _current("bone_t_score")
    assert (lean.value, lean.unit, bone.value) == (5.1, "kg/m2", -2.7)
    assert NoteEntry.objects.filter(patient=patient("Whitlock"), text__contains="no artefact").exists()
    ref = patient("Whitlock").ref
    browser("clinician").get(f"/patients/{ref}/")
    latest = patient("Whitlock").assessments.order_by("-number").first()
    assert "dxa_low_lean_mass" in str(latest.content)


def test_a_muscle_is_measured_on_both_sides_in_the_unit_of_the_machine(demo_clinic: None) -> None:
    """Centimetres are turned into millimetres; the same numbers taken for millimetres of a thigh in centimetres are refused."""
    whose = patient("Whitlock")
    begun = browser("clinician").post(f"/patients/{whose.ref}/health-check/", {"ultrasound": "yes"})
    part = begun.headers["Location"] + "ultrasound/"
    wrong = browser("clinician").post(part, {**SCAN, "rectus_femoris_thickness-right": "18"} | DAY)
    assert wrong.status_code == 422 and "outside what is possible" in wrong.content.decode()
    assert browser("clinician").post(part, SCAN | DAY).status_code == 302
    right, left = sorted(_current("rectus_femoris_thickness"), key=lambda one: one.side, reverse=True)
    assert (right.side, right.value, right.unit, left.value) == ("right", 1.8, "cm", 1.2)
    assert _current("muscle_echo_grade")[0].value == 3


@pytest.mark.parametrize(
    ("report", "told"), [("Whole body, no artefact.", True), ("In keeping with sarcopenia.", False)]
)
def test_a_report_stands_in_the_letter_unless_it_names_a_disease(check: str, report: str, told: bool) -> None:
    """Values with their limits in plain words; the report of somebody else only where it names no disease."""
    client = browser("clinician")
    _fill(check)
    assert client.post(f"{check}dxa/", {**DXA, "note": report} | DAY).status_code == 302
    text = client.get(f"{check}letter/").content.decode()
    assert "Your bones are thinner than the limit" in text and "Training and enough protein" in text
    assert (report in text) is told


def test_the_good_side_of_a_severe_limit_is_no_good_news(check: str) -> None:
    """An eGFR of 45 is above the only limit we have, and is not called good; one of 20 is told."""
    client = browser("clinician")
    _fill(check)
    for value, said in (("45", False), ("20", True)):
        assert client.post(f"{check}blood/", {**BLOOD, "egfr": value} | DAY).status_code == 302
        text = client.get(f"{check}letter/").content.decode()
        kidney = text[text.index("Estimated glomerular filtration rate") :][:900]
        assert ("much less than usual" in kidney) is said
        assert "good side of the limit" not in kidney.partition("Sodium")[0]


def test_the_letter_is_signed_once_and_the_patient_reads_it(check: str) -> None:
    """It holds the values, the words and the plan that was chosen; after the signature nothing of the check changes."""
    from myotome.record.checks.models import CheckLetter

    client = browser("clinician")
    _fill(check)
    preview = client.get(f"{check}letter/")
    assert preview.status_code == 200 and "1.1" in preview.content.decode()
    assert client.post(f"{check}letter/", {"words": "short", "acted": "on"}).status_code == 422
    assert client.post(f"{check}letter/", {"words": WORDS, "acted": "on"}).status_code == 302
    letter = CheckLetter.objects.get()
    text = client.get(f"{check}letter/").content.decode()
    for part in (WORDS, "30", "1.1", "You eat little protein", "This was not done", "Dr Ines Okafor", "12.5"):
        assert part in text, part
    assert client.post(f"{check}letter/", {"words": WORDS + " Again.", "acted": "on"}).status_code == 200
    assert client.post(f"{check}grip/", PARTS["grip"] | DAY).status_code == 400
    assert CheckLetter.objects.get().sha256 == letter.sha256
    from myotome.record.models.assessed import content_sha256

    assert content_sha256(letter.content) == letter.sha256


def test_the_letter_shows_no_chance_and_no_cause(check: str) -> None:
    """No per cent of a cause and no label of the ranking reach the letter, though the assessment has them."""
    import re

    from myotome.record.models import AssessmentRecord

    client = browser("clinician")
    _fill(check)
    assert client.post(f"{check}letter/", {"words": WORDS, "acted": "on"}).status_code == 302
    text = client.get(f"{check}letter/").content.decode()
    latest = AssessmentRecord.objects.filter(patient=patient("Whitlock")).order_by("-number")[0].content
    article = text[text.index("<article") : text.index("</article>")]
    for cause in latest["causes"][:5]:
        assert cause["label"].partition(" (")[0] not in article
    assert set(re.findall(r"[\d.]+\s*%", article.replace("\u202f", " ").replace("\xa0", " "))) <= {
        "12.5 %",
        "5 %",
        "6.5 %",
    }
    # the loss of weight, its limit, and the limit of HbA1c in its other unit


def test_the_letter_belongs_to_its_patient(check: str) -> None:
    """The patient's login sees own letters only; another patient's reference in the address finds nothing."""
    client = browser("clinician")
    _fill(check)
    client.post(f"{check}letter/", {"words": WORDS, "acted": "on"})
    assert WORDS not in browser("patient").get("/my/health-check/").content.decode()
    other = check.replace(str(patient("Whitlock").ref), str(patient("Noor").ref))
    assert client.get(other).status_code == 404
    assert browser("desk").get(check).status_code == 403
    assert browser("visitor").get(check).status_code == 403


def test_the_database_keeps_one_letter_and_every_row(check: str) -> None:
    """A second letter past the model is refused, and so is a change."""
    from django.db import DatabaseError, connection, transaction

    from myotome.record.checks.models import CheckLetter

    _fill(check)
    browser("clinician").post(f"{check}letter/", {"words": WORDS, "acted": "on"})
    first = CheckLetter.objects.get()
    with pytest.raises(DatabaseError), transaction.atomic():
        CheckLetter.objects.create(check_of=first.check_of, content_deflated=b"", sha256="", by=user("clinician"), at=first.at)  # fmt: skip
    for table in ("checks_healthcheck", "checks_checkpart", "checks_checkletter"):
        for deed in (f"UPDATE {table} SET id = id", f"DELETE FROM {table}"):
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(deed)


def test_booked_checks_are_listed_until_they_are_begun() -> None:
    """The demo's booked check stands in the list with its extra, leads to the form with both filled in, and goes once it is begun."""
    from datetime import timedelta

    from django.utils import timezone

    from myotome.clinic.house import house
    from myotome.record.diary.desk_booking import book
    from myotome.record.diary.doors import GuestDetails
    from myotome.record.diary.looking import offers
    from myotome.visits.answer import Yes
    from myotome.visits.slots import Ask

    now, whose = timezone.now(), patient("Frost")
    ask = Ask(now, earliest=now + timedelta(days=1), before=now + timedelta(days=6), notice=False, limit=1)
    found = offers(house(), "health_check", ("dxa",), ask)
    assert isinstance(found, Yes)
    made = book(user("desk"), house(), found.value[0], GuestDetails("", whose.born_on, patient=whose.ref), now=now)
    assert isinstance(made, Yes)
    client, address = browser("clinician"), f"/patients/{whose.ref}/health-check/?booking={made.value.reference}"
    assert f"{address}&amp;option=dxa" in client.get("/health-checks/").content.decode()
    form = client.get(f"{address}&option=dxa").content.decode()
    assert made.value.reference in form and 'name="dxa" value="yes" checked' in form
    client.post(f"/patients/{whose.ref}/health-check/", {"dxa": "yes", "booking": made.value.reference})
    assert f"booking={made.value.reference}" not in client.get("/health-checks/").content.decode()
    assert browser("desk").get("/health-checks/").status_code == 403
