"""Joins the interview to the diagnosis: how much the answer to each question would tell, given what was said so far."""

from __future__ import annotations

from collections.abc import Callable

from myotome.diagnosis.evidence import STANDS_FOR_WEIGHT
from myotome.journey.knowledge import Knowledge
from myotome.symptoms.entail import entail
from myotome.symptoms.interview import Interview
from myotome.symptoms.interview_state import InterviewState


def value_of_questions(interview: Interview, state: InterviewState, knowledge: Knowledge) -> Callable[[str], float]:
    """A function from concept to expected information in bits, for ``Interview.next_question``.

    A complaint that no cause speaks of is worth ``STANDS_FOR_WEIGHT`` of the sign that it stands for, as in the ranking.
    """
    reasoner, vocabulary = knowledge.reasoner, knowledge.vocabulary
    case = interview.to_case(state)
    evidence = reasoner.weigh(entail(case.findings, vocabulary).findings)
    outlook = reasoner.outlook(case.setting, reasoner.posterior(case.person, case.setting, evidence.items), evidence)

    def bits(concept: str) -> float:
        told = outlook.bits(concept)
        if told == 0.0:
            sign = vocabulary.resolve(concept).stands_for.removeprefix("not ")
            told = STANDS_FOR_WEIGHT * outlook.bits(sign) if sign else 0.0
        return told

    return bits
