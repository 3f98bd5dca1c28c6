"""The interview as it stands in the record: read it back, find the next question, turn a form into an answer."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.http import QueryDict

from myotome.journey.interviewing import value_of_questions
from myotome.record.file import PatientFile
from myotome.symptoms.entail import entail
from myotome.symptoms.interview import Answer, Interview, InterviewState, Question, state_from_dict
from myotome.symptoms.interview_script import Kind
from myotome.symptoms.red_flags import RedFlag, fired
from myotome.wiring import knowledge
from myotome.words.case import Person, Setting
from myotome.words.errors import OutOfRange, UnknownName
from myotome.words.side import Side

LEAST_BITS = 0.002
"""Questions that would tell less are not asked: a patient's time is worth something. A choice of the house, not a measurement."""
LONGEST_LINE, MOST_LINES = 500, 60


@lru_cache(maxsize=1)
def interview() -> Interview:
    """The interview of this process."""
    return Interview(knowledge().vocabulary)


def state_in(file: PatientFile, respondent: str) -> InterviewState:
    """Where the interview of this file stands; an answer that this version of the script no longer takes is left out."""
    case = file.case()
    return _state(case.person, case.setting, respondent, file.intake_answers())


def _state(person: Person, setting: Setting, respondent: str, answers: Mapping[str, dict[str, Any]]) -> InterviewState:
    state = interview().start(person, setting=setting, respondent=respondent)
    read = state_from_dict({**state.to_dict(), "answers": answers, "last": next(reversed(list(answers)), "")})
    for name, answer in read.answers.items():
        try:
            state = interview().answer(state, name, answer)
        except (UnknownName, OutOfRange):
            continue
    return state


def next_question(state: InterviewState) -> Question | None:
    """What to ask next: what cannot wait first, then what would tell most; None when nothing worth asking is left."""
    return interview().next_question(state, value_of_questions(interview(), state, knowledge()), least=LEAST_BITS)


def before(state: InterviewState, question: str) -> str:
    """The question answered before this one, for the way back; empty at the start."""
    answered = list(state.answers)
    if question in answered:
        place = answered.index(question)
        return answered[place - 1] if place else ""
    return answered[-1] if answered else ""


def flags_in(state: InterviewState) -> tuple[RedFlag, ...]:
    """Red flags that the answers so far fire."""
    findings = entail(interview().read(state).findings, knowledge().vocabulary).findings
    return fired(findings, state.person)


def answer_from(question: Question, posted: QueryDict) -> Answer:
    """The answer that a form holds; raises OutOfRange with what to do when nothing was chosen."""
    if posted.get("go") == "unknown":
        return Answer.dont_know()
    chosen = [value for value in posted.getlist("answer") if value]
    if question.kind in (Kind.TEXT, Kind.LIST):
        lines = [line[:LONGEST_LINE] for line in posted.get("answer", "").splitlines() if line.strip()][:MOST_LINES]
        if question.kind is Kind.TEXT:
            return Answer.write(" ".join(lines)) if lines else Answer.dont_know()
        if not lines and posted.get("none") != "yes":
            raise OutOfRange("nothing is written", cure="Write one per line, or tick “none”.")
        return Answer.write(*lines)
    if question.kind is Kind.MANY:
        if not chosen and posted.get("none") != "yes":
            raise OutOfRange("nothing is ticked", cure="Tick all that fit, or “none of these”.")
        if chosen and posted.get("none") == "yes":
            raise OutOfRange("both an answer and “none of these” are ticked", cure="Leave one of the two.")
        return Answer.choose(*chosen)
    if len(chosen) != 1:
        raise OutOfRange("nothing is chosen", cure="Choose one answer, or “I don't know”.")
    if question.kind is Kind.YES_NO and chosen == ["yes"] and question.side and posted.get("side"):
        return Answer.yes(_side(posted["side"]))
    return Answer(tuple(chosen))


def answer_row(state: InterviewState, question: str) -> dict[str, Any]:
    """An answer as plain data for the record."""
    row: dict[str, Any] = state.to_dict()["answers"][question]
    return row


def spoken(question: Question, answer: Answer) -> str:
    """An answer in words, for the page on which they are checked."""
    if answer.unknown:
        return "I don't know"
    if question.kind is Kind.YES_NO:
        side = {Side.LEFT: ", left", Side.RIGHT: ", right", Side.BOTH: ", both sides"}.get(answer.side, "")
        return answer.values[0].capitalize() + side
    if question.options:
        return "; ".join(question.options[value].text for value in answer.values) or "None of these"
    return "; ".join(answer.values) or "None"


def _side(text: str) -> Side:
    try:
        return Side(text)
    except ValueError:
        raise OutOfRange("no such side", value=text) from None
