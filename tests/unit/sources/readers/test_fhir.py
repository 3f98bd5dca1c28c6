from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from myotome.journey.uploads.judged import judged
from myotome.journey.uploads.kinds import Kind
from myotome.journey.uploads.reading import Reading
from myotome.sources.readers import read
from myotome.words.case import Person, Sex
from myotome.words.errors import UnusableInput

UCUM = "http://unitsofmeasure.org"


def _observation(**changes: Any) -> dict[str, Any]:
    return {
        "resourceType": "Observation",
        "status": "final",
        "code": {"coding": [{"system": "http://loinc.org", "code": "2157-6", "display": "Creatine kinase"}]},
        "effectiveDateTime": "2026-11-03T08:30:00Z",
        "valueQuantity": {"value": 2345, "unit": "U/L", "system": UCUM, "code": "U/L"},
        "referenceRange": [{"high": {"value": 190, "unit": "U/L"}}],
    } | changes


def _read(*resources: dict[str, Any]) -> Reading:
    bundle = {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": one} for one in resources]}
    return read(Kind.JSON, json.dumps(bundle).encode())


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"status": "preliminary"}, "only final results"),
        ({"status": "entered-in-error"}, "only final results"),
        ({"status": "cancelled"}, "only final results"),
        (
            {"code": {"coding": [{"system": "http://loinc.org", "code": "99999-9"}], "text": "Creatine kinase"}},
            "LOINC code",
        ),
        ({"code": {"text": "Serum rhubarb"}}, "no room reads"),
        ({"code": {"text": "Glucose"}}, "fasting or not"),
        ({"code": {}}, "no room reads"),
        ({"valueQuantity": None, "valueString": "positive"}, "no measured value"),
        ({"valueQuantity": {"value": 20, "comparator": "<", "unit": "U/L"}}, "only a bound"),
        ({"valueQuantity": {"value": "96", "unit": "U/L"}}, "not a number"),
        ({"valueQuantity": {"value": True, "unit": "U/L"}}, "not a number"),
        ({"valueQuantity": {"value": 96}}, "no unit"),
        ({"referenceRange": [{"low": {"value": 200}, "high": {"value": 100}}]}, "lies above"),
    ],
)
def test_an_observation_that_is_unsure_is_said_and_not_proposed(changes: dict[str, Any], why: str) -> None:
    """Not final, not known, no number, only a bound: each with its reason."""
    reading = _read(_observation(**changes))
    assert reading.stated == () and why in reading.unread[0].why


def test_two_codes_that_disagree_are_not_settled_here() -> None:
    """A resource whose LOINC codes name two measures of ours is refused."""
    codes = [{"system": "http://loinc.org", "code": code} for code in ("2157-6", "1742-6")]
    assert "two different measures" in _read(_observation(code={"coding": codes})).unread[0].why


def test_of_several_ranges_none_is_taken() -> None:
    """They are for several groups of people, and nobody says which is meant."""
    rows = [{"low": {"value": 1}, "high": {"value": 190}}, {"low": {"value": 1}, "high": {"value": 300}}]
    (one,) = _read(_observation(referenceRange=rows)).stated
    assert one.measurement is not None and one.measurement.norm is None


@pytest.mark.parametrize(
    "content", [b'{"resourceType": "Condition"}', b'{"resourceType": "Bundle", "entry": 4}', b'{"resourceType": ']
)
def test_another_or_a_broken_resource_is_refused(content: bytes) -> None:
    """With a sentence, never a traceback."""
    with pytest.raises(UnusableInput):
        read(Kind.JSON, content)


@pytest.mark.parametrize("depth", [2_000, 100_000])
def test_a_document_nested_without_end_is_refused(depth: int) -> None:
    """Depth does not bring the reader down."""
    content = b'{"resourceType": "Observation", "x": ' + b"[" * depth + b"]" * depth + b"}"
    with pytest.raises(UnusableInput, match="nested too deeply"):
        read(Kind.JSON, content)


def test_a_bundle_by_code_by_text_and_with_another_unit() -> None:
    """Values with UCUM, limits, day; other resources are counted and said."""
    reading = _read(
        _observation(),
        _observation(code={"text": "Potassium"}, valueQuantity={"value": 3.9, "unit": "mmol/L"}, referenceRange=[]),
        _observation(
            code={"coding": [{"system": "http://loinc.org", "code": "2160-0"}]},
            valueQuantity={"value": 0.7, "unit": "mg/dL", "system": UCUM, "code": "mg/dL"},
            referenceRange=[],
        ),
        {"resourceType": "DiagnosticReport", "status": "final"},
    )
    assert reading.unread == () and reading.notices == ("Not read: 1 of the kind DiagnosticReport.",)
    result = judged(reading, Person(60.0, Sex.FEMALE), None, None, date(2026, 11, 29))
    found = {one.measurement.measure: one.measurement for one in result.proposals if one.measurement}
    assert found["ck"].taken_on == date(2026, 11, 3) and [f.concept for f in found["ck"].findings] == ["ck_gt10x"]
    assert found["creatinine"].quantity.value == pytest.approx(61.9, abs=0.1)
    assert set(found) == {"ck", "potassium", "creatinine"}


def test_a_file_about_somebody_else_asks_whether_it_is_the_right_patient() -> None:
    """Sex and day of birth of the Patient resource are held against the record."""
    patient = {"resourceType": "Patient", "gender": "male", "birthDate": "1950-02-03"}
    result = judged(
        _read(patient, _observation()), Person(60.0, Sex.FEMALE), date(1966, 5, 1), None, date(2026, 11, 29)
    )
    assert sum("right patient?" in notice for notice in result.notices) == 2
    same = judged(_read(patient, _observation()), Person(76.0, Sex.MALE), date(1950, 2, 3), None, date(2026, 11, 29))
    assert not any("right patient?" in notice for notice in same.notices)


def test_every_code_names_one_measure_that_a_room_reads() -> None:
    """The table of codes fits the rooms, no code stands twice, and every code has the check digit that LOINC gives it."""
    from myotome.investigations.interpret import known_measures
    from myotome.words.shelf import read_book

    rows = read_book("myotome.sources.readers", "loinc.toml").content["codes"]
    codes = [code for found in rows.values() for code in found]
    assert set(rows) <= {*known_measures(), "weight"} and len(codes) == len(set(codes))
    assert [code for code in codes if _check_digit(code.split("-")[0]) != int(code.split("-")[1])] == []


def test_every_code_says_how_it_was_checked() -> None:
    """Each code in use stands once beside the name that it was met with, and no other does; vitamin D3 alone is no vitamin D."""
    from myotome.words.shelf import read_book

    content = read_book("myotome.sources.readers", "loinc.toml").content
    codes = sorted(code for found in content["codes"].values() for code in found)
    assert sorted([*content["named"], *content["analyte"]]) == codes
    assert all(len(name.split()) > 1 for name in content["named"].values())
    assert {"1989-3", "14635-7"}.isdisjoint(codes)


def _check_digit(number: str) -> int:
    """LOINC's check digit is the mod 10 of Luhn."""
    total = 0
    for place, digit in enumerate(reversed(number)):
        value = int(digit) * (2 if place % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return -total % 10
