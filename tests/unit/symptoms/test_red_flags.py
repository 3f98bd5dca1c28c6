"""A red flag that is there must fire, on findings alone; what must not fire stands first in each block of the table."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from myotome.symptoms.concepts import load_vocabulary
from myotome.symptoms.red_flags import build_flags, fired, load_flags, most_urgent
from myotome.words.case import Person, Sex
from myotome.words.errors import KnowledgeError
from myotome.words.finding import Finding
from myotome.words.shelf import Book
from myotome.words.side import Side, State
from myotome.words.timeframe import Timeframe

ADULT = Person(60)
BOY = Person(6, Sex.MALE)
GIRL = Person(6, Sex.FEMALE)
BABY = Person(0.25)
NOBODY = Person()

# flag, person, findings that must NOT fire it ("-x": looked for and not seen; "x:left": on one side)
SILENT = [
    ("respiratory_failure", ADULT, "hand_wasting sensory_loss"),
    ("respiratory_failure", ADULT, "breathless_on_effort proximal_legs onset_chronic"),
    ("respiratory_failure", ADULT, "-orthopnea -respiratory_weakness neck_weakness onset_chronic"),
    ("gbs_progressing", ADULT, "symmetric distal_legs sensory_loss reflexes_reduced onset_chronic"),
    ("gbs_progressing", ADULT, "ascending onset_chronic reflexes_reduced"),
    ("gbs_progressing", ADULT, "ankle_jerk_lost radiating_leg_pain foot_drop onset_acute"),
    ("gbs_progressing", ADULT, "-ascending onset_acute scapular_winging shoulder_pain"),
    ("bulbar_failure", ADULT, "facial_weakness neck_weakness"),
    ("bulbar_failure", ADULT, "-bulbar_dysphagia_dysarthria weight_loss"),
    ("myasthenic_crisis", ADULT, "fatigable ptosis_diplopia -bulbar_dysphagia_dysarthria -breathless"),
    ("myasthenic_crisis", ADULT, "bulbar_dysphagia_dysarthria tongue_fasciculations"),
    ("cauda_equina", ADULT, "radiating_leg_pain:left foot_drop:left ankle_jerk_lost:left"),
    ("cauda_equina", ADULT, "back_neck_pain slr_positive:right -saddle_numbness -sphincter"),
    ("cauda_equina", ADULT, "sphincter proximal_legs onset_chronic"),
    ("cord_compression", ADULT, "neck_pain radiating_arm_pain triceps_jerk_lost"),
    ("cord_compression", ADULT, "cancer generalized_wasting weight_loss"),
    ("acute_stroke", ADULT, "hemibody spasticity onset_chronic"),
    ("acute_stroke", ADULT, "facial_weakness scapular_winging onset_chronic"),
    ("compartment_syndrome", ADULT, "pain_on_passive_stretch myalgia"),
    ("compartment_syndrome", ADULT, "edema calf_wasting"),
    ("rhabdomyolysis", BOY, "ck_gt10x calf_hypertrophy gowers onset_chronic"),
    ("rhabdomyolysis", ADULT, "ck_1_5x myalgia statin_exposure"),
    ("myositis_with_lung", ADULT, "proximal_legs breathless ck_normal"),
    ("myositis_with_lung", ADULT, "rash_heliotrope_gottron proximal_legs -breathless"),
    ("myositis_with_cancer_risk", BOY, "rash_heliotrope_gottron proximal_legs"),
    ("myositis_with_cancer_risk", ADULT, "proximal_legs weight_loss ck_normal"),
    ("infant_hypotonia", ADULT, "infant_hypotonia proximal_legs onset_chronic"),
    ("infant_hypotonia", NOBODY, "tongue_fasciculations reflexes_reduced"),
    ("dmd_signs", GIRL, "gowers calf_hypertrophy ck_gt10x"),
    ("dmd_signs", Person(40, Sex.MALE), "gowers calf_hypertrophy ck_gt10x"),
    ("als_type", ADULT, "hand_wasting sensory_loss tinel_elbow"),
    ("als_type", ADULT, "cramps -fasciculations -babinski -reflexes_brisk"),
    ("icu_weakness", ADULT, "icu_stay proximal_legs onset_chronic"),
    ("icu_weakness", ADULT, "immobilization_history quadriceps_wasting"),
    ("necrotising_myopathy", Person(10, Sex.MALE), "ck_gt10x proximal_legs progressive"),
    ("necrotising_myopathy", ADULT, "statin_exposure myalgia ck_normal"),
    ("electrolyte_collapse", ADULT, "weight_loss poor_intake generalized_wasting"),
    ("electrolyte_collapse", ADULT, "potassium_low diuretic_exposure onset_chronic"),
    ("septic_joint", ADULT, "joint_swelling morning_stiffness_gt30min -fever"),
    ("septic_joint", ADULT, "joint_pain xray_oa quadriceps_wasting"),
    ("checkpoint_inhibitor_triad", ADULT, "cancer weakness_reported ptosis_diplopia"),
    ("checkpoint_inhibitor_triad", ADULT, "checkpoint_inhibitor_exposure -weakness_reported"),
    ("vasculitic_neuropathy", ADULT, "foot_drop sensory_loss onset_subacute weight_loss_diet"),
    ("vasculitic_neuropathy", ADULT, "asymmetric onset_acute neuropathic_pain -crp_esr_high"),
    ("vasculitic_neuropathy", ADULT, "foot_drop sensory_loss onset_acute weight_loss intentional_weight_loss"),
    ("gbs_progressing", ADULT, "onset_acute csf_protein_high shoulder_pain asymmetric scapular_winging"),
    ("als_type", ADULT, "hemibody spasticity muscle_wasting static_course stroke_history"),
    ("bleeding_on_anticoagulant", ADULT, "anticoagulant_use stroke_history hemibody onset_acute"),
    ("bleeding_on_anticoagulant", ADULT, "knee_extension_weak thigh_pain onset_acute"),
    ("heart_rhythm", ADULT, "atrial_fibrillation hypertension proximal_legs"),
    ("heart_rhythm", ADULT, "heart_failure_known generalized_wasting ck_normal"),
    ("hidden_cancer", ADULT, "weight_loss intentional_weight_loss fatigue glp1_exposure"),
    ("hidden_cancer", Person(17), "weight_loss anemia fatigue smoking"),
]

# flag, how soon, person, findings that must fire it
FIRES = [
    ("respiratory_failure", "minutes", ADULT, "fvc_below_20_ml_kg"),
    ("respiratory_failure", "minutes", ADULT, "mip_weaker_than_30"),
    ("respiratory_failure", "minutes", NOBODY, "cannot_count_to_20"),
    ("respiratory_failure", "minutes", BABY, "ventilated"),
    ("respiratory_failure", "hours", ADULT, "orthopnea onset_chronic"),
    ("respiratory_failure", "hours", ADULT, "breathless neck_flexor_weak"),
    ("respiratory_failure", "hours", ADULT, "breathless_on_effort onset_acute ascending"),
    ("respiratory_failure", "same_day", ADULT, "weak_cough"),
    ("gbs_progressing", "same_day", ADULT, "ascending onset_acute paresthesia recent_infection"),
    ("gbs_progressing", "same_day", ADULT, "ascending reflexes_reduced"),
    ("gbs_progressing", "same_day", ADULT, "onset_acute areflexia_all_limbs symmetric"),
    ("gbs_progressing", "same_day", ADULT, "onset_acute recent_infection distal_legs"),
    ("gbs_progressing", "same_day", NOBODY, "onset_acute symmetric distal_legs paresthesia"),
    ("bulbar_failure", "same_day", ADULT, "choking"),
    ("bulbar_failure", "same_day", ADULT, "drooling tongue_weakness"),
    ("bulbar_failure", "same_day", ADULT, "bulbar_dysphagia_dysarthria weight_loss neck_weakness"),
    ("bulbar_failure", "same_day", ADULT, "difficulty_swallowing onset_subacute"),
    ("bulbar_failure", "2_weeks", ADULT, "slurred_speech onset_chronic"),
    ("myasthenic_crisis", "hours", ADULT, "fatigable breathless"),
    ("myasthenic_crisis", "hours", Person(27, Sex.FEMALE), "fatigable diurnal_fluctuation bulbar_dysphagia_dysarthria"),
    ("myasthenic_crisis", "hours", ADULT, "ptosis_diplopia orthopnea"),
    ("myasthenic_crisis", "hours", ADULT, "descending difficulty_swallowing"),
    ("myasthenic_crisis", "same_day", ADULT, "ptosis_diplopia aminoglycoside_magnesium_exposure"),
    ("cauda_equina", "hours", ADULT, "saddle_numbness"),
    ("cauda_equina", "hours", ADULT, "urinary_retention weakness_reported"),
    ("cauda_equina", "hours", ADULT, "sphincter radiating_leg_pain onset_chronic"),
    ("cauda_equina", "hours", ADULT, "radiating_leg_pain:left radiating_leg_pain:right foot_drop"),
    ("cord_compression", "same_day", ADULT, "sensory_level"),
    ("cord_compression", "same_day", ADULT, "cancer back_neck_pain proximal_legs"),
    ("cord_compression", "same_day", ADULT, "babinski sphincter"),
    ("cord_compression", "same_day", ADULT, "fever back_neck_pain weakness_reported"),
    ("cord_compression", "same_day", ADULT, "reflexes_brisk gait_disturbance onset_subacute"),
    ("cord_compression", "2_weeks", ADULT, "reflexes_brisk hand_clumsiness onset_chronic"),
    ("acute_stroke", "minutes", ADULT, "sudden_face_arm_speech"),
    ("acute_stroke", "minutes", ADULT, "onset_sudden hemibody"),
    ("acute_stroke", "minutes", ADULT, "onset_acute hemibody face_same_side"),
    ("acute_stroke", "hours", ADULT, "onset_acute hemibody"),
    ("compartment_syndrome", "minutes", ADULT, "severe_limb_pain_tense"),
    ("compartment_syndrome", "minutes", ADULT, "tense_swelling paresthesia"),
    ("compartment_syndrome", "minutes", ADULT, "pain_on_passive_stretch trauma_injury"),
    ("rhabdomyolysis", "hours", ADULT, "ck_gt10x dark_urine"),
    ("rhabdomyolysis", "hours", ADULT, "dark_urine long_lie_or_exertion"),
    ("rhabdomyolysis", "hours", ADULT, "ck_5_10x long_lie_or_exertion"),
    ("rhabdomyolysis", "same_day", ADULT, "ck_gt10x statin_exposure onset_chronic"),
    ("myositis_with_lung", "48h", ADULT, "rash_heliotrope_gottron breathless_on_effort"),
    ("myositis_with_lung", "48h", ADULT, "mda5_antibody"),
    ("myositis_with_lung", "48h", ADULT, "anti_jo1 interstitial_lung"),
    ("myositis_with_cancer_risk", "2_weeks", ADULT, "rash_heliotrope_gottron"),
    ("myositis_with_cancer_risk", "2_weeks", NOBODY, "rash_heliotrope_gottron"),
    ("myositis_with_cancer_risk", "2_weeks", ADULT, "tif1g_or_nxp2"),
    ("myositis_with_cancer_risk", "2_weeks", ADULT, "mri_muscle_edema weight_loss"),
    ("infant_hypotonia", "48h", NOBODY, "floppy_infant"),
    ("infant_hypotonia", "48h", BABY, "tongue_fasciculations areflexia_all_limbs"),
    ("infant_hypotonia", "48h", Person(1.5), "weak_cry"),
    ("infant_hypotonia", "48h", Person(5), "smn1_deletion"),
    ("dmd_signs", "2_weeks", BOY, "gowers"),
    ("dmd_signs", "2_weeks", BOY, "calf_hypertrophy toe_walking"),
    ("dmd_signs", "2_weeks", BOY, "ast_alt_ggt_high"),
    ("dmd_signs", "2_weeks", Person(4), "delayed_walking falls"),
    ("als_type", "2_weeks", ADULT, "asymmetric hand_wasting fasciculations reflexes_brisk"),
    ("als_type", "2_weeks", ADULT, "tongue_atrophy bulbar_dysphagia_dysarthria"),
    ("als_type", "2_weeks", ADULT, "fasciculations progressive"),
    ("als_type", "2_weeks", ADULT, "progressive foot_drop tibialis_anterior_wasting babinski"),
    ("als_type", "2_weeks", NOBODY, "split_hand spreads_regions"),
    ("icu_weakness", "48h", ADULT, "failure_to_wean"),
    ("icu_weakness", "48h", ADULT, "icu_stay symmetric proximal_and_distal"),
    ("icu_weakness", "48h", ADULT, "sepsis reflexes_reduced"),
    ("necrotising_myopathy", "2_weeks", ADULT, "persists_after_statin_stop"),
    ("necrotising_myopathy", "2_weeks", ADULT, "ck_gt10x statin_exposure proximal_legs"),
    ("necrotising_myopathy", "2_weeks", ADULT, "hmgcr_or_srp"),
    ("necrotising_myopathy", "48h", ADULT, "ck_gt10x difficulty_swallowing"),
    ("electrolyte_collapse", "hours", ADULT, "potassium_low_severe"),
    ("electrolyte_collapse", "hours", ADULT, "phosphate_low_severe onset_chronic"),
    ("electrolyte_collapse", "same_day", Person(30, Sex.MALE), "episodic_weakness tsh_low"),
    ("electrolyte_collapse", "48h", ADULT, "bmi_lt18_5 poor_intake weight_loss"),
    ("septic_joint", "same_day", ADULT, "fever_with_hot_joint"),
    ("septic_joint", "same_day", ADULT, "joint_swelling fever"),
    ("septic_joint", "same_day", BOY, "joint_pain fever onset_acute"),
    ("checkpoint_inhibitor_triad", "same_day", ADULT, "checkpoint_inhibitor_exposure ptosis_diplopia"),
    ("checkpoint_inhibitor_triad", "same_day", ADULT, "checkpoint_inhibitor_exposure myalgia ck_gt10x"),
    ("checkpoint_inhibitor_triad", "hours", ADULT, "checkpoint_inhibitor_exposure breathless"),
    ("vasculitic_neuropathy", "48h", ADULT, "asymmetric onset_subacute neuropathic_pain crp_esr_high"),
    ("vasculitic_neuropathy", "48h", ADULT, "stepwise_named_nerves sensory_loss"),
    ("vasculitic_neuropathy", "48h", ADULT, "anca_positive foot_drop"),
    ("vasculitic_neuropathy", "48h", ADULT, "foot_drop neuropathic_pain onset_subacute weight_loss"),
    ("cord_compression", "hours", ADULT, "anticoagulant_use back_neck_pain onset_sudden proximal_legs"),
    ("bleeding_on_anticoagulant", "hours", ADULT, "anticoagulant_use onset_acute knee_extension_weak"),
    ("bleeding_on_anticoagulant", "hours", ADULT, "anticoagulant_use pelvic_or_psoas_lesion"),
    ("bleeding_on_anticoagulant", "hours", NOBODY, "anticoagulant_use anemia onset_sudden foot_drop"),
    ("heart_rhythm", "2_weeks", ADULT, "cardiac_conduction ophthalmoplegia"),
    ("heart_rhythm", "48h", ADULT, "palpitations myotonia"),
    ("heart_rhythm", "2_weeks", BOY, "cardiomyopathy proximal_legs ck_gt10x onset_chronic"),
    ("hidden_cancer", "2_weeks", ADULT, "horner shoulder_pain hand_wasting"),
    ("hidden_cancer", "2_weeks", ADULT, "weight_loss_10pct_6mo anorexia generalized_wasting"),
    ("hidden_cancer", "2_weeks", NOBODY, "ct_chest_mass"),
]


def findings_of(text: str) -> list[Finding]:
    """Findings from 'a b:left -c'."""
    found = []
    for word in text.split():
        concept, _, side = word.removeprefix("-").partition(":")
        state = State.ABSENT if word.startswith("-") else State.PRESENT
        found.append(Finding(concept, state, Side(side) if side else Side.UNSTATED))
    return found


def named(text: str, person: Person = ADULT) -> dict[str, str]:
    """Slug to timeframe of what fires."""
    return {flag.slug: flag.timeframe.value for flag in fired(findings_of(text), person)}


@pytest.mark.parametrize(("flag", "person", "text"), SILENT, ids=[f"{row[0]}: {row[2]}" for row in SILENT])
def test_findings_that_are_no_alarm_stay_silent(flag: str, person: Person, text: str) -> None:
    """These findings do not fire this flag: the picture is common, old, or belongs to another flag."""
    assert flag not in named(text, person)


@pytest.mark.parametrize(("flag", "soon", "person", "text"), FIRES, ids=[f"{row[0]}: {row[3]}" for row in FIRES])
def test_findings_that_cannot_wait_fire(flag: str, soon: str, person: Person, text: str) -> None:
    """These findings fire this flag, with this timeframe."""
    assert named(text, person).get(flag) == soon


def test_every_flag_has_its_rows() -> None:
    """Each flag is shown by at least three rows that fire and two that do not."""
    fires, silent = Counter(row[0] for row in FIRES), Counter(row[0] for row in SILENT)
    assert {slug for slug in load_flags() if fires[slug] < 3 or silent[slug] < 2} == set()


def test_nothing_fires_on_nothing() -> None:
    """No findings, or only absent ones, fire nothing in anybody."""
    everything_absent = [Finding(slug, State.ABSENT) for slug in load_vocabulary().concepts]
    assert fired([], ADULT) == ()
    assert fired(everything_absent, BABY) == ()


def test_every_concept_of_a_rule_exists() -> None:
    """A rule that names a concept nobody can have would never fire."""
    known = set(load_vocabulary().concepts)
    missing = {slug: sorted(flag.concepts() - known) for slug, flag in load_flags().items() if flag.concepts() - known}
    assert missing == {}


def test_most_urgent_first_with_the_findings_that_fired_it() -> None:
    """A person with several flags sees the shortest time first, and each flag holds only what fired it."""
    flags = fired(findings_of("fasciculations babinski hand_wasting fvc_below_20_ml_kg pain"), ADULT)
    assert [flag.timeframe.rank for flag in flags] == sorted(flag.timeframe.rank for flag in flags)
    assert flags[0].slug == "respiratory_failure"
    assert [finding.concept for finding in flags[0].findings] == ["fvc_below_20_ml_kg"]
    assert most_urgent(flags) is Timeframe.MINUTES
    assert most_urgent(()) is None


def test_one_present_finding_beats_an_absent_one_elsewhere() -> None:
    """Twitches in one muscle count, although another muscle does not twitch."""
    mixed = [Finding("fasciculations", State.ABSENT, site="biceps"), *findings_of("fasciculations babinski")]
    assert "als_type" in {flag.slug for flag in fired(mixed, ADULT)}


def test_unknown_age_and_sex_do_not_hide_an_alarm() -> None:
    """Who states no age and no sex gets the alarms of an adult."""
    for slug, _, person, text in FIRES:
        if person == ADULT:
            assert slug in named(text, NOBODY), (slug, text)


def test_texts_are_whole() -> None:
    """Every flag says what the clinician and the patient do, with a source; the patient's text names no disease as a verdict."""
    for flag in load_flags().values():
        assert len(flag.action) > 40 and len(flag.patient) > 40 and flag.sources and flag.likely
        for disease in flag.likely:
            assert disease.lower() not in flag.patient.lower(), (flag.slug, disease)
    everyone = [Finding(slug) for slug in load_vocabulary().concepts]
    for shown in fired(everyone, NOBODY):
        assert "999" in shown.for_patient("999") or "{emergency}" not in shown.flag.patient
        assert "{" not in shown.patient


