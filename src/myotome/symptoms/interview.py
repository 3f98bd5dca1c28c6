"""The interview of a first visit: asks what would tell most, takes "I don't know", can stop at any point, and gives a case.

    interview = Interview(load_vocabulary())
    state = interview.start(Person(61, Sex.MALE))
    while question := interview.next_question(state, value_of):
        state = interview.answer(state, question.id, Answer.yes())
    case = interview.to_case(state)

Pure: every step takes a state and returns another. The case depends on the answers only, never on their order.
"""

from __future__ import annotations

from typing import Final

from myotome.symptoms.concepts import Vocabulary
from myotome.symptoms.interview_choice import ValueOf, choose_next
from myotome.symptoms.interview_reading import Reading, read_answers
from myotome.symptoms.interview_script import Into, Kind, Question, Script, load_script
from myotome.symptoms.interview_state import NO, YES, Answer, InterviewState, state_from_dict
from myotome.words.case import Case, Medication, Person, Setting
from myotome.words.errors import OutOfRange, UnknownName
from myotome.words.side import Side

__all__ = ["Answer", "Interview", "InterviewState", "Question", "ValueOf", "state_from_dict"]

SIDES: Final = (Side.UNSTATED, Side.LEFT, Side.RIGHT, Side.BOTH)


class Interview:
    """The script held against the vocabulary; stateless, so one serves everybody."""

    def __init__(self, vocabulary: Vocabulary, script: Script | None = None) -> None:
        self.vocabulary = vocabulary
        self.script = load_script(vocabulary) if script is None else script

    def start(
        self, person: Person, *, setting: Setting = Setting.CLINIC, respondent: str = "patient"
    ) -> InterviewState:
        """A state with nothing asked. ``respondent`` is who answers (patient, mother, carer ...)."""
        return InterviewState(person, setting, respondent)

    def question(self, question_id: str) -> Question:
        """The question of this id; raises UnknownName."""
        if question_id not in self.script.questions:
            raise UnknownName(
                "the interview has no such question", value=question_id, cure="See Interview.script.questions."
            )
        return self.script.questions[question_id]

    def answer(self, state: InterviewState, question_id: str, answer: Answer) -> InterviewState:
        """The state after this answer; it replaces a former one. Raises UnknownName and OutOfRange for what cannot be answered so."""
        self._check(self.question(question_id), answer)
        return state.with_answer(question_id, answer)

    def withdraw(self, state: InterviewState, question_id: str) -> InterviewState:
        """Take an answer back: the question counts as not asked."""
        return state.without(self.question(question_id).id)

    def next_question(
        self, state: InterviewState, value_of: ValueOf | None = None, *, least: float = 0.0
    ) -> Question | None:
        """What to ask next, or None when nothing is left that would tell more than ``least``.

        ``value_of`` gives the expected information of learning a concept (bits); without it the script's order holds.
        """
        return choose_next(self.script, self.vocabulary, state, self.read(state), value_of, least=least)

    def read(self, state: InterviewState) -> Reading:
        """What was said so far: findings, written words, "I don't know"s, and the questions that make sense now."""
        return read_answers(self.script, self.vocabulary, state)

    def progress(self, state: InterviewState) -> tuple[int, int]:
        """How many of the questions that make sense now were answered, and how many there are."""
        asked = self.read(state).open_questions
        return sum(question.id in state.answers for question in asked), len(asked)

    def to_case(self, state: InterviewState, *, case_id: str = "interview") -> Case:
        """The case so far, at whatever point the interview stopped. What was not asked, or not known, is not in it."""
        reading = self.read(state)
        written = reading.written
        taken = (Medication(line) for line in written[Into.MEDICATIONS])
        stopped = (Medication(line, still_taken=False) for line in written[Into.PAST_MEDICATIONS])
        unknown = [f"Not known: {self.script.questions[name].text}" for name in reading.unknown]
        return Case(
            id=case_id,
            person=state.person,
            setting=state.setting,
            findings=reading.findings,
            medications=(*taken, *stopped),
            complaint="\n".join(written[Into.COMPLAINT]),
            notes="\n".join([*written[Into.NOTES], *unknown]),
        )

    def _check(self, question: Question, answer: Answer) -> None:
        place, values = f"interview > {question.id}", answer.values
        if answer.unknown:
            if values:
                raise OutOfRange("an answer is either known or not", place=place, value=values)
            return
        if question.kind is Kind.YES_NO and values not in ((YES,), (NO,)):
            raise OutOfRange("this question takes yes or no", place=place, value=values, cure="Or 'I don't know'.")
        if question.kind is Kind.CHOICE and len(values) != 1:
            raise OutOfRange("this question takes one option", place=place, value=values, cure="Or 'I don't know'.")
        if question.options:
            strange = [value for value in values if value not in question.options]
            if strange or len(set(values)) != len(values):
                raise OutOfRange(
                    "not among the options",
                    place=place,
                    value=strange or values,
                    cure=f"Choose among {', '.join(question.options)}.",
                )
        if answer.side not in SIDES or (answer.side is not Side.UNSTATED and not (question.side and values == (YES,))):
            raise OutOfRange("this answer has no side", place=place, value=answer.side.value)
