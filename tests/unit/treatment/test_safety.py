"""The judge of contra-indications: met, possible, unknown or not met, and never safe for want of a look."""

from __future__ import annotations

from datetime import date

import pytest

from myotome.causes.shelf import load_causes
from myotome.symptoms.exposures import load_drugs, match_medications
from myotome.treatment.rules import load_rules
from myotome.treatment.safety import Answer, Situation, judge
from myotome.treatment.treatment import Condition
from myotome.words import Case, Finding, Measurement, Medication, Person, Quantity, State

CAUSES = load_causes()
DRUGS = load_drugs()
RULES = load_rules()


def answer(condition: Condition, case: Case, **chances: float) -> Answer:
    exposures = match_medications(case.medications, DRUGS)
    return judge(condition, Situation.of(case, case.findings, chances, CAUSES, exposures, RULES))[0]


# What must not count as safe


def test_a_finding_that_nobody_asked_for_is_unknown() -> None:
    """Not asked is neither present nor absent."""
    assert answer(Condition(concepts=("pregnancy",)), Case("x")) is Answer.UNKNOWN


def test_an_empty_medication_list_says_nothing_about_medicines() -> None:
    """No list is not the same as no medicine; a list without the drug is."""
    anticoagulant = Condition(drugs=("anticoagulant",))
    assert answer(anticoagulant, Case("x")) is Answer.UNKNOWN
    assert answer(anticoagulant, Case("x", medications=(Medication("paracetamol"),))) is Answer.NOT_MET


def test_an_unknown_age_is_unknown() -> None:
    """A limit of age cannot be judged without one."""
    child = Condition(age_below=18)
    assert answer(child, Case("x")) is Answer.UNKNOWN
    assert answer(child, Case("x", Person(10))) is Answer.MET
    assert answer(child, Case("x", Person(18))) is Answer.NOT_MET


def test_a_measure_in_a_unit_that_does_not_fit_is_unknown() -> None:
    """Calcium in mg/dL cannot be held against mmol/L without a molar mass: it is unknown, not safe."""
    calcium = Condition(measure="calcium", above=2.6, unit="mmol/L")
    assert answer(calcium, Case("x", measurements=(Measurement("calcium", Quantity(11.5, "mg/dL")),))) is Answer.UNKNOWN
    assert answer(calcium, Case("x", measurements=(Measurement("calcium", Quantity(2.9, "mmol/L")),))) is Answer.MET


def test_what_only_a_person_can_look_for_stays_unknown() -> None:
    """A pacemaker is asked about."""
    assert answer(Condition(ask="a pacemaker"), Case("x")) is Answer.UNKNOWN


# What must be seen


def test_a_unit_of_the_same_kind_is_converted() -> None:
    """1200 mL of vital capacity lie below 1.5 L."""
    low = Condition(measure="fvc", below=1.5, unit="L")
    assert answer(low, Case("x", measurements=(Measurement("fvc", Quantity(1200, "mL")),))) is Answer.MET


def test_any_part_that_holds_is_enough() -> None:
    """One met part outweighs absent and unknown ones."""
    condition = Condition(concepts=("fever", "pregnancy"), causes=("als",))
    case = Case("x", findings=(Finding("fever", State.ABSENT), Finding("pregnancy")))
    assert answer(condition, case) is Answer.MET


@pytest.mark.parametrize(
    ("chance", "expected"), [(0.5, Answer.MET), (0.15, Answer.MET), (0.1, Answer.POSSIBLE), (0.01, Answer.NOT_MET)]
)
def test_a_cause_counts_by_its_chance(chance: float, expected: Answer) -> None:
    """Likely causes count, possible ones warn, unlikely ones do neither (limits of plan_rules.toml)."""
    assert answer(Condition(causes=("duchenne_becker",)), Case("x"), duchenne_becker=chance) is expected


def test_a_family_stands_for_its_causes() -> None:
    """Every inherited muscle disease is meant by its family."""
    assert answer(Condition(families=("muscle_genetic",)), Case("x"), lgmd=0.4) is Answer.MET


def test_a_stopped_drug_counts_unless_only_current_ones_do() -> None:
    """Present danger needs the drug to be taken now."""
    stopped = Medication("ciprofloxacin", stopped=date(2020, 1, 1), still_taken=False)
    case = Case("x", medications=(stopped,))
    assert answer(Condition(drugs=("fluoroquinolone",)), case) is Answer.MET
    assert answer(Condition(drugs=("fluoroquinolone",), current_only=True), case) is Answer.NOT_MET


def test_seen_somewhere_counts_as_seen() -> None:
    """Absent on one side and present on the other is present."""
    case = Case("x", findings=(Finding("skin_ulcer", State.ABSENT), Finding("skin_ulcer")))
    assert answer(Condition(concepts=("skin_ulcer",)), case) is Answer.MET