def test_checked_numbers_stand_in_the_texts() -> None:
    """Where a check of the literature differed from memory, the checked number is printed."""
    flags = load_flags()
    assert "within 4 hours" in flags["cauda_equina"].action and "24 hours" in flags["cauda_equina"].action
    assert "200 mL" in flags["cauda_equina"].action
    assert "within 1 hour" in flags["compartment_syndrome"].action
    assert "2 g/kg in TOTAL" in flags["myasthenic_crisis"].action
    assert "10 mL/kg" in flags["respiratory_failure"].action
    assert re.search(r"FALL of 10 to 20 %", flags["electrolyte_collapse"].action)
    assert (
        "95 %" in flags["checkpoint_inhibitor_triad"].action
        and "1 to 17 weeks" in flags["checkpoint_inhibitor_triad"].action
    )


CONCEPTS = sorted({slug for flag in load_flags().values() for slug in flag.concepts()} | {"pain", "hand_wasting"})
# Stating that the course is chronic is an answer about time, not one more sign: it may switch off rules that ask for a fast course.
SIGNS = [slug for slug in CONCEPTS if slug != "onset_chronic"]
PEOPLE = st.builds(Person, st.none() | st.floats(0, 100), st.sampled_from(Sex))


@given(st.sets(st.sampled_from(CONCEPTS), max_size=12), st.sampled_from(SIGNS), PEOPLE)
def test_one_more_sign_never_silences(present: set[str], more: str, person: Person) -> None:
    """Adding a present finding keeps every flag, and never makes one less urgent."""
    before = {flag.slug: flag.timeframe.rank for flag in fired([Finding(slug) for slug in present], person)}
    after = {flag.slug: flag.timeframe.rank for flag in fired([Finding(slug) for slug in {*present, more}], person)}
    assert all(after[slug] <= rank for slug, rank in before.items())


