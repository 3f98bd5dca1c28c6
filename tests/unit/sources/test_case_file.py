"""Case files: bad input gets one clear sentence with place, value and cure; good input means what it says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from myotome.sources.case_file import case_schema, parse_case
from myotome.sources.document import LARGEST_BYTES, parse_document, read_document
from myotome.symptoms.concepts import Vocabulary, load_vocabulary
from myotome.words.case import Setting, Sex
from myotome.words.errors import MyotomeError, UnusableInput
from myotome.words.side import Side

GOOD = """
id: hand
person: {age_years: 61, sex: male}
setting: primary
findings:
  - {present: hand_wasting, side: left, site: first dorsal interosseous, how: examined}
  - {absent: sensory_loss}
measurements:
  - {measure: ck, value: 250, unit: U/L, limits: {high: 200}}
medications:
  - {name: atorvastatin, dose: 40 mg, still_taken: false}
"""


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return load_vocabulary()


def _parse(text: str, vocabulary: Vocabulary):  # type: ignore[no-untyped-def]
    return parse_case(parse_document(text, "case.yaml"), vocabulary, place="case.yaml")


@pytest.mark.parametrize(
    ("text", "place", "seen", "cure"),
    [
        ("", "case.yaml", "empty", "schema case"),
        ("- a\n- b", "case.yaml", "list", "Start with"),
        ("id: x\nfindings: [{present: hand_wastin}]", "findings[0]", "hand_wastin", "hand_wasting"),
        ("id: x\nfindings: [{present: ''}]", "findings[0].present", "", "schema"),
        ("id: x\nfindings: [{present: a, absent: b}]", "findings[0]", "exactly one", "schema"),
        ("id: x\nfindings: [{}]", "findings[0]", "exactly one", "schema"),
        ("id: x\nfindings: [{present: hand_wasting, sde: left}]", "findings[0].sde", "sde", "Remove it"),
        ("id: x\nfindings: [{present: hand_wasting, side: links}]", "findings[0].side", "links", "schema"),
        ("id: x\nfindings: [{present: hand_wasting, site: elbowish}]", "findings[0]", "elbowish", "."),
        ("id: x\nperson: {age_years: 212}\nfindings: [{present: falls}]", "person.age_years", "212", "unit"),
        ("id: x\nperson: {age_years: forty}\nfindings: [{present: falls}]", "person.age_years", "forty", "schema"),
        ("id: x\nperson: {sex: no}\nfindings: [{present: falls}]", "person.sex", "no", "schema"),
        ("id: x\nmeasurements: [{measure: ck, value: 5, unit: IU/L}]", "measurements[0]", "IU", "U/L"),
        ("id: x\nmeasurements: [{measure: ck, value: .nan, unit: U/L}]", "measurements[0].value", "nan", "schema"),
        ("id: x\nfindings: []", "case.yaml", "no finding", "Add"),
        ("id: x\nfindings: [{present: falls}\n", "line", "YAML", "Correct"),
        ("a: &x 1\nb: *x", "line 2", "aliases", "Correct"),
        ("id: x\nid: y", "line 2", "twice", "Correct"),
        ("id: '<script>'\nfindings: [{present: falls}]", "id", "script", "schema"),
        ("[" * 100, "case.yaml", "deep", "levels"),
    ],
)
def test_bad_input_gets_place_value_and_cure(
    text: str, place: str, seen: str, cure: str, vocabulary: Vocabulary
) -> None:
    """Every kind of slip is refused by one sentence that names where, what, and what to do; never by a traceback."""
    with pytest.raises(MyotomeError) as caught:
        _parse(text, vocabulary)
    sentence = caught.value.sentence()
    assert caught.value.exit_code == 10
    assert "\n" not in sentence
    for part in (place, seen, cure):
        assert part in sentence, sentence


@pytest.mark.parametrize(
    ("text", "part"),
    [('{"id": "x", "id": "y"}', "twice"), ('{"a": NaN}', "NaN"), ("{", "line 1"), ('{"a": ' + "[" * 100_000, "")],
)
def test_broken_json_is_refused(text: str, part: str) -> None:
    """JSON with a slip, a duplicate name, NaN or endless nesting gives a sentence too."""
    with pytest.raises(UnusableInput) as caught:
        parse_document(text, "case.json", is_json=True)
    assert part in caught.value.sentence()


def test_files_that_are_no_case_are_refused(tmp_path: Path) -> None:
    """A missing file, a folder, a picture and 50 MB are each named for what they are."""
    large = tmp_path / "large.yaml"
    with large.open("wb") as file:
        file.truncate(50_000_000)
    picture = tmp_path / "picture.yaml"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n\xff\xfe")
    for path, part in (
        (tmp_path / "none.yaml", "no such file"),
        (tmp_path, "folder"),
        (large, "50.0 MB"),
        (picture, "UTF-8"),
    ):
        with pytest.raises(UnusableInput, match=part):
            read_document(path)
    assert LARGEST_BYTES < 50_000_000


def test_a_good_case_means_what_it_says(vocabulary: Vocabulary) -> None:
    """Side, site, state, limits and medication arrive as they were written."""
    case = _parse(GOOD, vocabulary)
    assert (case.id, case.person.age_years, case.person.sex, case.setting) == ("hand", 61, Sex.MALE, Setting.PRIMARY)
    wasting, sensation = case.findings
    assert (wasting.concept, wasting.side, wasting.site) == ("hand_wasting", Side.LEFT, "first_dorsal_interosseous")
    assert not sensation.present
    assert case.measurements[0].norm is not None and case.measurements[0].norm.high == 200
    assert not case.medications[0].still_taken


def test_what_is_left_out_is_not_known(vocabulary: Vocabulary) -> None:
    """A case with one finding has no age, no sex and no second finding; nothing is filled in."""
    case = _parse("id: x\nfindings: [{present: falls}]", vocabulary)
    assert case.person.age_years is None
    assert case.person.sex is Sex.UNKNOWN
    assert case.absent() == frozenset()


def test_yes_no_and_on_stay_words(vocabulary: Vocabulary) -> None:
    """YAML 1.1 would turn a complaint of 'no' into False."""
    assert _parse("id: on\ncomplaint: no\nfindings: [{present: falls}]", vocabulary).complaint == "no"


def test_json_and_yaml_of_the_same_case_are_the_same_case(vocabulary: Vocabulary) -> None:
    """The format of the file leaves no trace."""
    content = parse_document(GOOD, "case.yaml")
    again = parse_document(json.dumps(content), "case.json", is_json=True)
    assert parse_case(again, vocabulary, place="p") == parse_case(content, vocabulary, place="p")


def test_the_published_schema_names_every_part() -> None:
    """The JSON Schema is strict and describes the file's own names."""
    schema = case_schema()
    assert schema["additionalProperties"] is False
    assert {"id", "person", "findings", "measurements", "medications", "setting"} <= set(schema["properties"])
