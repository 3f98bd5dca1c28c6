"""From findings to weighted evidence: one fact counts once, an absence less than a presence, and nothing is dropped in silence."""

from __future__ import annotations

import pytest

from myotome.diagnosis.differential import Reasoner
from myotome.diagnosis.evidence import ABSENT_WEIGHT, STANDS_FOR_WEIGHT, TEMPER, Evidence
from myotome.words.case import Person, Setting
from myotome.words.finding import Finding
from myotome.words.side import Side, State


def _weigh(reasoner: Reasoner, *names: str) -> Evidence:
    """Evidence from concept names; a minus sign in front means absent."""
    return reasoner.weigh(
        Finding(name.lstrip("-"), State.ABSENT if name.startswith("-") else State.PRESENT) for name in names
    )


def _weights(evidence: Evidence) -> dict[str, float]:
    return {item.concept: item.weight for item in evidence.items}


def test_no_finding_is_no_evidence(reasoner: Reasoner) -> None:
    """Silence is not a negative finding."""
    assert _weigh(reasoner).items == ()


def test_findings_of_different_facets_count_in_full(reasoner: Reasoner) -> None:
    """Wasting of a hand, brisk reflexes and fasciculations are three facts."""
    weights = _weights(_weigh(reasoner, "hand_wasting", "reflexes_brisk", "fasciculations"))
    assert weights == {"hand_wasting": 1.0, "reflexes_brisk": 1.0, "fasciculations": 1.0}


def test_findings_of_one_facet_count_half_and_half_again(reasoner: Reasoner) -> None:
    """Brisk reflexes, Babinski's sign and spasticity are one fact told three times."""
    weights = _weights(_weigh(reasoner, "reflexes_brisk", "babinski", "spasticity"))
    assert sorted(weights.values()) == [TEMPER**2, TEMPER, 1.0]


def test_an_absence_counts_less_than_a_presence(reasoner: Reasoner) -> None:
    """An absent finding has half the weight that it would have if present."""
    assert _weights(_weigh(reasoner, "-fasciculations"))["fasciculations"] == ABSENT_WEIGHT


def test_present_on_one_side_wins_over_absent_on_the_other(reasoner: Reasoner) -> None:
    """A wasted left hand and a full right one are a wasted hand."""
    findings = [Finding("hand_wasting", State.ABSENT, Side.RIGHT), Finding("hand_wasting", State.PRESENT, Side.LEFT)]
    (item,) = reasoner.weigh(findings).items
    assert item.present and len(item.findings) == 1


def test_a_contradiction_is_said_and_resolved(reasoner: Reasoner) -> None:
    """A split hand with "no wasting of the hand" keeps the sign that was seen, and says so."""
    evidence = _weigh(reasoner, "split_hand", "-hand_wasting")
    assert {item.concept: item.present for item in evidence.items}["hand_wasting"]
    assert len(evidence.conflicts) == 1 and "set aside" in evidence.conflicts[0]


def test_only_one_value_of_an_exclusive_facet_is_used(reasoner: Reasoner) -> None:
    """Two CK bands cannot both hold: the higher is used and the reader is told."""
    evidence = _weigh(reasoner, "ck_1_5x", "ck_gt10x")
    assert [item.concept for item in evidence.items] == ["ck_gt10x"]
    assert "only one" in evidence.conflicts[0]


def test_a_complaint_stands_for_its_sign_until_the_sign_is_known(reasoner: Reasoner) -> None:
    """Trouble on stairs counts as half a weak thigh; once thighs were examined it adds nothing."""
    (item,) = _weigh(reasoner, "difficulty_stairs").items
    assert (item.concept, item.present, item.weight, item.stand_in) == (
        "proximal_legs", True, STANDS_FOR_WEIGHT, "difficulty_stairs",
    )  # fmt: skip
    examined = _weigh(reasoner, "difficulty_stairs", "-proximal_legs")
    assert [(i.concept, i.present) for i in examined.items] == [("proximal_legs", False)]


def test_several_complaints_of_one_sign_count_once(reasoner: Reasoner) -> None:
    """Stairs, chair and floor are one weak thigh."""
    evidence = _weigh(reasoner, "difficulty_stairs", "difficulty_rising_chair", "difficulty_rising_floor")
    assert [(i.concept, i.weight) for i in evidence.items] == [("proximal_legs", STANDS_FOR_WEIGHT)]


def test_a_raised_enzyme_without_a_number_excludes_normal(reasoner: Reasoner) -> None:
    """The words "CK raised" say that it is not normal, and leaves open how high."""
    (item,) = _weigh(reasoner, "ck_raised").items
    assert (item.concept, item.present) == ("ck_normal", False)


def test_a_sign_at_a_muscle_is_a_sign(reasoner: Reasoner) -> None:
    """Grade 3 of tibialis anterior is a foot drop and a weak lower leg; grade 5 is nothing."""
    weak = reasoner.weigh([Finding("muscle_weakness", side=Side.LEFT, site="tibialis_anterior", grade="3/5")])
    assert {"foot_drop", "distal_legs"} <= {item.concept for item in weak.items}
    strong = reasoner.weigh([Finding("muscle_weakness", side=Side.LEFT, site="tibialis_anterior", grade="5/5")])
    assert strong.items == ()


def test_what_no_cause_speaks_of_is_named(reasoner: Reasoner) -> None:
    """A concept that bears on nothing is listed, not dropped."""
    assert _weigh(reasoner, "tick_bite").unweighed == ("tick_bite",)


@pytest.mark.parametrize("extra", ["tick_bite", "wasting_visible"])
def test_what_bears_on_nothing_moves_nothing(reasoner: Reasoner, extra: str) -> None:
    """Adding such a finding leaves every probability where it was."""
    base, more = _weigh(reasoner, "foot_drop"), _weigh(reasoner, "foot_drop", extra)
    before = reasoner.posterior(Person(50), Setting.CLINIC, base.items).marginal
    after = reasoner.posterior(Person(50), Setting.CLINIC, more.items).marginal
    assert after == pytest.approx(before, abs=1e-15)
