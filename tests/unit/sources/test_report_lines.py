"""Reports as JSON lines: read with no hand on them; a bad line is named and stops nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from myotome.journey.evaluation import evaluate
from myotome.sources.report_lines import read_reports, true_causes
from myotome.wiring import knowledge
from myotome.words.case import Case
from myotome.words.errors import MyotomeError

GOOD = {
    "true_cause": "Guillain-Barre syndrome",
    "cause_code": "GBS",
    "age": 40,
    "sex": "F",
    "findings_present": ["weakness of both legs spreading to the arms", "areflexia"],
    "findings_absent": ["no bladder symptoms"],
    "time_course": "five days",
}


@pytest.mark.parametrize(
    ("line", "part"),
    [
        ("{", "broken JSON"),
        ("[1]", "object"),
        (json.dumps({**GOOD, "cause_code": "", "true_cause": "a broken heart"}), "true cause"),
    ],
)
def test_a_bad_line_is_named_counted_and_stops_nothing(tmp_path: Path, line: str, part: str) -> None:
    """The other reports are evaluated, and the bad one counts as not found."""
    path = tmp_path / "reports.jsonl"
    path.write_text(f"{json.dumps(GOOD)}\n{line}\n\n{json.dumps(GOOD)}\n")
    known = knowledge()
    read = list(read_reports(path, known.vocabulary, known.causes))
    assert [type(one).__name__ for one in read][::2] == ["Case", "Case"]
    assert isinstance(read[1], MyotomeError) and "line 2" in read[1].sentence() and part in read[1].sentence()
    result = evaluate(read, known)
    assert len(result.failures) == 1
    assert result.top[5][0] <= 2 / 3 + 1e-9


def test_the_truth_never_reaches_the_findings(tmp_path: Path) -> None:
    """The same report with another truth is the same case."""
    path = tmp_path / "reports.jsonl"
    path.write_text(f"{json.dumps(GOOD)}\n{json.dumps({**GOOD, 'cause_code': 'ALS', 'true_cause': 'ALS'})}\n")
    known = knowledge()
    one, other = read_reports(path, known.vocabulary, known.causes)
    assert isinstance(one, Case) and isinstance(other, Case)
    assert one.findings == other.findings and one.findings
    assert (one.truth, other.truth) == (("gbs",), ("als",))


@pytest.mark.parametrize(
    ("code", "words", "first"),
    [
        ("MYASTHENIA", "MuSK myasthenia gravis", "mg"),
        ("DMD", "Duchenne muscular dystrophy", "duchenne_becker"),
        ("POLYMYOSITIS", "Polymyositis", "polymyositis_overlap"),
        ("HYPERTHYROID", "Thyrotoxic myopathy", "hyperthyroid_myopathy"),
        ("CTS", "Carpal tunnel syndrome", "median_cts"),
        ("", "Inclusion body myositis", "ibm"),
        ("ULNAR_NEUROPATHY", "anything", "ulnar_neuropathy"),
    ],
)
def test_codes_and_names_of_causes_are_understood(code: str, words: str, first: str) -> None:
    """A code of another table, or the plain name of a disease, leads to the catalogue's slug."""
    assert true_causes({"cause_code": code, "true_cause": words}, knowledge().causes)[0] == first
