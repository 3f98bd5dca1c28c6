"""The plan: danger first, nothing forbidden recommended, nothing unknown taken for safe."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from myotome.causes.shelf import load_causes
from myotome.symptoms.exposures import load_drugs, match_medications
from myotome.treatment.catalogue import load_treatments
from myotome.treatment.plan import Plan, make_plan
from myotome.treatment.rules import Urgency
from myotome.treatment.safety import Answer
from myotome.treatment.treatment import Contraindication, Severity, Stage
from myotome.words import Case, Finding, Measurement, Medication, Person, Quantity, State

CAUSES = load_causes()
TREATMENTS = load_treatments()
DRUGS = load_drugs()


def plan(
    chances: dict[str, float],
    present: tuple[str, ...] = (),
    medications: tuple[str | Medication, ...] = (),
    *,
    absent: tuple[str, ...] = (),
    measurements: tuple[Measurement, ...] = (),
    age_years: float | None = 70.0,
    treatments: dict[str, object] | None = None,
) -> Plan:
    taken = tuple(m if isinstance(m, Medication) else Medication(m) for m in medications)
    findings = (*(Finding(c) for c in present), *(Finding(c, State.ABSENT) for c in absent))
    case = Case("x", Person(age_years), findings=findings, measurements=measurements, medications=taken)
    exposures = match_medications(taken, DRUGS)
    everything = (*findings, *(f for e in exposures for f in e.findings))
    return make_plan(chances, everything, case, CAUSES, treatments or TREATMENTS, exposures)  # type: ignore[arg-type]


def items(of: Plan) -> set[str]:
    return {item.treatment for item in of.items}


def refused(of: Plan) -> set[str]:
    return {item.treatment for item in of.not_recommended}


def cautions(of: Plan) -> set[str]:
    return {c.slug for c in (*of.urgent, *of.cautions)}


# What must not be recommended


def test_heavy_training_is_not_recommended_when_duchenne_is_likely() -> None:
    """A dystrophy takes heavy training off the plan although sarcopenia would call for it, and the plan says so."""
    made = plan({"duchenne_becker": 0.5, "ageing_sarcopenia": 0.4})
    assert "resistance_training" not in items(made)
    (said,) = [n for n in made.not_recommended if n.treatment == "resistance_training"]
    assert "Duchenne" in " ".join(said.reasons)


def test_no_training_with_dark_urine() -> None:
    """Fresh muscle breakdown forbids training and any programme."""
    made = plan({"ageing_sarcopenia": 0.7, "statin_toxic_myopathy": 0.2}, ("dark_urine",), ("simvastatin",))
    assert "resistance_training" not in items(made)
    assert made.programme is None
    assert made.urgent[0].slug == "statin_with_dark_urine" and made.urgent[0].urgency is Urgency.NOW


def test_no_steroid_and_no_therapy_of_another_disease_in_multifocal_motor_neuropathy() -> None:
    """Steroids may worsen it: they are not among the items, and one that is taken is taken up today."""
    made = plan({"mmn": 0.7, "als": 0.1}, ("conduction_block",), ("prednisolone 30 mg",))
    assert not {"cidp_immunotherapy", "inflammatory_myopathy_immunotherapy", "vasculitis_therapy"} & items(made)
    assert "mmn_steroid_on_list" in {c.slug for c in made.urgent}


def test_therapeutic_ultrasound_is_listed_as_not_recommended() -> None:
    """Where a cause mentions it, the plan answers honestly."""
    made = plan({"osteoarthritis": 0.8})
    assert "therapeutic_ultrasound" not in items(made)
    assert "therapeutic_ultrasound" in refused(made)


def test_exercise_in_water_is_forbidden_when_breathing_is_weak() -> None:
    """The water presses on the chest."""
    assert "aquatic_exercise" in items(plan({"polio_post_polio": 0.6}))
    assert "aquatic_exercise" in refused(plan({"polio_post_polio": 0.6}, ("orthopnea",)))


def test_a_drug_without_a_likely_cause_is_not_accused() -> None:
    """Omeprazole does not explain ALS."""
    assert "stop_culprit_drug" not in items(plan({"als": 0.9}, (), ("omeprazole",)))


def test_a_drug_begun_after_the_onset_is_not_accused() -> None:
    """Cause comes before effect."""
    statin = Medication("simvastatin", started=date(2025, 6, 1))
    findings = (Finding("myalgia", started=date(2025, 1, 1)),)
    exposures = match_medications((statin,), DRUGS)
    case = Case("x", findings=findings, medications=(statin,))
    made = make_plan(
        {"ibm": 0.6, "statin_toxic_myopathy": 0.1},
        (*findings, *exposures[0].findings),
        case,
        CAUSES,
        TREATMENTS,
        exposures,
    )
    assert made.drugs[0].timing.ruled_out
    assert "stop_culprit_drug" not in items(made)


def test_a_medicine_that_was_stopped_is_no_danger_on_the_list_today() -> None:
    """The myasthenia warning on ciprofloxacin concerns one that is still taken."""
    old = Medication("ciprofloxacin", stopped=date(2020, 1, 1), still_taken=False)
    assert "myasthenia_dangerous_drug" not in cautions(plan({"mg": 0.6}, (), (old,)))
    assert "myasthenia_dangerous_drug" in cautions(plan({"mg": 0.6}, (), ("ciprofloxacin",)))


@pytest.mark.parametrize(
    ("treatment", "chances", "finding"),
    [
        ("pain_neuropathic", {"lumbar_radiculopathy": 0.9}, "neuropathic_pain"),
        ("spasticity_care", {"als": 0.9}, "spasticity"),
        ("contracture_surgery", {"duchenne_becker": 0.9}, "contractures"),
        ("exercise_after_rhabdo", {"statin_toxic_myopathy": 0.9}, "recurrent_rhabdomyolysis"),
    ],
)
def test_a_symptom_is_not_treated_where_it_is_not(treatment: str, chances: dict[str, float], finding: str) -> None:
    """Nerve pain, stiffness, contracture and breakdown are treated when they are there, not because a cause can bring them."""
    assert treatment not in items(plan(chances))
    assert treatment in items(plan(chances, (finding,)))


def test_a_raised_ck_of_duchenne_is_no_rhabdomyolysis() -> None:
    """Its CK is always above ten times the limit; the return after rhabdomyolysis would never begin."""
    assert "exercise_after_rhabdo" not in items(plan({"duchenne_becker": 0.9}, ("ck_gt10x",)))


def test_eye_drops_raise_no_alarm() -> None:
    """What is dropped into the eye is no systemic antibiotic."""
    assert "myasthenia_dangerous_drug" not in cautions(plan({"mg": 0.6}, (), ("ciprofloxacin eye drops",)))


# What must be said


@pytest.mark.parametrize(
    ("chances", "present", "medications", "caution"),
    [
        ({"mg": 0.5}, (), ("gentamicin iv",), "myasthenia_dangerous_drug"),
        ({"lems": 0.5}, (), ("magnesium sulfate iv",), "myasthenia_dangerous_drug"),
        ({"mg": 0.5}, (), ("bisoprolol",), "myasthenia_worsening_drug"),
        ({"mg": 0.5}, (), (), "myasthenia_to_avoid"),
        ({"lgmd": 0.3}, (), (), "dystrophy_anaesthesia"),
        ({"mmn": 0.4}, (), (), "mmn_no_steroid"),
        ({}, (), ("simvastatin", "clarithromycin"), "statin_interaction_today"),
        ({}, ("chronic_kidney_disease",), ("colchicine",), "colchicine_weak_kidney"),
        ({}, ("potassium_low",), ("furosemide",), "diuretic_low_potassium"),
        ({}, (), ("nitrous oxide",), "nitrous_oxide_b12"),
        ({}, ("orthopnea",), ("zopiclone",), "sedative_weak_breathing"),
        ({}, ("egfr_below_30",), (), "protein_weak_kidney"),
        ({"malnutrition": 0.7}, ("phosphate_low_severe",), (), "refeeding_danger"),
        ({}, ("bmi_lt18_5",), ("Wegovy",), "slimming_drug_in_thin_person"),
        ({"checkpoint_inhibitor_myositis": 0.5}, ("ptosis",), ("nivolumab",), "checkpoint_inhibitor_muscle"),
        ({"mitochondrial_myopathy": 0.3}, (), ("sodium valproate",), "valproate_mitochondria"),
        ({"imnm_statin": 0.3}, (), ("atorvastatin",), "statin_in_necrotising_myopathy"),
        ({}, (), ("prednisolone",), "steroid_never_abrupt"),
        ({}, ("severe_limb_pain_tense",), (), "compartment"),
    ],
)
def test_the_danger_of_this_case_is_named(
    chances: dict[str, float], present: tuple[str, ...], medications: tuple[str, ...], caution: str
) -> None:
    """Each known danger fires with its conditions and not without the case's own facts."""
    assert caution in cautions(plan(chances, present, medications))
    assert caution not in cautions(plan({"ageing_sarcopenia": 0.9}))


