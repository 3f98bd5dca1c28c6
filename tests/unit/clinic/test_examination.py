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
