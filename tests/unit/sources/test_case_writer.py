"""What is written as a case file is read back as the same case."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from myotome.sources.case_file import parse_case
from myotome.sources.case_writer import case_yaml
from myotome.sources.document import parse_document, read_document
from myotome.symptoms.concepts import load_vocabulary
from myotome.words import (
    Case,
    Evidence,
    Finding,
    Measurement,
    Medication,
    Norm,
    Origin,
    Person,
    Quantity,
    Sex,
    Side,
    State,
    Term,
)

EXAMPLES = sorted((Path(__file__).parents[3] / "examples" / "reports").glob("*.yaml"))
VOCABULARY = load_vocabulary()


def _again(case: Case) -> Case:
    return parse_case(parse_document(case_yaml(case), "again"), VOCABULARY, place="again")


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_every_published_case_survives(path: Path) -> None:
    """Reading, writing and reading again changes nothing."""
    case = parse_case(read_document(path), VOCABULARY, place=str(path))
    assert _again(case) == case


def test_every_part_of_a_case_survives() -> None:
    """Also what no example has: dates, limits, terms, text that looks like something else."""
    case = Case(
        id="x: y",
        person=Person(0.25, Sex.FEMALE),
        findings=(
            Finding("hand_wasting", State.ABSENT, Side.LEFT, "hand", "4-/5", date(2026, 1, 2), Evidence(Origin.EXAMINED, text="no: yes")),
        ),
        measurements=(
            Measurement("ck", Quantity(1e3, "U/L"), method="#1", taken_on=date(2026, 1, 3), norm=Norm(None, 200.0, "the laboratory's own limits", "case file")),
        ),
        medications=(Medication("12:30", "1", date(2020, 1, 1), None, False),),
        terms=(Term("HP:0001324", "Muscle weakness", False),),
        weight_kg=4.5,
        complaint="yes",
        notes="- not a list",
        sources=("https://example.org/a?b=c",),
    )  # fmt: skip
    assert _again(case) == case