def test_danger_comes_most_urgent_first() -> None:
    """Now stands before today."""
    made = plan({}, ("severe_limb_pain_tense", "egfr_below_30"), ("simvastatin", "clarithromycin", "colchicine"))
    ranks = [c.urgency.rank for c in made.urgent]
    assert ranks == sorted(ranks) and made.urgent[0].slug == "compartment"


def test_kidney_function_from_the_measurement_limits_protein() -> None:
    """An eGFR of 22 mL/min asks for the kidney team; one of 80 does not."""
    low = (Measurement("egfr", Quantity(22, "mL/min")),)
    high = (Measurement("egfr", Quantity(80, "mL/min")),)
    assert _item(plan({"ageing_sarcopenia": 0.8}, measurements=low), "protein_energy").needs_specialist
    assert not _item(plan({"ageing_sarcopenia": 0.8}, measurements=high), "protein_energy").needs_specialist


def test_what_is_unknown_is_called_unknown() -> None:
    """A contra-indication that was not asked is unknown; one that was looked for and not seen is not met."""
    unknown = _item(plan({"osteoarthritis": 0.8}), "aquatic_exercise")
    assert {c.answer for c in unknown.checks if "seizures" in c.contraindication.concepts} == {Answer.UNKNOWN}
    known = _item(plan({"osteoarthritis": 0.8}, absent=("seizures",)), "aquatic_exercise")
    assert {c.answer for c in known.checks if "seizures" in c.contraindication.concepts} == {Answer.NOT_MET}


