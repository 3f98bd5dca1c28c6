import pytest

pytest.importorskip("django")

from django.http import QueryDict
from django.urls import reverse

from clinic_site import browser, patient
from myotome.words.side import Side, State


def test_a_blank_form_records_nothing() -> None:
    """What was not examined is not normal: no finding follows from blanks."""
    from myotome.clinic.examination.sheet import findings_from

    assert findings_from(QueryDict(""), "Dr A") == ([], [])


def test_grades_ticks_reflexes_and_signs_become_findings() -> None:
    """A grade below 5 is weakness, 5 is strength looked for, a reflex of 2 is normal, a sign answered no is absent."""
    from myotome.clinic.examination.sheet import findings_from

    form = QueryDict(
        "mrc-deltoid-left=4-&wasted-deltoid-left=yes&mrc-deltoid-right=5&reflex-knee-right=3&reflex-knee-left=2"
        "&reflex-biceps-left=0&sign-babinski=yes&sign-sensory_loss=no"
    )
    found, slips = findings_from(form, "Dr A")
    assert slips == []
    assert {(f.concept, f.side, f.site, f.grade, f.state) for f in found} == {
        ("muscle_weakness", Side.LEFT, "deltoid", "4-/5", State.PRESENT),
        ("muscle_wasting", Side.LEFT, "deltoid", "", State.PRESENT),
        ("muscle_weakness", Side.RIGHT, "deltoid", "5/5", State.ABSENT),
        ("reflex", Side.RIGHT, "knee", "3+", State.PRESENT),
        ("reflex", Side.LEFT, "knee", "2+", State.ABSENT),
        ("reflex", Side.LEFT, "biceps", "0", State.PRESENT),
        ("babinski", Side.UNSTATED, "", "", State.PRESENT),
        ("sensory_loss", Side.UNSTATED, "", "", State.ABSENT),
    }
    assert {f.evidence.by for f in found} == {"Dr A"}


def test_the_rest_of_a_part_is_normal_only_when_said() -> None:
    """With the tick, every blank of that part is 5/5 and what was typed stays; other parts stay unexamined."""
    from myotome.clinic.examination.sheet import findings_from, sheet

    found, _ = findings_from(QueryDict("part-3-normal=yes&mrc-first_dorsal_interosseous-left=3"), "Dr A")
    hand = sheet().parts[2][2]
    assert len(found) == 2 * len(hand)
    assert [f.grade for f in found if f.present] == ["3/5"]
    assert {f.site for f in found} == {line.slug for line in hand}


def test_an_impossible_grade_saves_nothing_and_names_the_field() -> None:
    """One wrong grade among right ones: the form comes back with everything typed, and no row is written."""
    from myotome.record.models import FindingEntry

    before = FindingEntry.objects.count()
    address = reverse("examination", kwargs={"ref": patient("Bell").ref})
    response = browser("clinician").post(
        address, {"mrc-deltoid-left": "7", "mrc-deltoid-right": "4+", "reflex-knee-left": "9"}
    )
    page = response.content.decode()
    assert response.status_code == 422 and FindingEntry.objects.count() == before
    assert 'href="#mrc-deltoid-left"' in page and 'href="#reflex-knee-left"' in page and 'value="4+"' in page


def test_examining_again_replaces_what_was_examined_before() -> None:
    """A second examination of the same muscle holds; the first stays in the history as corrected."""
    from myotome.record.models import FindingEntry

    ref = patient("Bell").ref
    address = reverse("examination", kwargs={"ref": ref})
    client = browser("clinician")
    client.post(address, {"mrc-deltoid-left": "3"})
    client.post(address, {"mrc-deltoid-left": "4"})
    rows = FindingEntry.objects.filter(patient__ref=ref, site="deltoid").order_by("pk")
    assert [(row.grade, hasattr(row, "superseded_by")) for row in rows] == [("3/5", True), ("4/5", False)]
    assert rows[1].why == "examined again"


