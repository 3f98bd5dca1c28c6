"""The first exercise programme: careful classes first, inside the catalogue's numbers, none where training is not safe."""

from __future__ import annotations

from itertools import pairwise

import pytest

from myotome.causes.shelf import load_causes
from myotome.treatment.catalogue import load_treatments
from myotome.treatment.plan import Plan, make_plan
from myotome.treatment.programme import ProgrammeClass, load_programmes
from myotome.words import Case, Finding, Person

CAUSES = load_causes()
TREATMENTS = load_treatments()
CLASSES = {kind.slug: kind for kind in load_programmes()}


def plan(chances: dict[str, float], *present: str, age_years: float = 70) -> Plan:
    case = Case("x", Person(age_years), findings=tuple(Finding(c) for c in present))
    return make_plan(chances, case.findings, case, CAUSES, TREATMENTS, ())


# What must not be offered


@pytest.mark.parametrize("sign", ["dark_urine", "potassium_low_severe", "rapidly_progressive_days"])
def test_no_programme_where_training_is_not_safe(sign: str) -> None:
    """Muscle breakdown, severe potassium and a change within days come first."""
    made = plan({"disuse_immobilization": 0.8}, sign)
    assert made.programme is None
    assert made.programme_note.startswith("No programme")


def test_no_programme_without_a_cause_that_has_one() -> None:
    """A nerve palsy gets physiotherapy, not a programme of this table."""
    assert plan({"ulnar_neuropathy": 0.9}).programme is None


def test_the_more_careful_class_wins() -> None:
    """A fifth of ALS beside four fifths of sarcopenia is trained as ALS until it is settled."""
    made = plan({"ageing_sarcopenia": 0.75, "als": 0.2})
    assert made.programme is not None and made.programme.slug == "als"


def test_a_class_that_was_taken_away_is_not_replaced_by_a_harder_one() -> None:
    """When the dystrophy programme is off the plan, the sarcopenia programme does not step in."""
    case = Case("x", Person(40), findings=())
    without = {slug: t for slug, t in TREATMENTS.items() if slug != "exercise_dystrophy"}
    made = make_plan({"fshd": 0.5, "cushing_steroid_myopathy": 0.5}, (), case, CAUSES, without, ())
    assert made.programme is None and "exercise dystrophy" in made.programme_note


@pytest.mark.parametrize("slug", ["als", "dystrophy", "post_polio"])
def test_submaximal_classes_hold_no_load_and_no_hard_effort(slug: str) -> None:
    """Effort stays at 4 of 10 or below, and no weight is given."""
    weeks = CLASSES[slug].weeks()
    assert all(week.percent_1rm is None and week.rpe <= 4 for week in weeks)


# What must hold


@pytest.mark.parametrize("kind", CLASSES.values(), ids=CLASSES)
def test_a_programme_runs_for_twelve_weeks_and_never_jumps(kind: ProgrammeClass) -> None:
    """Weeks 1 to 12, each once; effort up by 1.5 of 10 at most, load by 20 % of the maximum at most from week to week."""
    weeks = kind.weeks()
    assert [week.number for week in weeks] == list(range(1, 13))
    for one, two in pairwise(weeks):
        assert two.rpe - one.rpe <= 1.5
        if one.percent_1rm is not None and two.percent_1rm is not None:
            assert two.percent_1rm - one.percent_1rm <= 20


@pytest.mark.parametrize("kind", CLASSES.values(), ids=CLASSES)
def test_a_programme_keeps_to_the_catalogue(kind: ProgrammeClass) -> None:
    """No load above, no more sessions than the treatment it is drawn from; its causes list that treatment or fit it."""
    dose = TREATMENTS[kind.treatment].dose
    for week in kind.weeks():
        if week.percent_1rm is not None and dose.percent_1rm is not None:
            assert week.percent_1rm <= dose.percent_1rm[1]
        if dose.rpe is not None:
            assert week.rpe <= dose.rpe[1]
        if dose.sessions_per_week is not None:
            assert week.sessions <= dose.sessions_per_week[1]
    assert [c for c in kind.causes if c not in CAUSES] == []


def test_the_sarcopenia_programme_ends_inside_the_published_range() -> None:
    """NSCA 2019: 70 to 85 % of the one-repetition maximum, 2 to 3 sets, begun with one set at 40 to 60 %."""
    weeks = CLASSES["sarcopenia"].weeks()
    assert (weeks[0].percent_1rm, weeks[0].sets) == (40, 1)
    assert 70 <= (weeks[-1].percent_1rm or 0) <= 85 and weeks[-1].sets == 3


@pytest.mark.parametrize("kind", CLASSES.values(), ids=CLASSES)
def test_every_programme_says_when_to_stop(kind: ProgrammeClass) -> None:
    """At least three stop rules."""
    assert len(kind.stop) >= 3


def test_a_child_gets_play_not_numbers() -> None:
    """Below 16 the numbers are an upper bound for the children's physiotherapist."""
    made = plan({"duchenne_becker": 0.9}, age_years=7)
    assert made.programme is not None and "child" in made.programme_note


def test_the_limits_of_the_case_stand_beside_the_programme() -> None:
    """Weak breathing limits the work whatever the class."""
    made = plan({"als": 0.8}, "orthopnea")
    assert made.programme is not None
    assert any("breathing" in limit for limit in made.programme.limits)
