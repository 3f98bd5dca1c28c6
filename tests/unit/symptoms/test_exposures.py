"""Medication lists: what can harm muscle is found though misspelt, and what only sounds like it is left alone."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from myotome.symptoms.concepts import load_vocabulary
from myotome.symptoms.drug_class import Drug, Lag, build_drugs
from myotome.symptoms.exposures import check_timing, load_drugs, match_medications
from myotome.words.case import Medication
from myotome.words.errors import KnowledgeError
from myotome.words.finding import Origin
from myotome.words.shelf import Book

SPEC = Path(__file__).parents[2] / "spec" / "medications.tsv"
ROWS = [line.split("\t") for line in SPEC.read_text(encoding="utf-8").splitlines()[2:]]
DRUGS = load_drugs()


def concepts_of(*lines: str) -> set[str]:
    exposures = match_medications(tuple(Medication(line) for line in lines), DRUGS)
    return {finding.concept for exposure in exposures for finding in exposure.findings}


# What must not fire


@pytest.mark.parametrize("row", [r for r in ROWS if r[2] == "-"], ids=lambda r: r[0])
def test_a_harmless_line_makes_no_finding(row: list[str]) -> None:
    """Look-alikes, skin and inhaled preparations, allergies and harmless medicines are no exposure."""
    assert concepts_of(row[0]) == set()


def test_the_table_holds_enough_of_both_kinds() -> None:
    """At least 60 lines, of which at least 25 must not fire."""
    assert len(ROWS) >= 60
    assert sum(row[2] == "-" for row in ROWS) >= 25


def test_azithromycin_hardly_raises_statins_and_makes_no_interaction() -> None:
    """Only clarithromycin, erythromycin and telithromycin among the macrolides block CYP3A4."""
    assert concepts_of("Simvastatin 40 mg", "Azithromycin 500 mg") == {"statin_exposure"}


def test_pravastatin_does_not_meet_clarithromycin() -> None:
    """Pravastatin is not broken down by CYP3A4."""
    assert concepts_of("Pravastatin 20 mg", "Clarithromycin 500 mg") == {"statin_exposure"}


def test_medicines_taken_at_different_times_do_not_interact() -> None:
    """A statin stopped before the antibiotic began cannot have met it."""
    statin = Medication("Simvastatin", stopped=date(2024, 1, 1), still_taken=False)
    antibiotic = Medication("Clarithromycin", started=date(2024, 6, 1))
    exposures = match_medications((statin, antibiotic), DRUGS)
    assert "statin_interaction" not in {f.concept for e in exposures for f in e.findings}


def test_a_cream_does_not_interact() -> None:
    """Ketoconazole on the scalp does not reach the liver."""
    assert concepts_of("Simvastatin 40 mg", "Ketoconazole shampoo") == {"statin_exposure"}


def test_a_drug_begun_after_the_onset_makes_no_finding_when_the_onset_is_known() -> None:
    """What came later did not start it; the line stays on the page with that note."""
    late = (Medication("Atorvastatin", started=date(2025, 5, 1)),)
    (exposure,) = match_medications(late, DRUGS, onset=date(2025, 1, 1))
    assert exposure.findings == ()
    assert "after the weakness began" in exposure.note


@given(st.text(max_size=60))
def test_any_text_is_read_without_an_error(text: str) -> None:
    """No line breaks the reader, and every exposure keeps the line it came from."""
    for exposure in match_medications((Medication(text),), DRUGS):
        assert exposure.medication.name == text
        assert 0 < exposure.score <= 100


# What must hold


@pytest.mark.parametrize("row", [r for r in ROWS if r[1] != "-"], ids=lambda r: r[0])
def test_a_line_is_read_as_its_classes(row: list[str]) -> None:
    """Generic names, brands, classes, misspellings and combinations lead to the class and its finding."""
    exposures = match_medications((Medication(row[0]),), DRUGS)
    assert sorted({e.drug.slug for e in exposures}) == row[1].split(",")
    expected = set() if row[2] == "-" else set(row[2].split(","))
    assert {f.concept for e in exposures for f in e.findings} == expected


@pytest.mark.parametrize(
    "partner", ["Clarithromycin 500 mg", "Itraconazole", "Gemfibrozil 600 mg", "Ciclosporin", "Paxlovid", "Amiodarone"]
)
def test_a_dangerous_partner_of_simvastatin_is_named(partner: str) -> None:
    """Macrolides, azoles, gemfibrozil, ciclosporin and boosters raise the level of simvastatin."""
    assert "statin_interaction" in concepts_of("Zocor 40 mg", partner)


@pytest.mark.parametrize(("statin", "partner"), [("Rosuvastatin", "Gemfibrozil"), ("Pravastatin", "Ciclosporin")])
def test_gemfibrozil_and_ciclosporin_meet_every_statin(statin: str, partner: str) -> None:
    """Their effect is on uptake and CYP2C8, not on CYP3A4 alone."""
    assert "statin_interaction" in concepts_of(statin, partner)


def test_nobody_is_told_to_stop_the_prescriber_is_asked() -> None:
    """An interaction asks the prescriber; no note of an exposure orders a stop."""
    exposures = match_medications((Medication("Simvastatin"), Medication("Clarithromycin")), DRUGS)
    notes = " ".join(e.note for e in exposures)
    assert "Ask the prescriber" in notes
    assert "stop taking" not in notes.lower()


def test_a_stopped_drug_counts_with_its_date() -> None:
    """A statin's immune myopathy outlasts the statin."""
    (exposure,) = match_medications((Medication("Simvastatin", stopped=date(2024, 3, 2), still_taken=False),), DRUGS)
    assert [f.concept for f in exposure.findings] == ["statin_exposure"]
    assert "2024-03-02" in exposure.note


