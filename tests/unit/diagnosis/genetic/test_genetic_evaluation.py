"""The evaluation: ties count against us, one's own paper is gone, and nothing is lost on the way."""

from __future__ import annotations

import json

import numpy as np
import pytest
from genetic_files import GENES, OBO, ROWS, hpoa, no_vectors

from myotome.diagnosis.genetic.calibration import expected_calibration_error, fit_temperature, reliability
from myotome.diagnosis.genetic.evaluate import evaluate_phenopackets
from myotome.diagnosis.genetic.knowledge import Knowledge, read_knowledge
from myotome.words.errors import NothingMeasurable, OutOfRange, UnusableInput


@pytest.fixture(scope="module")
def small() -> Knowledge:
    return read_knowledge(OBO, hpoa(), GENES, no_vectors())


def case(**changes: str) -> dict[str, str]:
    row = {
        "case_id": "a",
        "pmid": "PMID:1",
        "disease_id": "OMIM:1",
        "gene": "AAA",
        "present": "HP:0003701",
        "excluded": "",
    }
    return row | changes


def test_a_table_without_its_columns_is_refused(small: Knowledge) -> None:
    """The missing columns are named."""
    with pytest.raises(UnusableInput, match="pmid"):
        evaluate_phenopackets([{"case_id": "a"}], small)


def test_an_empty_table_is_refused(small: Knowledge) -> None:
    """No cases, no figures."""
    with pytest.raises(NothingMeasurable):
        evaluate_phenopackets([], small)


def test_a_bad_case_is_a_failure_and_not_lost(small: Knowledge) -> None:
    """A case that cannot be ranked is listed, and counts as not found."""
    result = evaluate_phenopackets(
        [case(), case(case_id="b", present="HP:7777777"), case(case_id="c", disease_id="OMIM:99")], small
    )
    assert [name for name, _ in result.failures] == ["b", "c"]
    everything = next(s for s in result.summaries() if s.what == "disease, all cases")
    assert everything.cases == 3


def test_ties_take_the_worst_place(small: Knowledge) -> None:
    """Without its own paper OMIM:1 knows nothing, ties with whatever knows as little, and is placed behind it."""
    unseen = evaluate_phenopackets([case(present="HP:0000118")], small).cases[0]
    assert unseen.rank == len(small.entries)


def test_the_own_paper_teaches_nothing(small: Knowledge) -> None:
    """The only row that ties OMIM:1 to proximal weakness cites the case's paper: with it first, without it not."""
    assert evaluate_phenopackets([case()], small, leave_publication_out=False).cases[0].rank == 1
    left_out = evaluate_phenopackets([case()], small).cases[0]
    assert left_out.terms_left == 0
    assert left_out.rank > 1


def test_no_share_of_the_paper_survives_anywhere(small: Knowledge) -> None:
    """Compiled without the paper equals compiled from a file that never held it: no background, twin or relative remembers."""
    never = read_knowledge(
        OBO, hpoa(tuple(row for row in ROWS if "PMID:1" not in row[4].split(";"))), GENES, no_vectors()
    )
    dropped = small.without_publication("PMID:1").evidence.profiles
    reference = never.evidence.profiles.table()
    for number, entry in enumerate(never.entries):
        here = small.entry_number(entry.id)
        assert np.allclose(dropped.table()[here].toarray(), reference[number].toarray(), atol=1e-6)


def test_everything_is_plain_json(small: Knowledge) -> None:
    """The result can be written and read back, with the ranks per case and the words about ties."""
    ticks = iter(range(100))
    result = evaluate_phenopackets([case()], small, clock=lambda: float(next(ticks)))
    back = json.loads(json.dumps(result.to_json()))
    assert back["cases"][0]["case_id"] == "a"
    assert back["seconds_per_case"]["mean"] == 1.0
    assert "worst" in back["ties"]
    assert any("coverage" in line for line in result.lines())


def test_no_calibration_without_cases() -> None:
    """An empty list and a probability above 1 are refused."""
    with pytest.raises(NothingMeasurable):
        reliability([], [])
    with pytest.raises(OutOfRange):
        reliability([1.5], [True])


def test_calibration_error_by_hand() -> None:
    """Stated 0.8 for four cases of which two came true, 0.2 for one that did not: (4 x 0.3 + 1 x 0.2) / 5 = 0.28."""
    stated, true = [0.8, 0.8, 0.8, 0.8, 0.2], [True, True, False, False, False]
    assert expected_calibration_error(stated, true) == pytest.approx(0.28)
    assert [row.cases for row in reliability(stated, true)] == [1, 4]


def test_temperature_heals_scores_that_are_too_sure() -> None:
    """Scores multiplied by 5 need a temperature 5 times that of the scores themselves."""
    generator = np.random.default_rng(1)
    scores = [generator.normal(size=8) * 2 for _ in range(400)]
    truth = [int(generator.choice(8, p=np.exp(row) / np.exp(row).sum())) for row in scores]
    assert fit_temperature(scores, truth) == pytest.approx(1, abs=0.15)
    ratio = fit_temperature([row * 5 for row in scores], truth) / fit_temperature(scores, truth)
    assert ratio == pytest.approx(5, rel=0.02)
