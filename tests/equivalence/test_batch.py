"""One case assessed alone and the same case among many are one answer."""

from __future__ import annotations

from pathlib import Path

import pytest

from myotome.diagnosis.differential import Reasoner
from myotome.journey.assess import assess, assess_many
from myotome.journey.assessment import Assessment
from myotome.journey.knowledge import Knowledge, load_knowledge
from myotome.sources.case_file import parse_case
from myotome.sources.document import read_document
from myotome.words.case import Case
from myotome.words.errors import NothingMeasurable

EXAMPLES = Path(__file__).resolve().parents[2] / "examples" / "reports"
PATHS = sorted(EXAMPLES.glob("*.yaml"))


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge()


@pytest.fixture(scope="module")
def cases(knowledge: Knowledge) -> list[Case]:
    return [
        parse_case(read_document(path), knowledge.vocabulary, place=path.name, fallback_id=path.stem) for path in PATHS
    ]


@pytest.fixture(scope="module")
def together(knowledge: Knowledge, cases: list[Case]) -> list[Assessment]:
    """Every example in one go, with a case in the middle that cannot be assessed."""
    empty = Case("nothing")
    half = len(cases) // 2
    answers = list(assess_many([*cases[:half], empty, *cases[half:]], knowledge))
    assert isinstance(answers.pop(half), NothingMeasurable)
    return [answer for answer in answers if isinstance(answer, Assessment)]


def test_a_case_that_cannot_be_assessed_stops_nothing(cases: list[Case], together: list[Assessment]) -> None:
    """The other cases all come back, in their order."""
    assert len(PATHS) == 21
    assert [answer.case.id for answer in together] == [case.id for case in cases]


@pytest.mark.parametrize("number", range(len(PATHS)), ids=[path.stem for path in PATHS])
def test_alone_and_among_many_are_equal(
    number: int, knowledge: Knowledge, cases: list[Case], together: list[Assessment]
) -> None:
    """Same ranking, and every probability, interval, push and next test within 1e-9."""
    alone, among = assess(cases[number], knowledge), together[number]
    assert [c.slug for c in alone.differential.ranked] == [c.slug for c in among.differential.ranked]
    for one, other in zip(alone.differential.ranked, among.differential.ranked, strict=True):
        assert (one.probability, one.low, one.high) == pytest.approx(
            (other.probability, other.low, other.high), abs=1e-9
        )
        assert [p.decibans for p in one.pushes] == pytest.approx([p.decibans for p in other.pushes], abs=1e-9)
    assert [(t.slug, pytest.approx(t.bits, abs=1e-9)) for t in alone.next_tests] == [
        (t.slug, t.bits) for t in among.next_tests
    ]
    assert alone.red_flags == among.red_flags


def test_probabilities_of_many_are_those_of_each(knowledge: Knowledge, cases: list[Case]) -> None:
    """The kernel's short way for many people gives what the long way gives each of them, to rounding, in any order."""
    reasoner = knowledge.reasoner
    seen = [(case.person, case.setting, case.findings) for case in cases]
    forwards = list(reasoner.probabilities(seen))
    backwards = list(reasoner.probabilities(seen[::-1]))[::-1]
    for case, one, other in zip(cases, forwards, backwards, strict=True):
        items = reasoner.weigh(case.findings).items
        long_way = reasoner.posterior(case.person, case.setting, items).marginal
        assert one == pytest.approx(long_way, abs=1e-12)
        assert other == pytest.approx(one, abs=1e-15)


def test_working_everything_out_beforehand_changes_nothing(knowledge: Knowledge, cases: list[Case]) -> None:
    """A prepared reasoner gives the same ranking, intervals and pushes as one that works things out when asked."""
    case = cases[0]
    fresh, prepared = (Reasoner(knowledge.causes, knowledge.vocabulary) for _ in range(2))
    prepared.prepare()
    one = fresh.differential(case.person, case.setting, case.findings)
    assert one.ranked == prepared.differential(case.person, case.setting, case.findings).ranked
