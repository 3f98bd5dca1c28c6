"""The treatment catalogue: every name in it exists, every number says where it is from, and weak evidence is called weak."""

from __future__ import annotations

import re

import pytest

from myotome.causes.shelf import load_causes
from myotome.investigations.interpret import known_measures
from myotome.symptoms.concepts import load_vocabulary
from myotome.symptoms.exposures import load_drugs
from myotome.treatment.catalogue import load_treatments, read_treatment
from myotome.treatment.rules import load_rules
from myotome.treatment.treatment import Condition, Grade, Severity, Stage
from myotome.words.errors import KnowledgeError
from myotome.words.shelf import Book
from myotome.words.source import Confidence
from myotome.words.units import parse_unit
from unit.symptoms.reading_grade import reading_grade

TREATMENTS = load_treatments()
CAUSES = load_causes()
CONCEPTS = load_vocabulary().concepts
DRUGS = load_drugs()
FAMILIES = {cause.family for cause in CAUSES.values()}


def conditions() -> list[tuple[str, Condition]]:
    rows: list[tuple[str, Condition]] = [(t.slug, c) for t in TREATMENTS.values() for c in t.contraindications]
    rules = load_rules()
    return rows + [(r.slug, c) for r in (*rules.cautions, *rules.exercise_limits) for c in r.when]


# What must not be


def test_no_treatment_is_named_that_does_not_exist() -> None:
    """A cause refers only to files of the catalogue."""
    assert {t for cause in CAUSES.values() for t in cause.treatments} - set(TREATMENTS) == set()


def test_no_contraindication_looks_for_a_name_that_does_not_exist() -> None:
    """A misspelt concept, cause or drug would be a warning that never fires."""
    wrong = [
        (place, name)
        for place, row in conditions()
        for names, known in (
            (row.concepts, CONCEPTS),
            (row.causes, CAUSES),
            (row.drugs, DRUGS),
            (row.families, FAMILIES),
        )
        for name in names
        if name not in known
    ]
    assert wrong == []


def test_no_fit_names_what_does_not_exist() -> None:
    """What calls for a treatment is in the vocabulary, the causes or the drugs."""
    wrong = [
        (t.slug, name)
        for t in TREATMENTS.values()
        for names, known in (
            (t.fits.findings, CONCEPTS),
            (t.fits.causes, CAUSES),
            (t.fits.drugs, DRUGS),
            (t.fits.families, FAMILIES),
        )
        for name in names
        if name not in known
    ]
    assert wrong == []


def test_nobody_is_told_to_stop_a_medicine() -> None:
    """The paragraphs for patients never order a stop; they send to the prescriber."""
    orders = re.compile(r"(?<!not )\bstop (?:taking|your|the) (?:tablet|medicine|statin|steroid)", re.IGNORECASE)
    assert [t.slug for t in TREATMENTS.values() if orders.search(t.patient)] == []


def test_therapeutic_ultrasound_is_never_said_to_build_muscle() -> None:
    """Ten adequate trials, eight of them negative; no evidence that it builds muscle."""
    ultrasound = TREATMENTS["therapeutic_ultrasound"]
    assert not ultrasound.helps
    assert "no evidence that it builds muscle" in ultrasound.evidence
    assert "does not build muscle" in ultrasound.patient


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"kind": "magic"}, "kind"),
        ({"grade": "certain"}, "grade"),
        ({"stage": "soon"}, "stage"),
        ({"colour": "blue"}, "colour"),
    ],
)
def test_a_broken_file_is_refused_with_its_place(change: dict[str, object], complaint: str) -> None:
    """A wrong key stops the load and names the file."""
    row: dict[str, object] = {
        "label": "One",
        "kind": "care",
        "stage": "supportive",
        "what": "w",
        "grade": "low",
        "evidence": "e",
        "patient": "p",
        "delivered_by": ["physiotherapy"],
        "monitoring": "m",
        "sources": ["elicited"],
    }
    with pytest.raises(KnowledgeError, match=complaint) as error:
        read_treatment(Book("one", "", {"treatment": row | change, "dose": {"text": "d"}}))
    assert "treatment/one" in error.value.place


@pytest.mark.parametrize(
    "row",
    [
        {"severity": "never", "reason": "nothing to look for"},
        {"severity": "never", "reason": "no unit", "measure": "egfr", "below": 30},
        {"severity": "never", "reason": "two limits", "measure": "egfr", "below": 30, "above": 90, "unit": "mL/min"},
        {"severity": "perhaps", "reason": "unknown severity", "concepts": ["fever"]},
    ],
)
def test_a_contraindication_that_can_never_be_checked_is_refused(row: dict[str, object]) -> None:
    """It needs something to look for, one limit and a unit."""
    head = {
        "label": "One",
        "kind": "care",
        "stage": "supportive",
        "what": "w",
        "grade": "low",
        "evidence": "e",
        "patient": "p",
        "delivered_by": ["physiotherapy"],
        "monitoring": "m",
        "sources": ["elicited"],
    }
    with pytest.raises(KnowledgeError):
        read_treatment(Book("one", "", {"treatment": head, "dose": {"text": "d"}, "contraindications": [row]}))


