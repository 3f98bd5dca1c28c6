"""What next, as the page shows it: tests with what to order and what each result would do, questions, and what would change the ranking."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from myotome.diagnosis.information import Answer
from myotome.diagnosis.model import LONE_CAUSE
from myotome.diagnosis.next_test import ProposedTest
from myotome.investigations.orders import Order
from myotome.journey.assessment import Assessment
from myotome.journey.knowledge import Knowledge
from myotome.journey.report.citations import Citations
from myotome.journey.wording import concept_label, percent, short_label

IN_DETAIL = 5
"""Tests told in full; the others follow in a short table."""


@dataclass(frozen=True, slots=True)
class ResultView:
    """One possible result: its chance (0 to 1), and what finding it and not finding it would do."""

    label: str
    chance: float
    found: str
    not_found: str


@dataclass(frozen=True, slots=True)
class TestView:
    """One proposed test: why in a sentence, what to order for everyone and for a suspicion, and what its results would do."""

    proposed: ProposedTest
    order: Order
    why: str
    results: tuple[ResultView, ...]
    sources: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class QuestionView:
    """One thing to ask or look for: the plain question, what it is called, bits, and what a yes and a no would do."""

    question: str
    label: str
    bits: float
    yes: str
    no: str


@dataclass(frozen=True, slots=True)
class NextSteps:
    """Tests in full, the other tests, questions, and sentences on what would change the ranking."""

    tests: tuple[TestView, ...]
    other_tests: tuple[TestView, ...]
    questions: tuple[QuestionView, ...]
    changes: tuple[str, ...]


def build_next_steps(assessment: Assessment, knowledge: Knowledge, citations: Citations) -> NextSteps:
    """Everything that would tell more, best value first."""
    tests = []
    for place, proposed in enumerate(assessment.next_tests):
        order = knowledge.orders[proposed.slug]
        cited = citations.cite_all(order.sources) if place < IN_DETAIL else ()
        why = why_words(assessment, knowledge, proposed)
        tests.append(TestView(proposed, order, why, _results(knowledge, proposed), cited))
    return NextSteps(
        tests=tuple(tests[:IN_DETAIL]),
        other_tests=tuple(tests[IN_DETAIL:]),
        questions=tuple(
            QuestionView(
                _question(knowledge, question.concept),
                concept_label(knowledge, question.concept),
                question.bits,
                *(_effect(knowledge, answer) for answer in question.answers),
            )
            for question in assessment.questions
        ),
        changes=tuple(change_words(knowledge, change.answer) for change in assessment.changes),
    )


def why_words(assessment: Assessment, knowledge: Knowledge, proposed: ProposedTest) -> str:
    """Why this test, in the catalogue's sentence, for the leading cause and the one that this test would move most beside it."""
    named = [cause.slug for cause in assessment.differential.ranked if cause.slug != LONE_CAUSE]
    moved = [answer.cause for answer in proposed.answers if answer.cause not in (named[0], LONE_CAUSE)]
    rival = (moved or named[1:2] or [""])[0]
    other = short_label(knowledge, rival) if rival else "the others"
    return knowledge.orders[proposed.slug].why_for(short_label(knowledge, named[0]), other)


def _results(knowledge: Knowledge, proposed: ProposedTest) -> tuple[ResultView, ...]:
    """The test's telling results; an answer too unlikely to be told leaves its half empty."""
    rows: dict[str, dict[bool, Answer]] = {}
    for answer in proposed.answers:
        rows.setdefault(answer.concept, {})[answer.present] = answer
    return tuple(
        ResultView(
            concept_label(knowledge, concept),
            pair[True].chance if True in pair else 1 - pair[False].chance,
            _effect(knowledge, pair[True]) if True in pair else "",
            _effect(knowledge, pair[False]) if False in pair else "",
        )
        for concept, pair in rows.items()
    )


def change_words(knowledge: Knowledge, answer: Answer) -> str:
    """Which answer would put another cause first."""
    state = "were found" if answer.present else "were looked for and not found"
    label = concept_label(knowledge, answer.concept)
    leader = short_label(knowledge, answer.leader)
    return (
        f"If “{label}” {state} (chance {percent(answer.chance)}), {leader} would lead ({_effect(knowledge, answer)})."
    )


def _effect(knowledge: Knowledge, answer: Answer) -> str:
    return f"{short_label(knowledge, answer.cause)} from {percent(answer.before)} to {percent(answer.after)}"


def _question(knowledge: Knowledge, concept: str) -> str:
    entry = knowledge.vocabulary.concepts.get(concept)
    return entry.question if entry else concept.replace("_", " ")


def lines_of(order: Order, *, for_everyone: bool) -> Sequence[tuple[str, str]]:
    """What to write on the request as (what, when) pairs, either for everyone or for a suspicion."""
    return [(line.what, line.when) for line in order.lines if bool(line.when) is not for_everyone]
