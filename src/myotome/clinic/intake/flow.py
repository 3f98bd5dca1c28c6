"""The interview as it stands in the record: read it back, find the next question, turn a form into an answer."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from myotome.journey.interviewing import value_of_questions
from myotome.record.file import PatientFile
from myotome.symptoms.entail import entail
from myotome.symptoms.interview import Answer, Interview, InterviewState, Question, state_from_dict
from myotome.symptoms.interview_script import Kind
from myotome.symptoms.interview_state import YES
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
    return state_of(case.person, case.setting, respondent, file.intake_answers())


def state_of(
    person: Person, setting: Setting, respondent: str, answers: Mapping[str, dict[str, Any]]
) -> InterviewState:
    """Where an interview with these answers (as plain data) stands; one that this version of the script no longer takes is left out."""
    state = interview().start(person, setting=setting, respondent=respondent)
    read = state_from_dict({**state.to_dict(), "answers": answers, "last": next(reversed(list(answers)), "")})
    for name, answer in read.answers.items():
        try:
            state = interview().answer(state, name, answer)
        except (UnknownName, OutOfRange):
            continue
    return state


def next_question(state: InterviewState, least: float = LEAST_BITS) -> Question | None:
    """What to ask next: what cannot wait first, then what would tell most; None when nothing is left that tells ``least`` bits."""
    return interview().next_question(state, value_of_questions(interview(), state, knowledge()), least=least)


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
            raise OutOfRange(_("nothing is written"), cure=_("Write one per line, or tick “none”."))
        return Answer.write(*lines)
    if question.kind is Kind.MANY:
        if not chosen and posted.get("none") != "yes":
            raise OutOfRange(_("nothing is ticked"), cure=_("Tick all that fit, or “none of these”."))
        if chosen and posted.get("none") == "yes":
            raise OutOfRange(_("both an answer and “none of these” are ticked"), cure=_("Leave one of the two."))
        return Answer.choose(*chosen)
    if len(chosen) != 1:
        raise OutOfRange(_("nothing is chosen"), cure=_("Choose one answer, or “I don't know”."))
    if question.kind is Kind.YES_NO and chosen == ["yes"] and question.side and posted.get("side"):
        return Answer.yes(_side(posted["side"]))
    return Answer(tuple(chosen))


def answer_row(state: InterviewState, question: str) -> dict[str, Any]:
    """An answer as plain data for the record."""
    row: dict[str, Any] = state.to_dict()["answers"][question]
    return row


def spoken(question: Question, answer: Answer, options: Mapping[str, str] | None = None) -> str:
    """An answer in words, for the page on which they are checked; ``options`` are the words of the options in another language."""
    if answer.unknown:
        return _("I don't know")
    if question.kind is Kind.YES_NO:
        sides = {Side.LEFT: _(", left"), Side.RIGHT: _(", right"), Side.BOTH: _(", both sides")}
        return (_("Yes") if answer.values == (YES,) else _("No")) + sides.get(answer.side, "")
    if question.options:
        words = options or {slug: option.text for slug, option in question.options.items()}
        return "; ".join(words[value] for value in answer.values) or _("None of these")
    return "; ".join(answer.values) or _("None")


def _side(text: str) -> Side:
    try:
        return Side(text)
    except ValueError:
        raise OutOfRange("no such side", value=text) from None
