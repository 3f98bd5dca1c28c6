"""The reader against the development reports as a person annotated them; skipped, and said so, without the shared data."""

from __future__ import annotations

import importlib.util
import json
import os
from pathlib import Path

import pytest

from myotome.symptoms.concepts import load_vocabulary
from myotome.symptoms.reader import read_report

ROOT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("MYOTOME_SHARED", ROOT.parent / "shared"))
REPORTS = SHARED / "cases" / "reports_dev.jsonl"
GOLD = Path(__file__).with_name("reader_gold.tsv")

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not REPORTS.exists(), reason=f"the case reports are not here: {REPORTS}"),
]


def test_finds_what_a_person_found() -> None:
    """F1 is at least 0.85 for present and for absent findings, and every measured value is read."""
    spec = importlib.util.spec_from_file_location("validation_reader", ROOT / "validation" / "reader.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    figures, errors = module.compare(REPORTS, GOLD)
    assert figures["present"]["f1"] >= 0.85, errors
    assert figures["absent"]["f1"] >= 0.85, errors
    assert figures["measurement"]["missed"] == 0


def test_never_looks_at_the_truth() -> None:
    """A report with its true cause blanked gives the same case."""
    vocabulary = load_vocabulary()
    for line in REPORTS.read_text().splitlines():
        row = json.loads(line)
        blind = {key: value for key, value in row.items() if key not in {"true_cause", "cause_code"}}
        assert read_report(row, vocabulary) == read_report(blind, vocabulary)
