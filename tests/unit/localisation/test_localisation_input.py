"""Grades, evidence items and the reading of a case."""

from __future__ import annotations

import pytest

from myotome.localisation.evidence import Conduction, NeedleEmg, ReflexFinding, Sensation, Sign, Strength, Wasting
from myotome.localisation.from_case import evidence_from_case
from myotome.localisation.grades import mrc_grade, reflex_grade
from myotome.localisation.observe import observations
from myotome.symptoms.concepts import load_vocabulary
from myotome.words.case import Case
from myotome.words.errors import OutOfRange, UnknownName
from myotome.words.finding import Finding
from myotome.words.shelf import read_book
from myotome.words.side import Side, State

NOT_IN_VOCABULARY = {"emg_normal_muscle"}
"""Sited laboratory results that only localisation reads."""


@pytest.mark.parametrize("text", ["6/5", "6", "5+", "-1", "0-", "four", "", "4/6", "4++"])
def test_a_grade_that_cannot_be_is_refused(text: str) -> None:
    """6/5, 5+ and words are no MRC grade."""
    with pytest.raises(OutOfRange):
        mrc_grade(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("4", 4.0),
        ("4-/5", 11 / 3),
        ("4+", 13 / 3),
        ("5-", 14 / 3),
        ("3/5", 3.0),
        ("MRC 2/5", 2.0),
        ("4/5-", 11 / 3),
        ("0", 0.0),
    ],
)
def test_mrc_grades_are_read_as_written(text: str, value: float) -> None:
    """Plus and minus are a third of a grade; /5 may follow."""
    assert mrc_grade(text) == pytest.approx(value)


@pytest.mark.parametrize(("text", "value"), [("absent", 0), ("2+", 2), ("++", 2), ("brisk", 3), (4, 4), ("1", 1)])
def test_reflex_grades_are_read_as_written(text: str | int, value: int) -> None:
    """Numbers, plus signs and words lead to 0 to 4."""
    assert reflex_grade(text) == value


@pytest.mark.parametrize("text", ["5", "7+", "lively-ish", ""])
def test_a_reflex_grade_that_cannot_be_is_refused(text: str) -> None:
    """There is no reflex grade 5."""
    with pytest.raises(OutOfRange):
        reflex_grade(text)


def test_items_refuse_what_does_not_exist() -> None:
    """A muscle, a side, a site and a result that do not exist raise at birth."""
    with pytest.raises(UnknownName):
        Strength("third_elbow_flexor_of_the_ear", Side.LEFT, 4)
    with pytest.raises(OutOfRange):
        Strength("biceps", Side.BOTH, 4)
    with pytest.raises(OutOfRange):
        Strength("biceps", Side.LEFT, 6)
    with pytest.raises(UnknownName, match="elbow"):
        Conduction("ulnar", Side.LEFT, "block", "knee")
    with pytest.raises(UnknownName):
        NeedleEmg("biceps", Side.LEFT, "odd")
    with pytest.raises(UnknownName):
        Sign("levitation", Side.LEFT)


def test_synonyms_become_slugs() -> None:
    """FDI and its full name are one muscle, so that a finding told twice counts once."""
    assert Strength("FDI", Side.LEFT, 4) == Strength("first dorsal interosseous", Side.LEFT, 4)


def test_a_bad_finding_is_named_by_its_number() -> None:
    """The error says which finding is wrong, what was seen, and what could be meant."""
    case = Case(
        "c",
        findings=(
            Finding("weight_loss"),
            Finding("muscle_weakness", side=Side.LEFT, site="tibalis anteror", grade="4"),
        ),
    )
    with pytest.raises(UnknownName, match=r"finding 2 \(muscle_weakness\).*tibialis_anterior"):
        evidence_from_case(case)
    bad_grade = Case("c", findings=(Finding("muscle_weakness", side=Side.LEFT, site="biceps", grade="6/5"),))
    with pytest.raises(OutOfRange, match="finding 1"):
        evidence_from_case(bad_grade)


