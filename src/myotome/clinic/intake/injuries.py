"""The injuries of an interview: one line of the question ``injuries`` each, with what was asked about it afterwards.

What was asked stands beside the answers under a name of its own, which the interview itself does not know, as with the own words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any, Final

from django.http import QueryDict

from myotome.clinic.findings.injury_form import InjuryForm
from myotome.symptoms.interview import InterviewState
from myotome.words.case import Case
from myotome.words.injury import Injury

QUESTION: Final = "injuries"
PARTS: Final[Mapping[str, tuple[str, tuple[str, ...]]]] = {
    "where": ("Where was it?", ("place", "side")),
    "when": ("When was it?", ("year", "month")),
    "harms": ("What did it do?", ("harms",)),
    "before": ("Was it before the trouble began that brings you here?", ("before",)),
    "same": ("Did it hit the part that is weak or thin now?", ("same_limb",)),
}
"""The screens of one injury in their order: what is asked, and which fields of the form it fills."""
FIELDS: Final = tuple(name for _, names in PARTS.values() for name in names)
LONGEST: Final = 200


@dataclass(frozen=True, slots=True)
class Asked:
    """One injury of the interview: its place in the list from 1, the line as written, and the form with what is known so far."""

    number: int
    line: str
    form: InjuryForm

    @property
    def name(self) -> str:
        """Under which name what was asked about it is kept."""
        return name_of(self.line)

    @property
    def injury(self) -> Injury:
        """The injury as far as it is known; a part that cannot be used is left out."""
        return self.form.injury() if self.form.is_valid() else Injury(self.line)


def asked_injuries(state: InterviewState, answers: Mapping[str, Mapping[str, Any]]) -> tuple[Asked, ...]:
    """The lines of the list with what was said about each."""
    return tuple(
        Asked(number, line, _form(line, _said(answers.get(name_of(line), {}))))
        for number, line in enumerate(_lines(state), start=1)
    )


def name_of(line: str) -> str:
    """Under which name the answers about a line are kept: another line is another injury."""
    return f"injury-{sha256(line.encode()).hexdigest()[:12]}"


def filled(one: Asked, posted: QueryDict, names: tuple[str, ...], prefix: str = "") -> InjuryForm:
    """The form with the fields ``names`` taken from what was sent, the others as they were."""
    data = one.form.data.copy()
    for name in names:
        data.setlist(name, [value for value in posted.getlist(f"{prefix}{name}") if value])
    return InjuryForm(data)


def row_of(form: InjuryForm) -> dict[str, Any]:
    """What is kept, in the shape in which the record keeps an answer."""
    values = [f"{name} {value}" for name in FIELDS for value in form.data.getlist(name) if value]
    return {"values": values, "side": "unstated", "unknown": False}


def with_injuries(case: Case, state: InterviewState, answers: Mapping[str, Mapping[str, Any]]) -> Case:
    """The case with the list of injuries."""
    return replace(case, injuries=tuple(one.injury for one in asked_injuries(state, answers)))


def _lines(state: InterviewState) -> list[str]:
    answer = state.answers.get(QUESTION)
    lines = [" ".join(line.split())[:LONGEST] for line in answer.values] if answer else []
    return list(dict.fromkeys(filter(None, lines)))


def _said(answer: Mapping[str, Any]) -> dict[str, list[str]]:
    said: dict[str, list[str]] = {}
    for value in answer.get("values", ()):
        name, _, words = str(value).partition(" ")
        if name in FIELDS:
            said.setdefault(name, []).append(words)
    return said


def _form(line: str, said: Mapping[str, list[str]]) -> InjuryForm:
    data = QueryDict(mutable=True)
    data["what"] = line
    for name, values in said.items():
        data.setlist(name, values)
    return InjuryForm(data)
