"""`myotome assess` as a user meets it: what it prints and writes, and how it refuses."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
REPORTS = sorted((ROOT / "examples" / "reports").glob("*.yaml"))
ONE = ROOT / "examples" / "reports" / "numb_arms_and_thin_left_hand.yaml"


def _myotome(*words: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from myotome.cli import main; main()", *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("text", "code", "part"),
    [
        ("", 10, "empty"),
        ("id: x\nfindings: [{present: no_such_thing}]", 10, "no concept of this name"),
        ("id: x\nperson: {age_years: 212}\nfindings: [{present: falls}]", 10, "age_years"),
        ("id: x\nmeasurements: [{measure: ck, value: 5, unit: mmol/L}]", 10, "measurements[0]"),
        ("id: x\nmeasurements: [{measure: no_such_test, value: 5, unit: U/L}]", 10, "measurements[0]"),
        ("id: x\nfindings: [{present: falls}", 10, "line"),
        ("id: x\nmedications: [{name: paracetamol}]", 11, "nothing in this case"),
        ('{"id": "p", "phenotypicFeatures": [], "metaData": {"phenopacketSchemaVersion": "1.0"}}', 10, "version 2"),
    ],
)
def test_bad_input_is_one_sentence_an_exit_code_and_no_output(tmp_path: Path, text: str, code: int, part: str) -> None:
    """No traceback, no half-written folder, nothing on standard output."""
    case = tmp_path / "case.yaml"
    case.write_text(text)
    done = _myotome("assess", case, "--out", tmp_path / "out")
    assert done.returncode == code, done.stderr
    assert done.stdout == ""
    assert len(done.stderr.strip().splitlines()) == 1
    assert part in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "out").exists()


def test_wrong_use_is_exit_code_two(tmp_path: Path) -> None:
    """An unknown format and a missing argument are errors of use."""
    assert _myotome("assess", ONE, "--out", tmp_path, "--format", "docx").returncode == 2
    assert _myotome("assess").returncode == 2
    assert not list(tmp_path.iterdir())


def test_a_report_an_assessment_and_a_summary(tmp_path: Path) -> None:
    """The three outputs say the same: who, that nobody has signed, and the leading cause."""
    done = _myotome("assess", ONE, "--out", tmp_path)
    assert done.returncode == 0, done.stderr
    assessment = json.loads((tmp_path / "assessment.json").read_text())
    page = (tmp_path / "report.html").read_text()
    leader = assessment["causes"][0]["label"]
    assert leader.startswith("Syringomyelia")
    for text in (done.stdout, page):
        assert leader.split(" (")[0] in text
        assert "not clinically reviewed" in text.lower()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["assessment.json", "report.html"]


def test_json_alone_is_json_alone() -> None:
    """`--json` prints nothing that a program would stumble over."""
    assert json.loads(_myotome("assess", ONE, "--json").stdout)["format"] == "myotome-assessment/1"


def test_the_setting_changes_the_base_rates_and_nothing_else() -> None:
    """The same case in primary care starts from other base rates and keeps its findings."""
    clinic, primary = (
        json.loads(_myotome("assess", ONE, "--json", "--setting", s).stdout) for s in ("clinic", "primary")
    )
    assert clinic["findings"] == primary["findings"]
    assert clinic["causes"][0]["base_rate"] != primary["causes"][0]["base_rate"]


def test_the_same_case_gives_the_same_assessment_twice() -> None:
    """Nothing depends on the hour, on chance, or on the order of a set."""
    assert _myotome("assess", ONE, "--json").stdout == _myotome("assess", ONE, "--json").stdout


def test_a_pdf_is_written_or_its_lack_explained(tmp_path: Path) -> None:
    """With WeasyPrint there is a PDF; without it one sentence says what to install."""
    done = _myotome("assess", ONE, "--out", tmp_path, "--format", "pdf")
    if done.returncode == 0:
        assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF")
    else:
        assert done.returncode == 2
        assert "myotome[pdf]" in done.stderr
        assert not list(tmp_path.iterdir())
