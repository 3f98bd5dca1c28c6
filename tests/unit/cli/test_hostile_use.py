"""The command line used wrongly, on bad places and with closed streams: a sentence and an exit code, never a traceback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

CASE = "id: x\nfindings: [{present: hand_wasting}]\n"


def _myotome(*words: object, **settings: object) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "myotome", *map(str, words)]
    return subprocess.run(command, capture_output=True, check=False, **settings)  # type: ignore[call-overload,no-any-return]


@pytest.fixture
def case(tmp_path: Path) -> Path:
    path = tmp_path / "case.yaml"
    path.write_text(CASE)
    return path


def _refused(done: subprocess.CompletedProcess[bytes], code: int, part: str) -> None:
    said = done.stderr.decode()
    assert done.returncode == code, said
    assert "Traceback" not in said
    assert part in said
    assert done.stdout == b""


@pytest.mark.parametrize(
    ("words", "code", "part"),
    [
        (("knowledge", "check", "--today", "foo"), 2, "YYYY-MM-DD"),
        (("assess", "case.yaml", "--format", ""), 2, "--format"),
        (("assess", "case.yaml", "--out", "case.yaml"), 10, "cannot write there"),
        (("read", "weak", "--accept", "."), 2, "folder"),
        (("read", "letter.txt"), 10, "no such file"),
        (("read", "."), 10, "no such file"),
        (("interview", "--out", "nowhere/case.yaml"), 2, "--out"),
        (("audit", "verify", "--data", "nowhere"), 10, "no clinic"),
        (("audit", "head", "--data", "case.yaml"), 10, "no clinic"),
        (("serve", "--data", "case.yaml", "--no-open"), 2, "folder"),
    ],
)
def test_a_place_that_cannot_be_used_is_named(case: Path, words: tuple[str, ...], code: int, part: str) -> None:
    """Nothing is printed before it is known that everything can be written."""
    _refused(_myotome(*words, cwd=case.parent), code, part)
    assert case.read_text() == CASE


def test_audit_on_a_folder_without_a_clinic_says_so_twice(tmp_path: Path) -> None:
    """Looking for a database must not make one that looks empty and sound."""
    for _ in range(2):
        _refused(_myotome("audit", "verify", "--data", tmp_path / "none"), 10, "no clinic")
    assert not (tmp_path / "none").exists()


def test_a_report_never_lands_inside_a_folder_of_its_name(case: Path) -> None:
    """``wrote out/report.html`` is said only where that is the file."""
    (case.parent / "out" / "report.html").mkdir(parents=True)
    _refused(_myotome("assess", case, "--out", case.parent / "out"), 10, "cannot write there")
    assert not list((case.parent / "out" / "report.html").iterdir())


def test_text_that_is_not_utf8_is_refused_from_every_side(tmp_path: Path) -> None:
    """From a file, from standard input, and from the command line itself."""
    (tmp_path / "note").write_bytes(b"weak \xff")
    _refused(_myotome("read", tmp_path / "note"), 10, "UTF-8")
    _refused(_myotome("read", "-", input=b"weak \xff"), 10, "UTF-8")
    _refused(_myotome("read", "-", input=b""), 2, "no text")


def test_escape_sequences_in_a_text_do_not_reach_the_terminal() -> None:
    """Neither the marked text nor what is listed below it can steer the screen."""
    done = _myotome("read", "-", input="weak left hand \x1b]0;x\x07 \x1b[2J and \u202ewodnu".encode())
    assert done.returncode == 0
    assert not set(done.stdout.decode()) & set("\x1b\x07\u202e")


def test_control_characters_of_a_case_do_not_reach_the_report(tmp_path: Path) -> None:
    """Neither an escape sequence nor a mark that turns a line around stands in the page, nor an element of the case's own."""
    text = "<script>x</script>\x1b[31m\u202e\x00"
    finding = {"present": "hand_wasting", "text": text}
    path = tmp_path / "case.json"
    path.write_text(json.dumps({"id": "x", "complaint": text, "notes": text, "sources": [text], "findings": [finding]}))
    assert _myotome("assess", path, "--out", tmp_path / "out").returncode == 0
    page = (tmp_path / "out" / "report.html").read_text()
    assert not set(page) & set("\x1b\x00\u202e")
    assert "<script>x" not in page


def test_a_full_disk_is_a_sentence(case: Path) -> None:
    """Standard output that takes nothing is an error, not a crash."""
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "myotome", "assess", case], stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert done.returncode == 10
    assert b"Traceback" not in done.stderr


def test_one_bad_file_does_not_stop_an_evaluation(tmp_path: Path) -> None:
    """It stands among those that were not ranked, and counts as not found."""
    (tmp_path / "a.yaml").write_text(CASE + "truth: [ulnar_neuropathy]\n")
    (tmp_path / "b.yaml").write_text("id: [")
    done = _myotome("evaluate", "reports", tmp_path)
    assert done.returncode == 0, done.stderr
    assert b"not ranked, counted as not found" in done.stdout


def test_the_order_of_hashes_changes_nothing(tmp_path: Path) -> None:
    """The same case gives the same bytes in every run, genetic ranking included."""
    terms = [{"type": {"id": "HP:0003701"}}, {"type": {"id": "HP:0003236"}}]
    packet = {"id": "p", "phenotypicFeatures": terms, "metaData": {"phenopacketSchemaVersion": "2.0"}}
    path = tmp_path / "p.json"
    path.write_text(json.dumps(packet))
    runs = [_myotome("assess", path, "--json", env=os.environ | {"PYTHONHASHSEED": seed}).stdout for seed in "01"]
    assert json.loads(runs[0])["genetic"]
    assert runs[0] == runs[1]


def test_unknown_and_obsolete_terms_are_named(tmp_path: Path) -> None:
    """An id that is not in the ontology is said to be left out; an old one is said to be read as its successor."""
    ids = ["HP:0003701", "HP:9999999", "HP:0000547"]
    path = tmp_path / "case.yaml"
    path.write_text("id: x\nterms: [" + ", ".join(f"{{hpo: '{one}'}}" for one in ids) + "]\n")
    notices = json.loads(_myotome("assess", path, "--json").stdout)["notices"]
    assert any("HP:9999999" in one and "left out" in one for one in notices)
    assert any("HP:0000547" in one and "HP:0000510" in one for one in notices)
    assert not any("HP:0003701" in one for one in notices)
    path.write_text("id: x\nterms: [{hpo: 'HP:9999999'}]\n")
    _refused(_myotome("assess", path), 11, "HP:9999999")


def test_a_finding_stated_both_ways_is_said_to_be(tmp_path: Path) -> None:
    """Present and absent at one place cannot both be true; at two places they can."""
    path = tmp_path / "case.yaml"
    path.write_text("id: x\nfindings: [{present: hand_wasting}, {absent: hand_wasting}]\n")
    notices = json.loads(_myotome("assess", path, "--json").stdout)["notices"]
    assert any("to be present and to be absent" in one for one in notices)
    path.write_text("id: x\nfindings: [{present: hand_wasting, side: left}, {absent: hand_wasting, side: right}]\n")
    assert not json.loads(_myotome("assess", path, "--json").stdout)["notices"]
