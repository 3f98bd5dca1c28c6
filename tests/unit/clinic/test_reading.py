"""Nothing that was read enters a record before a person said yes to it; medicines are recognised while they are typed."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.urls import reverse

from clinic_site import browser, patient
from myotome.words.errors import UnusableInput

LETTER = "He has difficulty climbing stairs. No numbness. His mother had weak legs. CK 900 U/L. He takes atorvastatin 40 mg. Zorblified knuffs."


def _rows(ref: Any) -> tuple[int, int, int, int]:
    from myotome.record.models import FindingEntry, MeasurementEntry, MedicationEntry, NoteEntry

    models = (FindingEntry, MeasurementEntry, MedicationEntry, NoteEntry)
    return tuple(model.objects.filter(patient__ref=ref).count() for model in models)  # type: ignore[return-value]


def _keys(page: str) -> dict[str, str]:
    """What is proposed, in words, and the name under which it is accepted."""
    return dict(re.findall(r'<legend><span dir="auto">(.*?)</span></legend>.*?name="take-(\w+)"', page, re.DOTALL))


def test_reading_alone_writes_nothing_and_prefers_no_answer() -> None:
    """The text is shown read: quotes, what is not of this person, what was not understood; nothing is ticked, no row is written."""
    ref = patient("Noor").ref
    before = _rows(ref)
    page = browser("clinician").post(reverse("read_text", kwargs={"ref": ref}), {"text": LETTER, "deed": "read"})
    said = page.content.decode()
    assert page.status_code == 200 and _rows(ref) == before
    assert " checked" not in said
    assert "difficulty climbing stairs" in said and "relative" in said and "Zorblified knuffs" in said


def test_what_has_no_answer_is_not_recorded_and_the_page_says_so() -> None:
    """With one proposal answered and the rest open, nothing is written and the answers given stay."""
    ref, client = patient("Noor").ref, browser("clinician")
    address, before = reverse("read_text", kwargs={"ref": ref}), _rows(ref)
    keys = _keys(client.post(address, {"text": LETTER, "deed": "read"}).content.decode())
    one = next(iter(keys.values()))
    response = client.post(address, {"text": LETTER, "deed": "keep", f"take-{one}": "yes"})
    assert response.status_code == 422 and _rows(ref) == before
    assert f'name="take-{one}" value="yes" checked' in response.content.decode()


def test_only_what_was_confirmed_enters_and_says_who_confirmed_it() -> None:
    """A yes to the stairs and the CK, a no to the rest: one finding, one value, no medicine, and the text as a note."""
    from myotome.record.models import FindingEntry

    ref, client = patient("Noor").ref, browser("clinician")
    address, before = reverse("read_text", kwargs={"ref": ref}), _rows(ref)
    keys = _keys(client.post(address, {"text": LETTER, "source": "letter", "deed": "read"}).content.decode())
    wanted = {words for words in keys if "tairs" in words or "900" in words}
    assert len(wanted) == 2 and len(keys) >= 4
    answers = {f"take-{key}": "yes" if words in wanted else "no" for words, key in keys.items()}
    client.post(address, {"text": LETTER, "source": "letter", "deed": "keep", **answers})
    assert tuple(a - b for a, b in zip(_rows(ref), before, strict=True)) == (1, 1, 0, 1)
    row = FindingEntry.objects.filter(patient__ref=ref).order_by("pk").last()
    assert (row.concept, row.origin) == ("difficulty_stairs", "read")
    assert row.said_by == "a letter, confirmed by Dr Ines Okafor" and "stairs" in row.text


def test_a_name_of_something_that_was_not_read_records_nothing() -> None:
    """A forged acceptance of another finding has no effect."""
    from myotome.clinic.reading.proposed import accepted, read

    assert accepted(read(LETTER), {"0123456789abcdef", "babinski"}, "Dr A") == ()


def test_another_language_is_refused_and_said() -> None:
    """German is not read as broken English."""
    from myotome.clinic.reading.proposed import read

    with pytest.raises(UnusableInput, match="only English"):
        read("Der Patient kann die Treppe nicht mehr steigen und hat eine Schwäche in beiden Beinen seit dem Winter.")


def test_script_in_a_text_stays_text() -> None:
    """What was typed is shown as it was typed."""
    address = reverse("read_text", kwargs={"ref": patient("Noor").ref})
    page = browser("clinician").post(address, {"text": "Cramps <script>alert(1)</script> at night.", "deed": "read"})
    assert b"<script>alert" not in page.content and b"&lt;script&gt;" in page.content


@pytest.mark.parametrize(
    ("line", "name", "corrected"),
    [
        ("atorvastatin 40 mg", "atorvastatin", False),
        ("atorvastattin", "atorvastatin", True),
        ("paper clips", "", False),
    ],
)
def test_a_medicine_is_recognised_by_its_ingredient(line: str, name: str, corrected: bool) -> None:
    """Right, misspelt and unknown."""
    from myotome.clinic.reading.medicines import recognise

    (found,) = recognise(["", line, "  "])
    assert (found.name, found.corrected, bool(found.classes)) == (name, corrected, bool(name))


def test_the_page_part_says_what_is_not_recognised() -> None:
    """Each line of the field that is asked about, in order."""
    page = browser("patient").post("/medicines/recognised/?field=pills", {"pills": "prednisolone\npaper clips"})
    said = page.content.decode()
    assert "<strong>prednisolone</strong>" in said and "not recognised" in said.split("paper clips")[1]
