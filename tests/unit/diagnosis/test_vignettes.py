"""Fictional patients of ``validation/vignettes``: the truth among the first three, the alarms that must fire, nothing that breaks."""

from __future__ import annotations

import hashlib
import tomllib
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from myotome.diagnosis.model import LONE_CAUSE
from myotome.journey.assess import assess
from myotome.journey.evaluation import Evaluation, evaluate
from myotome.journey.knowledge import Knowledge
from myotome.journey.knowledge_check import check
from myotome.symptoms.red_flags import load_flags
from myotome.wiring import cases_in, knowledge
from myotome.words.case import Case

VIGNETTES = Path(__file__).parents[3] / "validation" / "vignettes"
HALVES = ("development", "kept")
MUST_FIRE: dict[str, list[str]] = tomllib.loads((VIGNETTES / "must_fire.toml").read_text(encoding="utf-8"))
FLOOR_TOP_3 = {"all": 0.95, "history": 0.92}
"""Below what was measured on the development half (0.98 and 0.95): a guard against harm, not a claim."""


@cache
def known() -> Knowledge:
    """The packaged knowledge, read once."""
    return knowledge()


@cache
def ranked(half: str, evidence: str) -> Evaluation:
    """The half ranked with this much of its evidence."""
    return evaluate(cases_in(VIGNETTES / half), known(), evidence)


def test_what_is_not_known_here_is_not_called_certain() -> None:
    """Where no cause of the catalogue is true, none is given more than 9 in 10."""
    for case in cases_in(VIGNETTES / "nothing_known"):
        assert isinstance(case, Case)
        chances = {c.slug: c.probability for c in assess(case, known()).differential.ranked if c.slug != LONE_CAUSE}
        assert max(chances.values()) < 0.9, case.id


def test_the_halves_are_parted_by_the_id_alone() -> None:
    """Nobody chose which vignette is kept: an even sha256 of its id is development, an odd one is kept."""
    for half in HALVES:
        for path in (VIGNETTES / half).glob("*.yaml"):
            odd = int(hashlib.sha256(path.stem.encode()).hexdigest(), 16) % 2
            assert half == HALVES[odd], path.stem


def test_every_alarm_asked_for_exists_and_belongs_to_a_vignette() -> None:
    """The table of alarms names flags and vignettes that are there."""
    named = {path.stem for half in HALVES for path in (VIGNETTES / half).glob("*.yaml")}
    assert set(MUST_FIRE) <= named
    assert {flag for flags in MUST_FIRE.values() for flag in flags} <= set(load_flags())


@pytest.mark.parametrize("half", HALVES)
def test_every_alarm_fires(half: str) -> None:
    """Each red flag that a vignette asks for fires, whatever stands first in the ranking."""
    silent = {
        one.case_id: missing
        for one in ranked(half, "all").ranked
        if (missing := set(MUST_FIRE.get(one.case_id, ())) - set(one.red_flags))
    }
    assert silent == {}


@pytest.mark.parametrize("evidence", FLOOR_TOP_3)
def test_the_truth_is_among_the_first_three(evidence: str) -> None:
    """On the half that the knowledge was improved on, the share with the truth in the first three does not fall."""
    assert ranked("development", evidence).top[3][0] >= FLOOR_TOP_3[evidence]


@pytest.mark.parametrize("half", HALVES)
def test_near_certainty_is_right(half: str) -> None:
    """Of the leaders above 0.95 at least nineteen in twenty are true."""
    sure = [one for one in ranked(half, "all").ranked if one.leader_probability > 0.95]
    assert sum(one.rank == 1 for one in sure) >= 0.95 * len(sure) > 0


def test_the_knowledge_keeps_its_own_rules() -> None:
    """Shares, names, sources and references of the knowledge that ranks them hold together."""
    assert check(known(), date(2026, 11, 1)).problems == ()
