"""assessment.json follows its published schema, and the published schemas are those of the program."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest

from myotome.journey.assess import assess
from myotome.journey.export import assessment_schema, to_json
from myotome.sources.case_file import case_schema
from myotome.wiring import cases_in, knowledge
from myotome.words import Case, Finding, Person, Side

ROOT = Path(__file__).parents[3]
CASES = cases_in(ROOT / "examples" / "reports")
PUBLISHED = ROOT / "docs" / "reference" / "schemas"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_every_published_case_gives_valid_json(case) -> None:  # type: ignore[no-untyped-def]
    """A reader who trusts the schema is never surprised, and the numbers survive the way to text and back."""
    known = knowledge()
    assessment = assess(case, known)
    made = to_json(assessment, known)
    jsonschema.validate(made, assessment_schema())
    read = json.loads(json.dumps(made))
    assert read == made
    assert [cause["slug"] for cause in read["causes"]] == [cause.slug for cause in assessment.differential.ranked]
    for told, ranked in zip(read["causes"], assessment.differential.ranked, strict=True):
        assert told["probability"] == ranked.probability
        assert told["low"] <= told["probability"] <= told["high"]


def test_the_place_of_the_lesion_is_exported_or_null() -> None:
    """Signs in named muscles give places with posteriors of at most 1 together; without them the field is null."""
    known = knowledge()
    sites = ("deltoid", "biceps_brachii", "infraspinatus", "supraspinatus")
    findings = tuple(Finding("muscle_weakness", side=Side.RIGHT, site=site, grade="3/5") for site in sites)
    made = to_json(assess(Case("x", Person(50), findings=findings), known), known)
    jsonschema.validate(made, assessment_schema())
    assert sum(place["posterior"] for place in made["localisation"]["places"]) <= 1 + 1e-9
    plain = to_json(assess(Case("x", Person(50), findings=(Finding("fasciculations"),)), known), known)
    assert plain["localisation"] is None


def test_a_field_too_many_or_missing_is_refused() -> None:
    """The schema is strict: it would notice a field that nobody announced."""
    known = knowledge()
    made = to_json(assess(CASES[0], known), known)
    schema = assessment_schema()
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**made, "extra": 1}, schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({k: v for k, v in made.items() if k != "red_flags"}, schema)


def test_the_truth_of_a_case_never_leaks() -> None:
    """The answer of a published case is for evaluation only and stands nowhere in the result."""
    known = knowledge()
    case = replace(CASES[0], truth=("als",))
    assert "truth" not in to_json(assess(case, known), known)
    assert to_json(assess(case, known), known) == to_json(assess(replace(case, truth=()), known), known)


def test_each_push_says_what_its_number_rests_on() -> None:
    """Confidence and sources stand beside every push; what the cause's file does not state is null, never a guess."""
    known = knowledge()
    made = to_json(assess(CASES[0], known), known)
    for cause in made["causes"][:5]:
        for push in cause["pushes"]:
            stated = push["concept"] in known.causes[cause["slug"]].claims
            in_bands = any(push["concept"] in b.p for b in known.causes[cause["slug"]].bands.values())
            if cause["slug"] != "none_known":
                assert (push["probability_under_cause"] is not None) == (stated or in_bands)
            assert bool(push["sources"]) == (push["probability_under_cause"] is not None)
            assert push["confidence"] in {"verified", "secondary", "elicited"}
            assert 0 < push["weight"] <= 1


@pytest.mark.parametrize(
    ("name", "current"), [("case", case_schema), ("assessment", assessment_schema)], ids=["case", "assessment"]
)
def test_the_published_schema_is_the_current_one(name: str, current) -> None:  # type: ignore[no-untyped-def]
    """After a change of format run `myotome schema case > docs/reference/schemas/case.schema.json` (and assessment)."""
    path = PUBLISHED / f"{name}.schema.json"
    assert json.loads(path.read_text(encoding="utf-8")) == current()
    jsonschema.Draft202012Validator.check_schema(current())
