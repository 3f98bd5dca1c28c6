"""The catalogue against the evidence tables that it was written from: no row lost, no number changed. Needs the evidence folder."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from myotome.investigations.orders import load_orders
from myotome.symptoms.red_flags import load_flags

EVIDENCE = Path(__file__).parents[3] / "shared" / "evidence"

pytestmark = pytest.mark.skipif(not EVIDENCE.is_dir(), reason=f"the evidence tables are not at {EVIDENCE}")


def rows(name: str) -> list[dict[str, str]]:
    with (EVIDENCE / name).open(encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE))


def test_every_published_performance_is_kept_as_printed() -> None:
    """Each row of tests_verified.tsv stands in the catalogue with its numbers, population, source and status."""
    kept = [row for order in load_orders().values() for row in order.performance]
    for printed in rows("tests_verified.tsv"):
        (row,) = (
            one
            for one in kept
            if (one.what, one.source, one.population) == (printed["test"], printed["source"], printed["population"])
            and one.threshold == printed["threshold"].strip()
        )
        for name in ("sensitivity", "specificity"):
            if re.fullmatch(r"[01](\.\d+)?", printed[name]):
                assert getattr(row, name) == float(printed[name]), printed
            elif found := re.match(r"([01]\.\d+)-([01]\.\d+)", printed[name]):
                assert getattr(row, f"{name}_range") == tuple(float(end) for end in found.groups()), printed
        assert row.confidence.value == printed["status"]


def test_every_red_flag_of_the_table_has_a_row() -> None:
    """The 18 flags of red_flags.tsv are all there, and five that checks of drugs, patterns and vignettes ask for."""
    named = {
        "Respiratory failure neuromuscular": "respiratory_failure",
        "GBS progressing": "gbs_progressing",
        "Bulbar failure": "bulbar_failure",
        "Myasthenic crisis": "myasthenic_crisis",
        "Cauda equina": "cauda_equina",
        "Cord compression": "cord_compression",
        "Acute stroke": "acute_stroke",
        "Compartment syndrome": "compartment_syndrome",
        "Rhabdomyolysis": "rhabdomyolysis",
        "IIM with ILD/anti-MDA5": "myositis_with_lung",
        "Malignancy in IIM": "myositis_with_cancer_risk",
        "Infant hypotonia": "infant_hypotonia",
        "DMD signs": "dmd_signs",
        "ALS-type": "als_type",
        "Sepsis/neutropenic or ICU weakness": "icu_weakness",
        "HMGCR/SRP necrotizing myopathy": "necrotising_myopathy",
        "Electrolyte collapse": "electrolyte_collapse",
        "New hot/swollen joint with wasting; fever": "septic_joint",
    }
    assert {row["flag"] for row in rows("red_flags.tsv")} == set(named)
    further = {
        "checkpoint_inhibitor_triad",
        "vasculitic_neuropathy",
        "bleeding_on_anticoagulant",
        "heart_rhythm",
        "hidden_cancer",
    }
    assert set(load_flags()) == {*named.values(), *further}