def test_a_finding_from_the_list_says_where_it_is_from() -> None:
    """Derived, with the very line and the start of the medicine."""
    (exposure,) = match_medications((Medication("Lipitor 20 mg", started=date(2023, 1, 5)),), DRUGS)
    (finding,) = exposure.findings
    assert finding.evidence.origin is Origin.DERIVED
    assert finding.evidence.text == "Lipitor 20 mg"
    assert finding.started == date(2023, 1, 5)
    assert exposure.ingredient == "atorvastatin"


def test_a_correction_is_shown() -> None:
    """A misspelt name is read, marked as corrected, and scored below 100."""
    (exposure,) = match_medications((Medication("prednisalone 30mg"),), DRUGS)
    assert exposure.corrected and exposure.score < 100 and exposure.matched == "prednisolone"
    assert "check the spelling" in exposure.note


def test_every_exposure_is_a_concept_of_the_vocabulary() -> None:
    """No drug makes a finding that nothing knows."""
    concepts = load_vocabulary().concepts
    assert [d.slug for d in DRUGS.values() if d.concept and d.concept not in concepts] == []
    assert [i.concept for d in DRUGS.values() for i in d.interactions if i.concept not in concepts] == []


def test_every_exposure_concept_can_be_reached_from_a_medication_list() -> None:
    """Each concept of exposures.toml is made by a drug class or by an interaction."""
    book = next(b for b in load_vocabulary().books if b.name == "exposures")
    made = {d.concept for d in DRUGS.values()} | {i.concept for d in DRUGS.values() for i in d.interactions}
    assert set(book.content) - made == set()


def test_a_number_called_verified_or_secondary_names_its_work() -> None:
    """Elicited rows say elicited; the others cite."""
    assert [d.slug for d in DRUGS.values() if (d.confidence == "elicited") != (d.source == "elicited")] == []


# Timing

STEROID = DRUGS["glucocorticoid"]
STATIN = DRUGS["statin"]


def test_a_drug_begun_after_the_onset_is_ruled_out() -> None:
    """Cause comes before effect."""
    timing = check_timing(Medication("Prednisolone", started=date(2025, 5, 1)), STEROID, date(2025, 1, 1))
    assert timing.ruled_out and timing.precedes is False


def test_unknown_dates_are_said_to_be_unknown() -> None:
    """No date gives no verdict, and the missing dates are named."""
    timing = check_timing(Medication("Prednisolone"), STEROID, None)
    assert (timing.precedes, timing.plausible_lag, timing.lag_days) == (None, None, None)
    assert timing.unknown == ("when the medicine was started", "when the weakness began")


def test_five_days_of_steroid_do_not_waste_muscle_and_sixty_do() -> None:
    """Steroid myopathy takes weeks."""
    onset = date(2025, 3, 2)
    short = check_timing(Medication("Prednisolone", started=date(2025, 2, 25)), STEROID, onset)
    long = check_timing(Medication("Prednisolone", started=date(2025, 1, 1)), STEROID, onset)
    assert short.plausible_lag is False and short.lag_days == 5
    assert long.plausible_lag is True and long.lag_days == 60


def test_no_recovery_without_a_statin_does_not_clear_it() -> None:
    """The immune form goes on, so weakness a year after the last statin says nothing against it."""
    stopped = Medication("Simvastatin", date(2020, 1, 1).isoformat(), date(2020, 1, 1), date(2023, 1, 1), False)
    timing = check_timing(stopped, STATIN, date(2022, 6, 1), improving=False, seen_on=date(2024, 6, 1))
    assert timing.dechallenge is None


def test_no_recovery_long_after_colchicine_speaks_against_it() -> None:
    """Colchicine myopathy is better within four months of stopping."""
    stopped = Medication("Colchicine", "", date(2022, 1, 1), date(2023, 1, 1), False)
    timing = check_timing(stopped, DRUGS["colchicine"], date(2022, 6, 1), improving=False, seen_on=date(2024, 6, 1))
    assert timing.dechallenge is False


# Broken data


def _drug(**change: object) -> Book:
    row: dict[str, object] = {
        "label": "One",
        "ingredients": ["onemab"],
        "effect": "e",
        "mechanism": "m",
        "grade": "low",
        "monitor_action": "CK",
    }
    return Book("here", "", {"one": row | change})


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"concept": "statin_exposure"}, "lag"),
        ({"grade": "certain"}, "grade"),
        ({"colour": "blue"}, "colour"),
        ({"brands": {"Onebrand": "twomab"}}, "names no ingredient"),
        ({"interactions": [{"partner": "nobody", "concept": "c", "reason": "r"}]}, "partner"),
    ],
)
def test_a_broken_row_is_refused(change: dict[str, object], complaint: str) -> None:
    """A wrong drug row stops the load and says what is wrong."""
    with pytest.raises(KnowledgeError, match=complaint):
        build_drugs([_drug(**change)])


def test_a_class_needs_no_more_than_its_lag() -> None:
    """The smallest valid class loads."""
    drug = build_drugs([_drug(concept="statin_exposure", lag={"fewest_days": 1})])["one"]
    assert isinstance(drug, Drug) and drug.lag == Lag(1)
