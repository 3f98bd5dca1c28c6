"""Where an interview stands: who is asked, and every answer given, as plain data that can be stored and read back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

from myotome.words.case import Person, Setting, Sex
from myotome.words.errors import UnusableInput
from myotome.words.side import Side

YES, NO = "yes", "no"


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: ``values`` are yes or no, the ids of the chosen options, or the lines written.

    An answered list without a line ("I take none") has no values. ``unknown`` is "I don't know": recorded, and no finding.
    """

    values: tuple[str, ...] = ()
    side: Side = Side.UNSTATED
    unknown: bool = False

    @classmethod
    def yes(cls, side: Side = Side.UNSTATED) -> Answer:
        """Yes, on a side where the question asks for one."""
        return cls((YES,), side)

    @classmethod
    def no(cls) -> Answer:
        """No: looked for and not there."""
        return cls((NO,))

    @classmethod
    def dont_know(cls) -> Answer:
        """I don't know: nothing follows from it."""
        return cls(unknown=True)

    @classmethod
    def choose(cls, *options: str) -> Answer:
        """One option of a choice; any number, or none of them, of a question that takes many."""
        return cls(options)

    @classmethod
    def write(cls, *lines: str) -> Answer:
        """Lines in the person's own words; empty ones are left out."""
        return cls(tuple(line.strip() for line in lines if line.strip()))


@dataclass(frozen=True)
class InterviewState:
    """An interview at one moment. ``answers`` go by question id; ``last`` is the question answered last (for the next one only)."""

    person: Person
    setting: Setting = Setting.CLINIC
    respondent: str = "patient"
    """Who answers: patient, mother, carer ..."""
    answers: Mapping[str, Answer] = field(default_factory=lambda: MappingProxyType({}))
    last: str = ""

    def with_answer(self, question: str, answer: Answer) -> InterviewState:
        """The state after this answer; a former answer to the same question is replaced."""
        return replace(self, answers=MappingProxyType({**self.answers, question: answer}), last=question)

    def without(self, question: str) -> InterviewState:
        """The state with the answer taken back: the question counts as not asked."""
        kept = {name: answer for name, answer in self.answers.items() if name != question}
        return replace(self, answers=MappingProxyType(kept), last="" if self.last == question else self.last)

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON: answers by question id; only what was said."""
        return {
            "person": {"age_years": self.person.age_years, "sex": self.person.sex.value},
            "setting": self.setting.value,
            "respondent": self.respondent,
            "answers": {name: _answer_to_dict(answer) for name, answer in self.answers.items()},
            "last": self.last,
        }


def state_from_dict(data: Mapping[str, Any]) -> InterviewState:
    """Read back what ``to_dict`` wrote; raises UnusableInput naming the part that cannot be read."""
    place = "person"
    try:
        person = Person(data["person"]["age_years"], Sex(data["person"]["sex"]))
        place = "setting"
        setting = Setting(data["setting"])
        place = "answers"
        answers: dict[str, Answer] = {}
        for name, row in data["answers"].items():
            place = f"answers > {name}"
            values = row.get("values", ())
            if isinstance(values, str) or not all(isinstance(value, str) for value in values):
                raise TypeError("values must be a list of texts")
            answers[str(name)] = Answer(
                tuple(values), Side(row.get("side", Side.UNSTATED)), bool(row.get("unknown", False))
            )
        place = "respondent"
        return InterviewState(
            person, setting, str(data["respondent"]), MappingProxyType(answers), str(data.get("last", ""))
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise UnusableInput(
            f"this stored interview cannot be read: {error}",
            place=f"interview > {place}",
            cure="Use a state written by this version's to_dict.",
        ) from error


def _answer_to_dict(answer: Answer) -> dict[str, Any]:
    row: dict[str, Any] = {"values": list(answer.values)}
    if answer.side is not Side.UNSTATED:
        row["side"] = answer.side.value
    if answer.unknown:
        row["unknown"] = True
    return row
