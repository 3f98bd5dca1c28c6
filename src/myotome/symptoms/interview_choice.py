"""Which question comes next: the script's order where it is set, else the one that would tell most for its effort."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from myotome.symptoms.concepts import Vocabulary
from myotome.symptoms.interview_reading import Reading
from myotome.symptoms.interview_script import Question, Script
from myotome.symptoms.interview_state import InterviewState

ValueOf = Callable[[str], float]
"""Expected information of learning one concept, in bits (any unit that adds up will do); 0 for what tells nothing."""


def choose_next(
    script: Script,
    vocabulary: Vocabulary,
    state: InterviewState,
    reading: Reading,
    value_of: ValueOf | None,
    *,
    least: float,
) -> Question | None:
    """The next question, or None when nothing (worth more than ``least``) is left to ask.

    A question whose every concept is settled by other answers is not asked again. Without ``value_of`` the script's order holds.
    In the pool of ``by_value`` sections the section of the last answer is kept while its best question is worth at least the
    script's ``stay_share`` of the best of all; ties fall to the script's order.
    """
    waiting = [
        question
        for question in reading.open_questions
        if question.id not in state.answers and not _settled(question, reading)
    ]
    if value_of is None:
        return next(iter(waiting), None)
    worth = _Worth(script, vocabulary, reading.settled, value_of)
    for by_value, run in groupby(waiting, key=lambda question: script.sections[question.section].by_value):
        questions = list(run)
        if not by_value:
            return questions[0]
        best = max(questions, key=worth.of)
        if worth.of(best) > least:
            return _stay(script, state, questions, worth, best, least)
    return None


def _stay(
    script: Script, state: InterviewState, pool: Sequence[Question], worth: _Worth, best: Question, least: float
) -> Question:
    """Keep to the section of the last answer while it is worth it, so that the talk does not jump about."""
    if state.last not in script.questions:
        return best
    here = [question for question in pool if question.section == script.questions[state.last].section]
    best_here = max(here, key=worth.of, default=best)
    return best_here if worth.of(best_here) > max(least, script.stay_share * worth.of(best)) else best


def _settled(question: Question, reading: Reading) -> bool:
    return bool(question.concepts) and not question.into and reading.settled.issuperset(question.concepts)


class _Worth:
    """What each question would tell for its effort; a question that opens others is worth at least the best of them."""

    def __init__(self, script: Script, vocabulary: Vocabulary, settled: frozenset[str], value_of: ValueOf) -> None:
        self._script, self._vocabulary, self._settled, self._value_of = script, vocabulary, settled, value_of
        self._known: dict[str, float] = {}
        self._bits: dict[str, float] = {}

    def of(self, question: Question) -> float:
        """Bits per unit of effort."""
        if question.id not in self._known:
            effort = 1 + self._script.effort_per_option * max(0, len(question.options) - 1)
            told = {target for slug in question.concepts if slug not in self._settled for target in self._targets(slug)}
            own = sum(self._one(slug) for slug in sorted(told)) / effort
            self._known[question.id] = max([own, *(self.of(after) for after in self._behind(question))])
        return self._known[question.id]

    def _one(self, slug: str) -> float:
        if slug not in self._bits:
            self._bits[slug] = 0.0 if slug in self._settled else max(0.0, self._value_of(slug))
        return self._bits[slug]

    def _targets(self, slug: str) -> Iterator[str]:
        """The concept itself where it counts, else those that it leads to by implication or conclusion."""
        if self._vocabulary.concepts[slug].scored:
            yield slug
            return
        for target in self._vocabulary.concepts[slug].implies:
            yield from self._targets(target)
        yield from (conclusion.concept for conclusion in self._script.conclusions if slug in conclusion.of)

    def _behind(self, question: Question) -> Iterator[Question]:
        opened = set(question.concepts)
        for other in self._script.questions.values():
            if other.id != question.id and not opened.isdisjoint(other.if_any):
                yield other
