"""Findings land on the muscles that they speak of, on the side they name, and never anywhere else."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from myotome.anatomy.body_map import Degree, draw_body_map
from myotome.anatomy.muscles import muscles
from myotome.journey.body_marks import body_concepts, body_marks
from myotome.symptoms.concepts import load_vocabulary
from myotome.words.finding import Evidence, Finding, Origin
from myotome.words.side import Side, State

HAND = set(muscles()["hand_intrinsics"].members)


def test_findings_without_a_place_mark_nothing() -> None:
    """Pain, a blood value or a sited finding that names no site has no muscle to mark."""
    assert (
        body_marks([Finding("pain"), Finding("ck_gt10x"), Finding("muscle_weakness"), Finding("fasciculations")]) == ()
    )


def test_a_site_that_is_no_muscle_marks_nothing() -> None:
    """A reflex or an area of skin is not drawn as a weak muscle."""
    assert body_marks([Finding("muscle_weakness", site="biceps_jerk"), Finding("sensation_reduced", site="hand")]) == ()


def test_absence_of_an_inferred_sign_says_nothing_of_the_muscle() -> None:
    """No winging does not prove a strong serratus anterior, and no fasciculation is no statement on strength."""
    absent = [Finding("scapular_winging", State.ABSENT), Finding("muscle_fasciculation", State.ABSENT, site="tongue")]
    assert body_marks(absent) == ()
    assert body_marks([Finding("generalised_weakness", State.ABSENT)]) == ()


def test_what_was_only_derived_is_not_drawn() -> None:
    """A thin thumb pad is a thin hand in words, yet only the thumb pad may be marked."""
    derived = Finding("hand_wasting", side=Side.LEFT, evidence=Evidence(Origin.DERIVED))
    marks = body_marks([Finding("thenar_wasting", side=Side.LEFT), derived])
    assert {mark.muscle for mark in marks} == set(muscles()["thenar_muscles"].members)


def test_an_mrc_grade_becomes_its_share_of_lost_strength() -> None:
    """MRC 2 has lost 3 of 5 grades, 4- has lost 1.33 of 5, and 5/5 is normal."""
    grades = {"2": 0.6, "4-/5": 4 / 15, "5/5": 0.0}
    for grade, lost in grades.items():
        (mark,) = body_marks([Finding("muscle_weakness", side=Side.LEFT, site="deltoid", grade=grade)])
        assert (mark.muscle, mark.side) == ("deltoid", Side.LEFT)
        assert isinstance(mark.weakness, float) and abs(mark.weakness - lost) < 1e-9
        assert mark.label == f"MRC {grade}" and mark.wasting is None


def test_a_grade_of_another_scale_is_shown_as_written() -> None:
    """ "poor" is no MRC grade: the muscle is weak to an unstated degree, and the word stands beside it."""
    (mark,) = body_marks([Finding("muscle_weakness", side=Side.LEFT, site="deltoid", grade="poor")])
    assert mark.weakness is Degree.UNSTATED and mark.label == "poor"


def test_weakness_without_a_grade_has_no_invented_degree() -> None:
    """Nobody said how weak, so no step of the scale is claimed."""
    (mark,) = body_marks([Finding("foot_drop", side=Side.RIGHT)])
    assert (mark.muscle, mark.side, mark.weakness) == ("tibialis_anterior", Side.RIGHT, Degree.UNSTATED)


def test_hand_wasting_marks_the_small_muscles_of_that_hand_and_no_other() -> None:
    """A thin left hand is thin in its own muscles only, and says that it is known for the region."""
    marks = body_marks([Finding("hand_wasting", side=Side.LEFT)])
    assert {mark.muscle for mark in marks} == HAND
    assert all(mark.side is Side.LEFT and mark.wasting is Degree.UNSTATED and mark.weakness is None for mark in marks)
    assert all(mark.region for mark in marks)


def test_what_was_looked_for_and_not_seen_is_drawn_as_normal() -> None:
    """A tongue that was looked at and not thin is normal, which differs from not examined."""
    (mark,) = body_marks([Finding("tongue_atrophy", State.ABSENT)])
    assert mark.wasting == 0 and mark.weakness is None and mark.side is Side.MIDLINE


def test_a_stated_symmetry_settles_an_unstated_side() -> None:
    """Weak hips on nobody's side stay unstated, unless the weakness is said to be symmetric."""
    assert {mark.side for mark in body_marks([Finding("proximal_legs")])} == {Side.UNSTATED}
    assert {mark.side for mark in body_marks([Finding("proximal_legs"), Finding("symmetric")])} == {Side.BOTH}
    absent = Finding("symmetric", State.ABSENT)
    assert {mark.side for mark in body_marks([Finding("proximal_legs"), absent])} == {Side.UNSTATED}


def test_the_site_of_a_finding_wins_over_the_place_of_its_concept() -> None:
    """Visible wasting at the calf is drawn at the calf; without a site it has no place."""
    assert {m.muscle for m in body_marks([Finding("wasting_visible", side=Side.RIGHT, site="triceps_surae")])} == set(
        muscles()["triceps_surae"].members
    )
    assert body_marks([Finding("wasting_visible", side=Side.RIGHT)]) == ()


def test_every_row_names_a_concept_of_the_vocabulary() -> None:
    """A concept that is renamed must not silently vanish from the drawing."""
    concepts = load_vocabulary().concepts
    table = body_concepts()
    assert [slug for slug in (*table.places, *table.sited) if slug not in concepts] == []


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(sorted({*body_concepts().places, *body_concepts().sited, "pain"})),
            st.sampled_from(list(State)),
            st.sampled_from(list(Side)),
            st.sampled_from(["", "hand", "deltoid", "leg", "knee_jerk", "nowhere"]),
            st.sampled_from(["", "3/5", "mild", "6/5", "<b>2</b>"]),
        ),
        max_size=8,
    )
)
def test_any_case_can_be_drawn(rows: list[tuple[str, State, Side, str, str]]) -> None:
    """Whatever was entered, the drawing is made, and no free text becomes markup in it."""
    findings = [Finding(c, state, side, site, grade) for c, state, side, site, grade in rows]
    assert "<b>" not in draw_body_map(body_marks(findings), title="x")
