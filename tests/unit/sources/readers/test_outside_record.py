from __future__ import annotations

import json
from datetime import date

import pytest

from myotome.journey.uploads.judged import judged
from myotome.journey.uploads.kinds import Kind
from myotome.sources.readers import read
from myotome.words.case import Person, Sex
from myotome.words.errors import UnusableInput

CASE = """
id: from-elsewhere
person: {age_years: 61, sex: female}
findings:
  - present: hand_wasting
    side: right
  - absent: fasciculations
measurements:
  - {measure: ck, value: 140, unit: U/L}
  - {measure: calcium, value: 2.31, unit: mmol/L}
medications:
  - {name: Atorvastatin, dose: 40 mg}
notes: seen twice
"""
PACKET = {
    "id": "p1",
    "subject": {"sex": "MALE", "timeAtLastEncounter": {"age": {"iso8601duration": "P30Y"}}},
    "phenotypicFeatures": [
        {"type": {"id": "HP:0002380", "label": "Fasciculations"}},
        {"type": {"id": "HP:0000726", "label": "Dementia"}, "excluded": True},
    ],
    "diseases": [{"term": {"id": "OMIM:105400"}}],
    "metaData": {"phenopacketSchemaVersion": "2.0"},
}
LAUGHS = """
id: x
findings: &a [present: cramps]
b: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a]
c: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b]
d: [*c, *c, *c, *c, *c, *c, *c, *c, *c]
"""


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (LAUGHS, "aliases"),
        ("id: x\nfindings:\n  - !!python/object/apply:os.system ['true']\n", "tags"),
        ("id: x\nfindings:\n  - present: no_such_thing_at_all\n", "no_such_thing_at_all"),
        ("id: x\nmeasurements:\n  - {measure: ck, value: .nan, unit: U/L}\n", "finite"),
        ("id: x\nmeasurements:\n  - {measure: ck, value: .inf, unit: U/L}\n", "finite"),
        ("findings: [\n", "broken YAML"),
        ("findings: " + "[" * 500 + "]" * 500, "nested too deeply"),
    ],
)
def test_a_record_that_is_broken_or_made_to_harm_is_refused(text: str, why: str) -> None:
    """Aliases that blow up, tags that ask for objects, numbers that are none: a sentence each."""
    with pytest.raises(UnusableInput, match=why):
        read(Kind.TEXT, text.encode())


def test_a_case_file_proposes_each_thing_by_itself() -> None:
    """Findings, values and medicines; free text stays in the file, and that is said."""
    reading = read(Kind.TEXT, CASE.encode())
    assert [bool(one.finding) for one in reading.stated] == [True, True, False, False, False]
    assert sum(one.measurement is not None for one in reading.stated) == 2
    assert sum(one.medication is not None for one in reading.stated) == 1
    assert any("free text" in notice for notice in reading.notices)
    assert (reading.subject.sex, reading.subject.age_years) == (Sex.FEMALE, 61)


def test_a_phenopacket_names_what_it_cannot_place_and_takes_over_no_diagnosis() -> None:
    """Terms with a concept of ours are proposed, present or absent; the others are said."""
    reading = read(Kind.JSON, json.dumps(PACKET).encode())
    assert reading.title == "Phenopacket"
    assert len(reading.stated) + len(reading.unread) == 2
    assert any("names a diagnosis" in notice for notice in reading.notices)
    result = judged(reading, Person(60.0, Sex.FEMALE), None, None, date(2026, 11, 29))
    first = next(notice for notice in result.notices if "right patient?" in notice)
    assert first.endswith("this record says female.")
    assert any("30 years of age" in notice for notice in result.notices)