@given(st.lists(st.sampled_from(CONCEPTS), max_size=10, unique=True), PEOPLE, st.randoms())
def test_order_does_not_matter(present: list[str], person: Person, random: object) -> None:
    """The same findings in another order fire the same flags."""
    shuffled = list(present)
    random.shuffle(shuffled)  # type: ignore[attr-defined]  # hypothesis gives a random.Random
    first, second = (fired([Finding(slug) for slug in slugs], person) for slugs in (present, shuffled))
    assert [(f.slug, f.because) for f in first] == [(f.slug, f.because) for f in second]


@given(st.sets(st.sampled_from(CONCEPTS), max_size=15), PEOPLE)
def test_a_fired_flag_shows_its_reasons(present: set[str], person: Person) -> None:
    """Each fired flag holds at least one reason and one present finding."""
    for flag in fired([Finding(slug) for slug in present], person):
        assert flag.because and flag.findings and all(finding.present for finding in flag.findings)


@pytest.mark.parametrize(
    ("row", "part"),
    [
        ({"rules": []}, "a flag needs a rule"),
        ({"rules": [{"why": "x", "when": []}]}, "needs something"),
        ({"rules": [{"why": "x", "when": ["@nothing"]}]}, "no group of this name"),
        ({"rules": [{"why": "x", "when": ["3 of a | b"]}]}, "cannot read this need"),
        ({"rules": [{"why": "x", "when": ["a"]}], "timeframe": "someday"}, "timeframe"),
        ({"rules": [{"why": "x", "when": ["a"], "colour": "red"}]}, "colour"),
        ({"rules": [{"why": "x", "when": ["a"]}], "timeframe": "routine"}, "never routine"),
        ({"rules": [{"why": "x", "when": ["a"], "timeframe": "routine"}]}, "never routine"),
    ],
)
def test_a_broken_table_is_refused(row: dict[str, object], part: str) -> None:
    """A flag that cannot work is refused when it is read, with its place."""
    whole = {
        "label": "a",
        "likely": ["b"],
        "timeframe": "hours",
        "action": "c",
        "patient": "d",
        "sources": ["e"],
        "confidence": "elicited",
        **row,
    }
    with pytest.raises(KnowledgeError, match=part) as caught:
        build_flags(Book("red_flags", "", {"some_flag": whole}))
    assert "some_flag" in str(caught.value)