def test_tone_and_feeling_say_what_was_found_and_what_was_not() -> None:
    """Blank says nothing; normal tone is neither raised nor lowered; feeling 2 of 2 is sensation looked for and there."""
    from myotome.clinic.examination.feeling import feeling_from

    assert feeling_from(QueryDict(""), "Dr A") == ([], [])
    form = QueryDict(
        "tone-arm-right=n&tone-leg-left=%2B&feeling-thumb-left=1&feeling-thumb-right=2&feeling-inner_sole-left=0"
    )
    found, slips = feeling_from(form, "Dr A")
    assert slips == []
    assert {(f.concept, f.side, f.site, f.state) for f in found} == {
        ("spasticity", Side.RIGHT, "arm", State.ABSENT),
        ("hypotonia", Side.RIGHT, "arm", State.ABSENT),
        ("spasticity", Side.LEFT, "leg", State.PRESENT),
        ("hypotonia", Side.LEFT, "leg", State.ABSENT),
        ("sensation_reduced", Side.LEFT, "thumb", State.PRESENT),
        ("sensation_reduced", Side.RIGHT, "thumb", State.ABSENT),
        ("sensation_reduced", Side.LEFT, "inner_sole", State.PRESENT),
    }
    _, slips = feeling_from(QueryDict("tone-arm-right=stiff&feeling-thumb-left=3"), "Dr A")
    assert [slip.field for slip in slips] == ["tone-arm-right", "feeling-thumb-left"]


def test_values_are_taken_in_their_unit_and_a_wrong_unit_is_refused() -> None:
    """Centimetres where none is typed, inches where said; kilograms of a calf, a thigh of 3 cm and a word are refused."""
    from datetime import date

    from myotome.clinic.examination.measured import measured_from

    day = date(2026, 11, 29)
    form = "value-calf_circumference-right=36&value-calf_circumference-left=13.5 in&value-grip-right=31,5&value-gait_speed-unstated=0.7"
    found, slips = measured_from(QueryDict(form), day)
    assert slips == []
    assert [(m.measure, m.quantity.value, m.quantity.unit, m.side) for m in found] == [
        ("calf_circumference", 36.0, "cm", Side.RIGHT),
        ("calf_circumference", 13.5, "[in_i]", Side.LEFT),
        ("grip", 31.5, "kg", Side.RIGHT),
        ("gait_speed", 0.7, "m/s", Side.UNSTATED),
    ]
    assert {m.taken_on for m in found} == {day}
    wrong = "value-calf_circumference-right=36 kg&value-thigh_circumference-left=3&value-grip-left=strong&value-gait_speed-unstated=70"
    found, slips = measured_from(QueryDict(wrong), day)
    assert found == [] and len(slips) == 4


def test_a_force_is_a_measurement_and_no_grade() -> None:
    """N and kg by dynamometer enter as force with the side; no MRC grade is made of them, and centimetres are refused."""
    from datetime import date

    from myotome.clinic.examination.measured import side_differences
    from myotome.clinic.examination.sheet import findings_from, forces_from

    form = QueryDict("mrc-deltoid-left=60 N&mrc-deltoid-right=8.157 kg&mrc-biceps_brachii-left=4-&part-2-normal=")
    found, slips = findings_from(form, "Dr A")
    assert slips == [] and [(f.site, f.grade) for f in found] == [("biceps_brachii", "4-/5")]
    forces = forces_from(form, date(2026, 11, 29))
    assert [(m.site, m.side, m.quantity.unit) for m in forces] == [
        ("deltoid", Side.RIGHT, "kgf"),
        ("deltoid", Side.LEFT, "N"),
    ]
    # 8.157 kgf are 8.157 x 9.80665 = 79.99 N: 60 N is a quarter less.
    assert side_differences(forces) == ["deltoid: left 25 % below the other side"]
    for typed in ("40 cm", "9000 N"):
        _, slips = findings_from(QueryDict(f"mrc-deltoid-left={typed}"), "Dr A")
        assert [slip.field for slip in slips] == ["mrc-deltoid-left"], typed


def test_an_examination_that_is_sent_twice_is_recorded_once() -> None:
    """A double click, or a page sent again: no row is written twice; another grade a minute later is."""
    from myotome.record.models import FindingEntry, MeasurementEntry

    ref = patient("Bell").ref
    address, client = reverse("examination", kwargs={"ref": ref}), browser("clinician")
    form = {"mrc-deltoid-left": "3", "mrc-deltoid-right": "80 N", "tone-arm-left": "n", "value-grip-left": "20"}
    client.post(address, form)
    once = FindingEntry.objects.count(), MeasurementEntry.objects.count()
    client.post(address, form)
    assert (FindingEntry.objects.count(), MeasurementEntry.objects.count()) == once
    client.post(address, form | {"mrc-deltoid-left": "4"})
    assert (FindingEntry.objects.count(), MeasurementEntry.objects.count()) == (once[0] + 1, once[1])
    assert client.get(reverse("patient", kwargs={"ref": ref})).status_code == 200
