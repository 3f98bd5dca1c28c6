"""What was read from a person's own words in the interview: they say yes or no to each, and only a yes counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from django.http import QueryDict

from myotome.clinic.disease_names import disease_names_in
from myotome.clinic.intake.flow import interview
from myotome.clinic.reading.proposed import Proposal, accepted, proposals, read
from myotome.symptoms.interview import InterviewState
from myotome.wiring import knowledge
from myotome.words.case import Case
from myotome.words.errors import UnusableInput
from myotome.words.finding import Finding

CONFIRMED: Final = "own_words_confirmed"
"""Under this name the record keeps what was confirmed, beside the answers; the interview itself knows no such question."""
ASKED: Final = frozenset({"own_words", "anything_else"})
"""Questions whose free words are read."""


def proposed(state: InterviewState) -> tuple[Proposal, ...]:
    """The findings read from the words so far, without what a question has settled; nothing from another language."""
    settled = {finding.concept for finding in _asked_case(state).findings}
    found: list[Proposal] = []
    for text in _texts(state):
        try:
            found += proposals(read(text))
        except UnusableInput:
            continue
    return tuple(
        _untelling(one, f)
        for one in found
        if isinstance(f := one.content, Finding) and f.concept not in settled and _askable(f)
    )


def _untelling(one: Proposal, finding: Finding) -> Proposal:
    """A label that names a disease which the person did not name gives way to the plain question."""
    if set(disease_names_in(one.words)) <= set(disease_names_in(one.quote)):
        return one
    return replace(one, words=knowledge().vocabulary.concepts[finding.concept].question)


def answer_row(posted: QueryDict, offered: tuple[Proposal, ...]) -> dict[str, Any]:
    """The names that were said yes to and no to, in the shape in which the record keeps an answer."""
    said = [
        f"{one.key} {posted[f'take-{one.key}']}" for one in offered if posted.get(f"take-{one.key}") in {"yes", "no"}
    ]
    return {"values": said, "side": "unstated", "unknown": False}


def said_in(answers: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """What was said to each proposal, by its name."""
    return dict(value.split(" ", 1) for value in answers.get(CONFIRMED, {}).get("values", ()) if " " in value)


def with_confirmed(case: Case, state: InterviewState, answers: Mapping[str, Mapping[str, Any]]) -> Case:
    """The case with what was confirmed; a name that the words no longer give counts for nothing."""
    keys = {key for key, said in said_in(answers).items() if said == "yes"}
    taken: list[Finding] = []
    for text in _texts(state) if keys else ():
        try:
            taken += [
                one.content for one in accepted(read(text), keys, state.respondent) if isinstance(one.content, Finding)
            ]
        except UnusableInput:
            continue
    settled = {finding.concept for finding in case.findings}
    return replace(case, findings=(*case.findings, *(one for one in taken if one.concept not in settled)))


def _texts(state: InterviewState) -> list[str]:
    return [
        " ".join(state.answers[name].values)
        for name in sorted(ASKED)
        if name in state.answers and state.answers[name].values
    ]


def _asked_case(state: InterviewState) -> Case:
    return interview().to_case(state)


def _askable(finding: Finding) -> bool:
    """Only what is there and a person can tell of themselves: a yes to something that is not there could be meant either way."""
    return finding.present and "asked" in knowledge().vocabulary.concepts[finding.concept].learned_by
