"""The hazard log names controls that exist: each test in it can be found, and each hazard is complete."""

from __future__ import annotations

import re

from doc_fences import ROOT

HEAD = ("id", "hazard", "cause", "effect", "severity", "likelihood", "control", "proof")


def _hazards() -> list[dict[str, str]]:
    lines = [
        line for line in (ROOT / "SAFETY.md").read_text(encoding="utf-8").splitlines() if re.match(r"\| H\d+ ", line)
    ]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return [dict(zip(HEAD, row, strict=True)) for row in rows]


def test_every_named_test_exists() -> None:
    """A control whose test was renamed or deleted is no longer proven."""
    for hazard in _hazards():
        for path, name in re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", hazard["proof"]):
            file = ROOT / path
            assert file.exists(), f"{hazard['id']}: {path}"
            assert f"def {name}(" in file.read_text(encoding="utf-8"), f"{hazard['id']}: {name}"


def test_every_hazard_is_proven_or_says_that_it_is_not() -> None:
    """No row passes over how its control is known to work."""
    for hazard in _hazards():
        assert all(hazard.values()), hazard["id"]
        assert "`tests/" in hazard["proof"] or "not yet proven" in hazard["proof"], hazard["id"]


def test_severity_and_likelihood_use_their_three_steps() -> None:
    """The log can be sorted: only the words of its own scale are used."""
    for hazard in _hazards():
        assert hazard["severity"] in {"minor", "serious", "grave"}
        assert hazard["likelihood"] in {"rare", "occasional", "frequent"}


def test_there_are_at_least_fifteen_hazards_with_ids_of_their_own() -> None:
    """The log covers the path; ids are never used twice."""
    ids = [hazard["id"] for hazard in _hazards()]
    assert len(ids) == len(set(ids)) >= 15
