"""The drug and treatment tables of the evidence folder are all in the knowledge base (needs ../shared or MYOTOME_SHARED)."""

from __future__ import annotations

import csv
import os
from pathlib import Path

import pytest

from myotome.symptoms.exposures import load_drugs, match_medications
from myotome.treatment.catalogue import load_treatments
from myotome.words.case import Medication

SHARED = Path(os.environ.get("MYOTOME_SHARED", Path(__file__).parents[3] / "shared")) / "evidence"

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not SHARED.is_dir(), reason=f"the evidence tables are not at {SHARED}"),
]

NO_MEDICINE = {"ethanol": "alcohol stands on no medication list by this name"}
PLACES = {
    "Resistance training older": "resistance_training",
    "Re-training after cast": "retraining_after_immobilisation",
    "BFR low load": "blood_flow_restriction",
    "NMES": "nmes",
    "Aquatic exercise": "aquatic_exercise",
    "Stretch/splint contracture": "stretching_splinting",
    "Tendon lengthening/release": "contracture_surgery",
    "Therapeutic ultrasound": "therapeutic_ultrasound",
    "Protein": "protein_energy",
    "Cancer protein": "cancer_nutrition",
    "Leucine": "leucine",
    "HMB": "hmb",
    "Creatine": "creatine",
    "Vitamin D": "vitamin_d_supplement",
    "Omega-3": "omega_3",
    "GBS": "gbs_immunotherapy",
    "CIDP/MMN": "mmn_immunoglobulin",
    "DM/PM/IMNM": "inflammatory_myopathy_immunotherapy",
    "IBM": "ibm_care",
    "MG": "mg_treatment",
    "SMA": "sma_disease_modifying",
    "ALS": "als_care",
    "DMD": "dmd_care",
    "Diabetic amyotrophy": "diabetic_amyotrophy_care",
    "Drug cause": "stop_culprit_drug",
    "Thyroid/vit D/Cushing": "endocrine_correction",
    "Exercise caution ALS": "exercise_als",
    "Exercise caution DMD/LGMD": "exercise_dystrophy",
    "Exercise in IIM/IMNM": "exercise_myositis",
    "Exercise post-polio": "exercise_post_polio",
    "Exercise after rhabdo": "exercise_after_rhabdo",
    "Follow-up set": "follow_up_measurement",
}


def rows(name: str) -> list[dict[str, str]]:
    with (SHARED / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def test_every_ingredient_of_the_drug_table_is_known() -> None:
    """Each example name of drugs.tsv is matched exactly, without a correction."""
    drugs = load_drugs()
    missed = []
    for row in rows("drugs.tsv"):
        for name in row["rxnorm_like_name"].split(";"):
            name = name.strip()
            if name in {"", "-"} or row["drug_or_class"] == "RULE" or name in NO_MEDICINE:
                continue
            exposures = match_medications((Medication(name),), drugs)
            if not exposures or exposures[0].corrected:
                missed.append(name)
    assert missed == []


def test_every_row_of_the_treatment_table_has_its_place() -> None:
    """Each item of treatments.tsv is a file of the catalogue."""
    items = {row["item"] for row in rows("treatments.tsv")}
    assert items == set(PLACES)
    assert set(PLACES.values()) <= set(load_treatments())
