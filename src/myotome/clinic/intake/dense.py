"""The whole interview on one page for a clinician: what is filled in is an answer, what is blank was not asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.http import QueryDict

from myotome.clinic.intake.flow import answer_from, answer_row, interview
from myotome.clinic.reading.medicines import Recognised, recognise
from myotome.symptoms.interview import Answer, InterviewState, Question
from myotome.symptoms.interview_script import Into, Kind
from myotome.words.errors import OutOfRange, UnknownName

MEDICINES: Final = (Into.MEDICATIONS, Into.PAST_MEDICATIONS)


@dataclass(frozen=True, slots=True)
class Row:
    """One question of the page with the answer that it has, and why the typed one cannot be used."""

    question: Question
    given: Answer | None
    problem: str = ""

    @property
    def medicines(self) -> tuple[Recognised, ...]:
        """What the lines of a medication list are recognised as; nothing for other questions."""
        if self.question.into not in MEDICINES or self.given is None:
            return ()
        return recognise(list(self.given.values))


@dataclass(frozen=True, slots=True)
class Changes:
    """What a sent page changes: the state after it, the rows to keep (None takes an answer back), and the problems by question."""

    state: InterviewState
    rows: Mapping[str, dict[str, Any] | None]
    problems: Mapping[str, str]


def sections(state: InterviewState, problems: Mapping[str, str]) -> list[tuple[str, str, list[Row]]]:
    """The questions that make sense now, by section in the script's order: title, anchor, rows."""
    script = interview().script
    by_section: dict[str, list[Row]] = {}
    for question in interview().read(state).open_questions:
        row = Row(question, state.answers.get(question.id), problems.get(question.id, ""))
        by_section.setdefault(question.section, []).append(row)
    return [(script.sections[slug].title, slug, rows) for slug, rows in by_section.items()]


def changes(state: InterviewState, posted: QueryDict) -> Changes:
    """Read every question that the page asked (``asked``); an answer that cannot be used changes nothing and is told."""
    after, rows, problems = state, dict[str, dict[str, Any] | None](), {}
    for name in posted.getlist("asked"):
        try:
            question = interview().question(name)
        except UnknownName:
            continue
        try:
            answer = _typed(question, posted)
            if answer is None:
                if name in state.answers:
                    after, rows[name] = interview().withdraw(after, name), None
            elif answer != state.answers.get(name):
                after = interview().answer(after, name, answer)
                rows[name] = answer_row(after, name)
        except OutOfRange as error:
            problems[name] = error.sentence()
    return Changes(after, rows, problems)


def _typed(question: Question, posted: QueryDict) -> Answer | None:
    """The answer in the fields of one question; None where it was left blank."""
    name = question.id
    values = [value for value in posted.getlist(name) if value.strip()]
    none = posted.get(f"{name}-none", "")
    if "unknown" in values:
        return Answer.dont_know()
    if not values and none != "yes":
        return None
    form = QueryDict(mutable=True)
    form.setlist("answer", values)
    form["none"] = none
    form["side"] = posted.get(f"{name}-side", "")
    if question.kind in (Kind.TEXT, Kind.LIST):
        form["answer"] = "\n".join(values)
    return answer_from(question, form)