def test_findings_without_a_place_are_left_to_the_differential() -> None:
    """Weight loss and a raised CK say nothing about the place of a lesion."""
    case = Case("c", findings=(Finding("weight_loss"), Finding("ck_raised"), Finding("pain")))
    assert evidence_from_case(case).items == ()


def test_a_case_is_read_item_by_item() -> None:
    """Sited concepts, concepts with a place of their own, and their absence each become the item they mean."""
    left, absent = Side.LEFT, State.ABSENT
    case = Case(
        "c",
        findings=(
            Finding("muscle_weakness", side=left, site="FDI", grade="4-/5"),
            Finding("muscle_weakness", absent, left, "APB"),
            Finding("muscle_wasting", side=left, site="first dorsal interosseous"),
            Finding("reflex", side=left, site="triceps jerk", grade="2+"),
            Finding("sensation_reduced", side=left, site="C8"),
            Finding("emg_denervation", absent, left, "APB"),
            Finding("snap_reduced", side=left, site="ulnar nerve"),
            Finding("conduction_block", side=left, site="ulnar at elbow"),
            Finding("wrist_drop", absent, left),
            Finding("babinski", absent, left),
        ),
    )
    items = evidence_from_case(case).items
    assert Strength("first_dorsal_interosseous", left, 11 / 3) in items
    assert Strength("abductor_pollicis_brevis", left, 5.0) in items
    assert Wasting("first_dorsal_interosseous", left) in items
    assert ReflexFinding("triceps", left, 2) in items
    assert Sensation("dermatome_c8", left) in items
    assert NeedleEmg("abductor_pollicis_brevis", left, "normal") in items
    assert Conduction("ulnar", left, "low_snap") in items
    assert Conduction("ulnar", left, "block", "elbow") in items
    assert Strength("extensor_digitorum", left, 5.0) in items
    assert Sign("babinski", left, present=False) in items


def test_a_side_that_nobody_stated_is_settled_openly() -> None:
    """It is the one side stated elsewhere; both for the tongue; and else assumed, and said so."""
    stated = Case(
        "c",
        findings=(
            Finding("muscle_weakness", side=Side.LEFT, site="FDI"),
            Finding("sensation_reduced", site="little finger"),
        ),
    )
    evidence = evidence_from_case(stated)
    assert {item.side for item in evidence.items} == {Side.LEFT}
    assert not evidence.side_assumed
    tongue = evidence_from_case(Case("c", findings=(Finding("tongue_atrophy"),)))
    assert {item.side for item in tongue.items} == {Side.LEFT, Side.RIGHT}
    alone = evidence_from_case(Case("c", findings=(Finding("muscle_weakness", site="FDI"),)))
    assert alone.side_assumed


def test_a_reflex_without_a_grade_is_passed_over_and_said_so() -> None:
    """'The biceps reflex is changed' does not say which way; it is named, not dropped in silence."""
    evidence = evidence_from_case(Case("c", findings=(Finding("reflex", side=Side.LEFT, site="biceps"),)))
    assert evidence.items == ()
    assert "reflex at biceps" in evidence.passed_over[0]


def test_one_fact_told_twice_counts_once() -> None:
    """'Triceps weak' and 'triceps 4/5' are one observation, the graded one."""
    items = (
        Strength("triceps", Side.LEFT, None),
        Strength("triceps", Side.LEFT, 4.0),
        Strength("triceps", Side.LEFT, 4.0),
    )
    assert observations(items).told == ((("weak", "triceps_brachii", Side.LEFT), "mild"),)


def test_every_concept_that_is_read_is_in_the_vocabulary() -> None:
    """Concepts of from_case.toml are those of the shared vocabulary, and what they stand on is in the anatomy."""
    table = read_book("myotome.localisation", "from_case.toml").content
    known = load_vocabulary()
    for slug in (*table["site"], *(row["slug"] for row in table["concept"])):
        assert slug in NOT_IN_VOCABULARY or slug in known, slug
    for row in table["concept"]:
        case = Case("c", findings=(Finding(row["slug"], side=Side.LEFT),))
        assert evidence_from_case(case).items, row["slug"]