# What must hold


def test_every_measured_limit_is_of_a_known_measure_in_a_known_unit() -> None:
    """Limits name a measure that a case can hold."""
    known = known_measures()
    rows = [(place, c) for place, c in conditions() if c.measure]
    assert rows
    assert [place for place, c in rows if c.measure not in known] == []
    for _, row in rows:
        parse_unit(row.unit)


def test_every_number_that_was_read_names_its_work() -> None:
    """Verified and secondary rows cite; elicited ones say so."""
    rows = [
        *((t.slug, t.dose) for t in TREATMENTS.values()),
        *((t.slug, e) for t in TREATMENTS.values() for e in t.effects),
        *((t.slug, c) for t in TREATMENTS.values() for c in t.contraindications),
    ]
    assert [
        slug for slug, row in rows if row.confidence is not Confidence.ELICITED and row.source.startswith("elicited")
    ] == []
    assert [slug for slug, row in rows if row.confidence is Confidence.ELICITED and "verified" in row.source] == []


def test_an_interval_holds_its_value() -> None:
    """Low is below high, and the value lies between."""
    for treatment in TREATMENTS.values():
        for effect in treatment.effects:
            if effect.low is not None and effect.high is not None and effect.value is not None:
                assert effect.low < effect.value < effect.high, treatment.slug


def test_every_paragraph_is_read_at_age_twelve() -> None:
    """Flesch-Kincaid grade 7 or below."""
    hard = {t.slug: round(reading_grade(t.patient), 1) for t in TREATMENTS.values() if reading_grade(t.patient) > 7}
    assert hard == {}


def test_every_prescription_waits_or_speaks_to_the_prescriber() -> None:
    """A drug dose is information: its text is addressed to whoever prescribes or to the team."""
    addressed = ("For the", "For the prescriber")
    rows = [t for t in TREATMENTS.values() if t.kind == "medicine" and t.prescription]
    assert len(rows) >= 15
    exempt = {"vitamin_b12_copper_replacement"}
    assert [t.slug for t in rows if not t.dose.text.startswith(addressed) and t.slug not in exempt] == []


def test_drug_therapy_of_one_disease_waits_for_its_diagnosis() -> None:
    """Immunotherapy, enzyme and gene therapy are named for the time when the diagnosis is confirmed."""
    names = [
        slug for slug in TREATMENTS if slug.endswith(("_immunotherapy", "_immunoglobulin", "_enzyme", "_modifying"))
    ]
    assert len(names) >= 7
    assert [slug for slug in names if TREATMENTS[slug].stage is not Stage.CONFIRMED] == []


@pytest.mark.parametrize(
    ("slug", "said"),
    [
        ("creatine", "Loading with 20 g a day for 5 to 7 days"),
        ("hmb", "6 g a day"),
        ("omega_3", "3.4 g"),
        ("steroid_reduction", "under 3 to 4 weeks needs no taper"),
        ("refeeding_plan", "10 kcal/kg"),
        ("blood_flow_restriction", "less than 20 minutes at the leg and 15 at the arm"),
        ("mg_treatment", "2 g/kg in TOTAL over 5 days"),
        ("dmd_care", "0.75 mg/kg"),
        ("exercise_dystrophy", "isometric"),
        ("stop_culprit_drug", "10 times the limit"),
    ],
)
def test_the_checked_value_won(slug: str, said: str) -> None:
    """Where the evidence check differed from memory, the catalogue prints the checked value."""
    assert said in TREATMENTS[slug].dose.text


@pytest.mark.parametrize(
    ("slug", "said"),
    [
        ("gbs_immunotherapy", "Steroids do not help"),
        ("mg_treatment", "63 % with steroids alone"),
        ("dmd_care", "retired in 2025"),
        ("leucine", "did not differ"),
        ("stretching_splinting", "no clinically important effect"),
    ],
)
def test_what_trials_showed_is_said_plainly(slug: str, said: str) -> None:
    """Weak and negative evidence is not hidden."""
    assert said in TREATMENTS[slug].evidence


def test_stretching_gains_two_degrees() -> None:
    """Harvey 2017: 2 degrees (95 % 0 to 3) in neurological conditions."""
    (effect,) = [e for e in TREATMENTS["stretching_splinting"].effects if "neurological" in e.population]
    assert (effect.value, effect.low, effect.high, effect.unit) == (2, 0, 3, "deg")


def test_creatine_with_training_adds_1_4_kg() -> None:
    """Chilibeck 2017: 1.37 kg (95 % 0.97 to 1.76), 22 trials."""
    effect = TREATMENTS["creatine"].effects[0]
    assert (effect.value, effect.low, effect.high) == (1.37, 0.97, 1.76)
    assert TREATMENTS["creatine"].grade is Grade.MODERATE


def test_heavy_training_is_never_for_duchenne() -> None:
    """Eccentric and high-resistance work is to be avoided."""
    rows = TREATMENTS["resistance_training"].contraindications
    assert any("duchenne_becker" in r.causes and r.severity is Severity.NEVER for r in rows)
