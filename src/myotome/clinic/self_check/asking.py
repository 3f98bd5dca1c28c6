"""A question in the language of the page, and where the self-check goes after an answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from myotome.clinic.house import house
from myotome.clinic.intake.flow import flags_in, interview, next_question, spoken
from myotome.clinic.language.texts import Text, text_of
from myotome.symptoms.interview import Answer, InterviewState, Question
from myotome.words.timeframe import Timeframe

LEAST_BITS: Final = 0.01
MOST_QUESTIONS: Final = 45
"""A self-check ends sooner than the interview of a patient: after so many questions, or when none tells more than the least. A choice of
the house, not a measurement."""
STOPPING: Final = frozenset({Timeframe.MINUTES, Timeframe.HOURS})
"""With so little time there is no further question."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One question as it is shown, under the title of its section."""

    question: Question
    text: Text
    section: Text

    @property
    def id(self) -> str:
        """Its name in addresses."""
        return self.question.id

    @property
    def options(self) -> Mapping[str, str]:
        """The words of each option."""
        return {slug: self.text[f"options.{slug}"] for slug in self.question.options}

    def spoken(self, answer: Answer) -> str:
        """An answer to it in words."""
        return spoken(self.question, answer, self.options)


@dataclass(frozen=True, slots=True)
class Alarm:
    """What cannot wait: how soon, and what to do, in the language of the page or in English."""

    timeframe: Timeframe
    words: str
    text: Text


def asked(question: str) -> Asked:
    """The question of this name; raises UnknownName."""
    found = interview().question(question)
    return Asked(found, text_of("questions", question), text_of("sections", found.section))


def next_to_ask(state: InterviewState) -> Question | None:
    """The next question; None when enough is known."""
    return next_question(state, LEAST_BITS) if len(state.answers) < MOST_QUESTIONS else None


def alarms(state: InterviewState) -> tuple[Alarm, ...]:
    """What the answers so far call for at once, most urgent first, each advice once."""
    found: dict[str, Alarm] = {}
    for flag in flags_in(state):
        text = text_of("red_flags", flag.slug)
        words = text["patient"].replace("{emergency}", house().emergency_number)
        found.setdefault(words, Alarm(flag.timeframe, words, text))
    return tuple(found.values())


def stopped(state: InterviewState) -> bool:
    """Whether something was said that leaves no time for questions."""
    return any(flag.timeframe in STOPPING for flag in flags_in(state))
