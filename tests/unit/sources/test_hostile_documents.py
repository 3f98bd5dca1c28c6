"""Case files written to break the reader, or by a tired hand: one sentence each, and never another value than the one written."""

from __future__ import annotations

import pytest

from myotome.sources.case_file import case_id, parse_case
from myotome.sources.document import parse_document
from myotome.symptoms.concepts import Vocabulary, load_vocabulary
from myotome.words.case import Case
from myotome.words.errors import UnusableInput

FALLS = "findings: [{present: falls}]"


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return load_vocabulary()


def _parse(text: str, vocabulary: Vocabulary, *, is_json: bool = False) -> Case:
    return parse_case(parse_document(text, "case", is_json=is_json), vocabulary, place="case")


@pytest.mark.parametrize("nothing", ["null", "~", "", "Null"])
def test_null_is_not_known_and_no_error(vocabulary: Vocabulary, nothing: str) -> None:
    """A key whose value was left empty says nothing, as if it were not there."""
    case = _parse(f"id: x\nperson:\n  age_years: {nothing}\ncomplaint: {nothing}\n{FALLS}", vocabulary)
    assert case.person.age_years is None
    assert case.complaint == ""


def test_a_grade_or_an_id_written_without_quotes_is_taken(vocabulary: Vocabulary) -> None:
    """``grade: 4`` is what people write."""
    case = _parse("id: 2024\nfindings: [{present: muscle_weakness, site: deltoid, grade: 4}]", vocabulary)
    assert case.id == "2024"
    assert case.findings[0].grade == "4"


@pytest.mark.parametrize("grade", ["4/5", "4-/5", "4+/5", "5/5", "0/5", "2+/4", "3 / 5", "MRC 4", "4", "2+", "brisk"])
def test_grades_of_the_clinic_are_taken(vocabulary: Vocabulary, grade: str) -> None:
    """What clinics write is never refused."""
    text = f"id: x\nfindings: [{{present: muscle_weakness, site: deltoid, grade: '{grade}'}}]"
    assert _parse(text, vocabulary).findings[0].grade == grade


@pytest.mark.parametrize("grade", ["6/5", "5/0", "-1/5", "5/4"])
def test_impossible_grades_are_refused(vocabulary: Vocabulary, grade: str) -> None:
    """A part cannot be more than the whole: 6/5 is a slip, and a slip here would move the ranking."""
    with pytest.raises(UnusableInput, match="no such grade"):
        _parse(f"id: x\nfindings: [{{present: muscle_weakness, site: deltoid, grade: '{grade}'}}]", vocabulary)


@pytest.mark.parametrize("age", ["1:20", "true", "0o17", ".nan", ".inf", "-1", "1e400"])
def test_an_age_is_never_read_as_another_number(vocabulary: Vocabulary, age: str) -> None:
    """YAML 1.1 would read 1:20 as 80, and Python counts true as 1."""
    with pytest.raises(UnusableInput, match="age_years"):
        _parse(f"id: x\nperson: {{age_years: {age}}}\n{FALLS}", vocabulary)


def test_a_leading_zero_means_nothing(vocabulary: Vocabulary) -> None:
    """YAML 1.1 would read 012 as ten."""
    assert _parse(f"id: x\nperson: {{age_years: 012}}\n{FALLS}", vocabulary).person.age_years == 12


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("id: x\nnotes: !!bool abc", "tags"),
        ("id: x\nnotes: !!timestamp abc", "tags"),
        ("id: !!binary aGVsbG8=", "tags"),
        ("!!python/object/apply:os.system [id]", "tags"),
        ("id: x\nnotes: \x00", "line 2"),
        ("id: x\nnotes: \x1b[31m", "control character"),
        (f"id: x\nperson: {{age_years: {'9' * 5000}}}", "digits"),
        ("a: " + "[" * 5000 + "]" * 5000, "deeply"),
    ],
)
def test_documents_that_ask_for_more_than_text_are_refused(vocabulary: Vocabulary, text: str, said: str) -> None:
    """No tag makes an object, no letter breaks the reader, no number is too long to be refused in a sentence."""
    with pytest.raises(UnusableInput, match=said) as caught:
        _parse(text, vocabulary)
    assert "\n" not in caught.value.sentence()


def test_a_number_of_five_thousand_digits_in_json_is_refused(vocabulary: Vocabulary) -> None:
    """The same in JSON, whose reader raises another error for it."""
    with pytest.raises(UnusableInput, match="too many digits"):
        _parse('{"id": "x", "person": {"age_years": ' + "9" * 5000 + "}}", vocabulary, is_json=True)


@pytest.mark.parametrize(
    ("part", "said"),
    [
        ("measurements: [{measure: ck, value: true, unit: U/L}]", "a number is needed"),
        ("measurements: [{measure: ck, value: 9, unit: U/L, limits: {low: 500, high: 10}}]", "lower limit"),
        ("measurements: [{measure: ck, value: 9, unit: U/L, limits: {high: .nan}}]", "finite"),
        ("measurements: [{measure: grip, value: 30, unit: kg, site: nonsense}]", "no muscle"),
        ("medications: [{name: prednisolone, started: 2025-01-01, stopped: 2020-01-01}]", "stopped before"),
    ],
)
def test_impossible_parts_are_refused(vocabulary: Vocabulary, part: str, said: str) -> None:
    """Limits in the wrong order, places that do not exist, a drug that ended before it began."""
    with pytest.raises(UnusableInput, match=said):
        _parse(f"id: x\n{part}", vocabulary)


@pytest.mark.parametrize("name", ["o(b)é", "it's", 'a "b"', "x" * 300, "", "患者/1", "\x1b[31m"])
def test_any_file_name_gives_an_id_that_can_be_read_back(vocabulary: Vocabulary, name: str) -> None:
    """A file called it's.yaml is no error."""
    case = parse_case(parse_document(FALLS, "case"), vocabulary, place="case", fallback_id=case_id(name))
    assert case.id