def test_a_possible_dystrophy_leaves_the_item_with_a_warning() -> None:
    """Below the limit of likely a contra-indication warns and does not remove."""
    item = _item(plan({"duchenne_becker": 0.08, "ageing_sarcopenia": 0.8}), "resistance_training")
    assert item.needs_specialist
    assert any(w.startswith("If confirmed: ") for w in item.warnings)


def test_what_is_safe_in_all_causes_comes_first_while_the_cause_is_open() -> None:
    """Supportive, then likely, then what waits for the diagnosis."""
    made = plan({"dermatomyositis": 0.4, "polymyositis_overlap": 0.3, "ibm": 0.2}, ("falls",))
    stages = [list(Stage).index(item.stage) for item in made.items]
    assert not made.settled and stages == sorted(stages)


def test_immunotherapy_waits_for_the_diagnosis() -> None:
    """Even at 95 % the plan says once the diagnosis is confirmed, and addresses the prescriber."""
    item = _item(plan({"cidp": 0.95}), "cidp_immunotherapy")
    assert item.when == "once the diagnosis is confirmed" and item.prescription


def test_every_item_says_why() -> None:
    """Each item names a cause with its chance, a finding or a medicine."""
    made = plan({"ageing_sarcopenia": 0.6, "cushing_steroid_myopathy": 0.3}, ("falls",), ("prednisolone 20 mg",))
    assert made.items
    assert all(item.why for item in made.items)
    assert "Ageing (sarcopenia) (60 %)" in _item(made, "resistance_training").why


def test_the_words_for_concepts_are_taken_where_given() -> None:
    """Reasons use the vocabulary's labels."""
    case = Case("x", findings=(Finding("falls"),))
    made = make_plan({}, case.findings, case, CAUSES, TREATMENTS, (), labels={"falls": "Falls often"})
    assert "Falls often" in _item(made, "falls_prevention").why


# Laws

CHANCES = st.dictionaries(st.sampled_from(sorted(CAUSES)), st.floats(0, 1), max_size=6)
PRESENT = st.lists(
    st.sampled_from(
        sorted({c for t in TREATMENTS.values() for r in t.contraindications for c in r.concepts} | {"falls", "fatigue"})
    ),
    max_size=6,
    unique=True,
).map(tuple)
ROWS = st.builds(
    Contraindication,
    severity=st.sampled_from(Severity),
    reason=st.just("test"),
    concepts=st.lists(st.sampled_from(["falls", "fatigue", "orthopnea"]), min_size=1, max_size=2).map(tuple),
)


@settings(max_examples=60, deadline=None)
@given(CHANCES, PRESENT, st.sampled_from(sorted(TREATMENTS)), ROWS)
def test_a_further_contraindication_never_adds_a_recommendation(
    chances: dict[str, float], present: tuple[str, ...], slug: str, row: Contraindication
) -> None:
    """Whatever is added, the items afterwards were items before; a programme never appears."""
    before = plan(chances, present)
    changed = TREATMENTS | {
        slug: replace(TREATMENTS[slug], contraindications=(*TREATMENTS[slug].contraindications, row))
    }
    after = plan(chances, present, treatments=dict(changed))
    assert items(after) <= items(before)
    assert before.programme is not None or after.programme is None
    if row.severity is Severity.NEVER and set(row.concepts) & set(present):
        assert slug not in items(after)
        if slug in items(before):
            assert slug in refused(after)


@settings(max_examples=60, deadline=None)
@given(CHANCES, PRESENT)
def test_nothing_forbidden_is_recommended_and_the_same_case_gives_the_same_plan(
    chances: dict[str, float], present: tuple[str, ...]
) -> None:
    """No item has a met contra-indication of the kind never; items and refusals do not overlap; the plan is a function."""
    made = plan(chances, present)
    assert not any(check.forbids for item in made.items for check in item.checks)
    assert not items(made) & refused(made)
    assert all(0 < item.need <= 1 for item in made.items)
    assert made == plan(chances, present)


def _item(of: Plan, slug: str):  # type: ignore[no-untyped-def]
    return next(item for item in of.items if item.treatment == slug)
