"""The interview: nothing follows from what was not asked, the order of answers is no matter, and it asks what tells most."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from myotome.symptoms.concepts import load_vocabulary
from myotome.symptoms.interview import Answer, Interview, InterviewState, Question, state_from_dict
from myotome.symptoms.interview_script import Kind, build_script
from myotome.words.case import Case, Person, Setting, Sex
from myotome.words.errors import KnowledgeError, OutOfRange, UnknownName, UnusableInput
from myotome.words.finding import Finding, Origin
from myotome.words.shelf import Book
from myotome.words.side import Side
from unit.symptoms.reading_grade import reading_grade

VOCABULARY = load_vocabulary()
INTERVIEW = Interview(VOCABULARY)
MAN_OF_61 = Person(61, Sex.MALE)
OLDEST_GRADE = 7.0


def start(person: Person = MAN_OF_61) -> InterviewState:
    return INTERVIEW.start(person)


def after(answers: Mapping[str, Answer], person: Person = MAN_OF_61) -> InterviewState:
    """The state after these answers, given in this order."""
    state = start(person)
    for question, answer in answers.items():
        state = INTERVIEW.answer(state, question, answer)
    return state


def states(case: Case) -> dict[str, str]:
    """Concept to present or absent."""
    return {finding.concept: finding.state.value for finding in case.findings}


def answer_to(question: Question) -> st.SearchStrategy[Answer]:
    """Any answer that this question takes."""
    unknown = st.just(Answer.dont_know())
    options = st.sampled_from(sorted(question.options) or [""])
    line = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=12)
    sides = st.sampled_from([Side.UNSTATED, Side.LEFT, Side.RIGHT, Side.BOTH] if question.side else [Side.UNSTATED])
    known = {
        Kind.YES_NO: st.one_of(sides.map(Answer.yes), st.just(Answer.no())),
        Kind.CHOICE: options.map(Answer.choose),
        Kind.MANY: st.lists(options, unique=True).map(lambda chosen: Answer.choose(*chosen)),
        Kind.LIST: st.lists(line, max_size=3).map(lambda lines: Answer.write(*lines)),
        Kind.TEXT: line.map(Answer.write),
    }
    return st.one_of(unknown, known[question.kind])


@st.composite
def many_answers(draw: st.DrawFn) -> dict[str, Answer]:
    """Answers to any questions of the script, in any order, whether or not they make sense for the person."""
    names = draw(st.lists(st.sampled_from(sorted(INTERVIEW.script.questions)), unique=True, max_size=25))
    return {name: draw(answer_to(INTERVIEW.script.questions[name])) for name in names}


def persons() -> st.SearchStrategy[Person]:
    return st.builds(Person, st.none() | st.floats(0, 100), st.sampled_from(Sex))


# What must not happen


def test_an_interview_without_answers_is_an_empty_case() -> None:
    """Not asked is the lack of a finding: nothing present, nothing absent."""
    case = INTERVIEW.to_case(start())
    assert (case.findings, case.medications, case.complaint, case.notes) == ((), (), "", "")
    assert case.person == MAN_OF_61


@given(many_answers(), persons())
def test_absent_is_never_made_of_not_asked(answers: dict[str, Answer], person: Person) -> None:
    """Whatever is absent or present in the case was settled by a question that was answered, and not with 'I don't know'."""
    told: set[str] = set()
    for name, answer in answers.items():
        if not answer.unknown:
            told.update(INTERVIEW.script.questions[name].concepts)
    told.update(c.concept for c in INTERVIEW.script.conclusions if not told.isdisjoint(c.of))
    assert {finding.concept for finding in INTERVIEW.to_case(after(answers, person)).findings} <= told


@given(st.sampled_from(sorted(INTERVIEW.script.questions)), persons())
def test_i_dont_know_gives_no_finding_and_is_recorded(name: str, person: Person) -> None:
    """'I don't know' leaves the finding un-asked; the case says that it was not known, and it is not asked again."""
    state = INTERVIEW.answer(start(person), name, Answer.dont_know())
    case = INTERVIEW.to_case(state)
    assert case.findings == ()
    assert state.answers[name].unknown
    if INTERVIEW.script.questions[name] in INTERVIEW.read(state).open_questions:
        assert INTERVIEW.script.questions[name].text in case.notes


def test_a_no_that_says_nothing_makes_nothing_absent() -> None:
    """A person who sees no widespread twitching has not been examined for fasciculations."""
    state = after({"muscle_twitching_noticed": Answer.yes(), "twitching_widespread": Answer.no()})
    assert states(INTERVIEW.to_case(state)) == {"muscle_twitching_noticed": "present"}


def test_an_answer_that_makes_no_sense_any_more_is_left_out() -> None:
    """When 'pain' is changed to no, what was said about that pain no longer enters the case."""
    state = after({"pain": Answer.yes(), "severe_pain_onset": Answer.yes()})
    assert states(INTERVIEW.to_case(state)) == {"pain": "present", "severe_pain_onset": "present"}
    changed = INTERVIEW.answer(state, "pain", Answer.no())
    assert states(INTERVIEW.to_case(changed)) == {"pain": "absent"}
    back = INTERVIEW.answer(changed, "pain", Answer.yes())
    assert states(INTERVIEW.to_case(back)) == {"pain": "present", "severe_pain_onset": "present"}


@pytest.mark.parametrize(
    ("person", "never"),
    [
        (Person(61, Sex.MALE), {"pregnancy", "amenorrhoea", "weak_cry", "floppy_infant"}),
        (Person(30, Sex.FEMALE), {"gynecomastia", "frontal_balding", "reduced_fetal_movement"}),
        (Person(70, Sex.FEMALE), {"pregnancy", "amenorrhoea"}),
        (Person(2, Sex.MALE), {"alcohol", "smoking", "clumsy_childhood", "cataract", "pregnancy"}),
    ],
)
def test_nobody_is_asked_what_cannot_be(person: Person, never: set[str]) -> None:
    """Questions of another age or sex do not come, and an answer to one does not enter the case."""
    asked = {question.id for question in INTERVIEW.read(start(person)).open_questions}
    assert asked.isdisjoint(never)
    state = after(dict.fromkeys(never, Answer.yes()), person)
    assert INTERVIEW.to_case(state).findings == ()


def test_a_question_waits_for_what_it_builds_on() -> None:
    """Nobody is asked how much weight was lost who lost none; choking opens what trouble swallowing opens."""
    ids = {question.id for question in INTERVIEW.read(start()).open_questions}
    assert "how_much_weight" not in ids and "relatives" not in ids
    state = after({"weight_change": Answer.choose("lost")})
    assert "how_much_weight" in {question.id for question in INTERVIEW.read(state).open_questions}


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("pain", Answer.choose("maybe")),
        ("pain", Answer()),
        ("pain", Answer(("yes",), unknown=True)),
        ("pain", Answer.yes(Side.LEFT)),
        ("one_limb_smaller", Answer.yes(Side.MIDLINE)),
        ("one_limb_smaller", Answer(("no",), Side.LEFT)),
        ("how_fast", Answer.choose("within_a_day", "slower")),
        ("how_fast", Answer.choose()),
        ("how_fast", Answer.choose("yesterday")),
        ("leg_tasks", Answer.choose("stairs", "stairs")),
        ("leg_tasks", Answer.choose("juggling")),
    ],
)
def test_an_answer_that_the_question_does_not_take_is_refused(question: str, answer: Answer) -> None:
    """A wrong answer is refused with the question's name, never bent into another."""
    with pytest.raises(OutOfRange, match=question):
        INTERVIEW.answer(start(), question, answer)


def test_an_unknown_question_is_refused() -> None:
    """A question that the script lacks cannot be answered, asked for or withdrawn."""
    for step in (
        lambda: INTERVIEW.answer(start(), "horoscope", Answer.yes()),
        lambda: INTERVIEW.withdraw(start(), "horoscope"),
    ):
        with pytest.raises(UnknownName, match="horoscope"):
            step()


@pytest.mark.parametrize(
    "spoil",
    [
        {"person": {"age_years": 61}},
        {"person": {"age_years": 61, "sex": "seven"}},
        {"setting": "moon"},
        {"answers": {"pain": {"values": "yes"}}},
        {"answers": {"pain": {"values": ["yes"], "side": "up"}}},
        {"answers": [1]},
    ],
)
def test_a_stored_state_that_was_spoilt_is_refused(spoil: dict[str, Any]) -> None:
    """A state that cannot be read is refused with its place, not read in part."""
    with pytest.raises(UnusableInput, match="interview"):
        state_from_dict({**start().to_dict(), **spoil})


BASE: dict[str, Any] = {
    "interview": {"stay_share": 0.5, "effort_per_option": 0.25},
    "sections": {"a": {"title": "A", "order": "script", "ask": ["pain"]}},
}


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"sections": {"a": {"title": "A", "order": "script", "ask": ["horoscope"]}}}, "nor a concept"),
        ({"sections": {"a": {"title": "A", "order": "script", "ask": ["pain", "pain"]}}}, "asked twice"),
        ({"sections": {"a": {"title": "A", "order": "random", "ask": ["pain"]}}}, "script or value"),
        ({"sections": {"a": {"title": "A", "ask": ["pain"]}}}, "needs title, order"),
        ({"questions": {"myalgia": {"text": "Sore?"}}}, "no section asks"),
        ({"questions": {"pain": {"if_any": ["fever"]}}}, "no earlier question"),
        ({"questions": {"pain": {"kind": "choice", "text": "Which?"}}}, "need options"),
        ({"questions": {"pain": {"no": "perhaps"}}}, "absent or nothing"),
        ({"questions": {"pain": {"colour": "blue"}}}, "colour"),
        (
            {
                "questions": {
                    "pain": {
                        "kind": "many",
                        "text": "Which?",
                        "options": {"o": {"text": "O", "present": ["horoscope"]}},
                    }
                }
            },
            "no concept",
        ),
        ({"conclusions": {"fatigue": {"count": 1, "of": ["fever"]}}}, "no question settles"),
    ],
)
def test_a_broken_script_is_refused_with_its_place(change: dict[str, Any], complaint: str) -> None:
    """A script that asks for what does not exist, or waits for what never comes, stops the load."""
    with pytest.raises(KnowledgeError, match=complaint) as error:
        build_script(Book("here", "", {**BASE, **change}), VOCABULARY)
    assert error.value.place.startswith("here")


# What must hold


@given(many_answers(), persons(), st.randoms(use_true_random=False))
def test_the_order_of_answers_is_no_matter(answers: dict[str, Answer], person: Person, shuffle: Any) -> None:
    """Any order of the same answers gives the same case."""
    names = list(answers)
    shuffle.shuffle(names)
    in_another_order = {name: answers[name] for name in names}
    assert INTERVIEW.to_case(after(answers, person)) == INTERVIEW.to_case(after(in_another_order, person))


@given(many_answers(), persons())
def test_a_state_is_plain_data_and_comes_back_the_same(answers: dict[str, Answer], person: Person) -> None:
    """Written as JSON and read back, a state is equal and gives the same case and the same next question."""
    state = replace(after(answers, person), setting=Setting.PRIMARY, respondent="mother")
    back = state_from_dict(json.loads(json.dumps(state.to_dict())))
    assert back == state
    assert INTERVIEW.to_case(back) == INTERVIEW.to_case(state)
    assert INTERVIEW.next_question(back) == INTERVIEW.next_question(state)


@given(many_answers(), persons())
def test_no_concept_is_both_present_and_absent(answers: dict[str, Answer], person: Person) -> None:
    """Present in one answer wins over absent in another; the case does not contradict itself on one concept."""
    found: dict[str, set[str]] = {}
    for finding in INTERVIEW.to_case(after(answers, person)).findings:
        found.setdefault(finding.concept, set()).add(finding.state.value)
    assert all(len(both) == 1 for both in found.values())


def test_present_in_one_answer_wins_over_absent_in_another() -> None:
    """Who says no to pain and then ticks it in a list has pain, on the side that was named."""
    tick = {
        "kind": "many",
        "text": "Which?",
        "options": {"ache": {"text": "Ache", "present": ["pain"], "side": "left"}},
    }
    sections = {"a": {"title": "A", "order": "script", "ask": ["pain", "tick"]}}
    script = build_script(Book("here", "", {**BASE, "sections": sections, "questions": {"tick": tick}}), VOCABULARY)
    interview = Interview(VOCABULARY, script)
    state = interview.answer(interview.start(MAN_OF_61), "pain", Answer.no())
    case = interview.to_case(interview.answer(state, "tick", Answer.choose("ache")))
    assert [(f.concept, f.present, f.side) for f in case.findings] == [("pain", True, Side.LEFT)]


@given(many_answers(), persons())
def test_every_finding_cites_the_words_it_rests_on(answers: dict[str, Answer], person: Person) -> None:
    """A finding says who answered and to what; a conclusion says that it is one."""
    for finding in INTERVIEW.to_case(after(answers, person)).findings:
        assert finding.evidence.text
        assert finding.concept in VOCABULARY.concepts
        assert finding.evidence.origin in (Origin.REPORTED, Origin.DERIVED)


@given(many_answers())
def test_a_changed_answer_leaves_no_trace_of_the_former(answers: dict[str, Answer]) -> None:
    """Answering again is the same as having answered so at first; withdrawing is the same as never having been asked."""
    state = after(answers)
    other = INTERVIEW.answer(INTERVIEW.answer(state, "pain", Answer.yes()), "pain", Answer.no())
    assert INTERVIEW.to_case(other) == INTERVIEW.to_case(INTERVIEW.answer(state, "pain", Answer.no()))
    without = {name: answer for name, answer in answers.items() if name != "pain"}
    assert INTERVIEW.to_case(INTERVIEW.withdraw(other, "pain")) == INTERVIEW.to_case(after(without))


@pytest.mark.parametrize("person", [MAN_OF_61, Person(30, Sex.FEMALE), Person(0.5), Person()])
@pytest.mark.parametrize("by_value", [False, True])
def test_the_interview_ends_and_asks_each_question_once(person: Person, by_value: bool) -> None:
    """However it is answered, every question comes at most once and then there is no next one."""
    state, seen = start(person), list[str]()
    while question := INTERVIEW.next_question(state, (lambda slug: 1.0) if by_value else None):
        assert question.id not in seen
        assert question.fits(person)
        seen.append(question.id)
        state = INTERVIEW.answer(state, question.id, Answer.dont_know())
    assert len(seen) == len(INTERVIEW.read(state).open_questions) or by_value
    assert INTERVIEW.progress(state)[0] == len(seen)


def test_the_story_and_what_cannot_wait_come_first() -> None:
    """The person's own words open the interview; breathing, spine and limb emergencies follow before anything else."""
    state, seen = start(), list[str]()
    for _ in range(8):
        question = INTERVIEW.next_question(state, lambda slug: 1.0)
        assert question is not None
        seen.append(question.id)
        state = INTERVIEW.answer(state, question.id, Answer.dont_know())
    assert seen == [
        "own_words",
        "since_when",
        "how_fast",
        "course",
        "first_part",
        "urgent_breath",
        "urgent_spine",
        "urgent_limb",
    ]


def past_the_script() -> InterviewState:
    """A state in which all fixed sections before the pool were answered with 'I don't know'."""
    fixed = [q.id for q in INTERVIEW.script.questions.values() if not INTERVIEW.script.sections[q.section].by_value]
    return after({name: Answer.dont_know() for name in fixed if name != "anything_else"})


def test_in_the_pool_the_most_telling_question_comes_next() -> None:
    """With the value of each concept known, the question of the highest value is asked, wherever it stands."""
    for wanted in ("rash_heliotrope_gottron", "fatigable", "alcohol"):
        question = INTERVIEW.next_question(
            past_the_script(), lambda slug, wanted=wanted: 0.9 if slug == wanted else 0.01
        )
        assert question is not None and question.id == wanted


def test_a_question_that_opens_a_telling_one_is_worth_as_much() -> None:
    """To learn of pain that came before the weakness, one first has to ask whether there is pain."""
    question = INTERVIEW.next_question(past_the_script(), lambda slug: 0.9 if slug == "pain_then_weakness" else 0.01)
    assert question is not None and question.id == "pain"


def test_an_unscored_task_is_worth_what_it_leads_to() -> None:
    """Double vision is only a way to learn of ptosis_diplopia, and is asked for its sake."""
    question = INTERVIEW.next_question(past_the_script(), lambda slug: 0.9 if slug == "ptosis_diplopia" else 0.01)
    assert question is not None and question.id in ("ptosis", "double_vision")


def test_the_talk_stays_on_its_subject_while_that_is_worth_it() -> None:
    """A slightly better question elsewhere does not tear a section apart; a much better one does."""
    state = INTERVIEW.answer(past_the_script(), "heat_intolerance", Answer.no())
    near = INTERVIEW.next_question(state, lambda slug: {"palpitations": 0.6, "alcohol": 0.9}.get(slug, 0.0))
    far = INTERVIEW.next_question(state, lambda slug: {"palpitations": 0.1, "alcohol": 0.9}.get(slug, 0.0))
    assert near is not None and near.id == "palpitations"
    assert far is not None and far.id == "alcohol"


def test_what_tells_nothing_is_not_asked() -> None:
    """When no question of the pool is worth more than the least, the interview goes to its end."""
    question = INTERVIEW.next_question(past_the_script(), lambda slug: 0.004, least=0.1)
    assert question is not None and question.id == "anything_else"
    assert (
        INTERVIEW.next_question(
            INTERVIEW.answer(past_the_script(), "anything_else", Answer.write("no")), lambda slug: 0.0
        )
        is None
    )


def test_what_other_answers_settled_is_not_asked_again() -> None:
    """Who chokes has trouble swallowing; the question is spared."""
    state = after({"urgent_breath": Answer.choose("choking")})
    seen = set()
    while question := INTERVIEW.next_question(state):
        seen.add(question.id)
        state = INTERVIEW.answer(state, question.id, Answer.dont_know())
    assert "difficulty_swallowing" not in seen
    assert "slurred_speech" in seen


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({"weak_parts": Answer.choose("left_arm")}, {"one_limb_only": "present", "hemibody": "absent"}),
        ({"weak_parts": Answer.choose("left_leg", "left_arm")}, {"hemibody": "present", "one_limb_only": "absent"}),
        ({"weak_parts": Answer.choose("left_arm", "right_leg")}, {"hemibody": "absent", "one_limb_only": "absent"}),
        ({"how_fast": Answer.choose("within_a_day")}, {"onset_acute": "present"}),
        ({"sides": Answer.choose("alike")}, {"symmetric": "present"}),
        (
            {"course": Answer.choose("worse_by_the_day")},
            {"progressive": "present", "rapidly_progressive_days": "present"},
        ),
        (
            {"leg_tasks": Answer.choose("stairs", "rising_chair")},
            {"proximal_legs": "present", "difficulty_running": "absent"},
        ),
        ({"leg_tasks": Answer.choose()}, {"proximal_legs": "absent"}),
        ({"supplements": Answer.write()}, {"supplements_taken": "absent"}),
        ({"conditions": Answer.choose("diabetes")}, {"diabetes": "present", "stroke_history": "absent"}),
    ],
)
def test_answers_mean_what_they_say(answers: dict[str, Answer], expected: dict[str, str]) -> None:
    """Answers of a first visit lead to the findings that a reader would write down."""
    found = states(INTERVIEW.to_case(after(answers)))
    assert expected.items() <= found.items()


def test_one_hard_task_alone_is_no_pattern() -> None:
    """Trouble with stairs alone may be breath or joints: neither present nor absent proximal weakness follows."""
    found = states(INTERVIEW.to_case(after({"leg_tasks": Answer.choose("stairs")})))
    assert "proximal_legs" not in found


def test_a_painful_knee_explains_the_stairs() -> None:
    """With a painful knee or hip, hard stairs and chairs do not stand for weak thighs."""
    answers = {"leg_tasks": Answer.choose("stairs", "rising_chair"), "knee_hip_pain": Answer.yes()}
    assert "proximal_legs" not in states(INTERVIEW.to_case(after(answers)))


def test_a_side_is_kept() -> None:
    """The thinner limb's side belongs to the finding."""
    case = INTERVIEW.to_case(
        after({"one_limb_smaller": Answer.yes(Side.LEFT), "weak_parts": Answer.choose("left_arm", "left_leg")})
    )
    sides = {(f.concept, f.side, f.site) for f in case.findings if f.present}
    assert ("one_limb_smaller", Side.LEFT, "") in sides
    assert {("weakness_reported", Side.LEFT, "upper_arm"), ("weakness_reported", Side.LEFT, "thigh")} <= sides


def test_the_lists_and_the_own_words_reach_the_case() -> None:
    """Medicines line by line as written, stopped ones as stopped, own words as the complaint, the rest as notes."""
    case = INTERVIEW.to_case(
        after(
            {
                "own_words": Answer.write("My left hand gets thin."),
                "prescriptions": Answer.write("atorvastatin 40 mg", " ", "ramipril 5 mg"),
                "stopped_medicines": Answer.write("prednisolone"),
                "supplements": Answer.write("vitamin D"),
                "injuries": Answer.write("broken left wrist, 1998"),
                "since_when": Answer.choose("months"),
            }
        )
    )
    assert case.complaint == "My left hand gets thin."
    taken = {(m.name, m.still_taken) for m in case.medications}
    assert taken == {
        ("atorvastatin 40 mg", True),
        ("ramipril 5 mg", True),
        ("vitamin D", True),
        ("prednisolone", False),
    }
    assert "broken left wrist, 1998" in case.notes and "Some months ago" in case.notes
    assert states(case)["old_injury_same_limb"] == "present"


COVERED = {
    "one limb smaller": {"one_limb_smaller"},
    "weakness and hard tasks": {
        "weakness_reported",
        "difficulty_lifting_arms",
        "difficulty_buttons_keys",
        "difficulty_jars_grip",
    },
    "balance, chair, walking, stairs, falls": {
        "poor_balance",
        "difficulty_rising_chair",
        "difficulty_walking_distance",
        "difficulty_stairs",
        "falls",
    },
    "since when and how fast": {"onset_acute", "onset_subacute", "onset_chronic", "progressive"},
    "old and recent injuries": {"trauma_injury", "old_injury_same_limb", "immobilization_history"},
    "known conditions": {"diabetes", "stroke_history", "cancer", "thyroid_disease"},
    "supplements": {"supplements_taken"},
    "family": {"family_history", "family_parent_affected", "consanguinity"},
    "nutrition and weight": {"weight_loss", "poor_intake", "low_protein_intake", "vegan_diet"},
    "activity": {"inactivity", "sports_change"},
}


@pytest.mark.parametrize("topic", sorted(COVERED))
def test_a_first_visit_is_covered(topic: str) -> None:
    """Everything that a first visit for muscle wasting asks is asked."""
    asked = {slug for question in INTERVIEW.script.questions.values() for slug in question.concepts}
    assert COVERED[topic] <= asked


def test_every_question_and_option_is_read_at_age_twelve() -> None:
    """What the patient reads stays at or below US grade 7 (Flesch-Kincaid)."""
    own = [
        q
        for q in INTERVIEW.script.questions.values()
        if q.kind is not Kind.YES_NO or q.text != VOCABULARY.concepts[q.concept].question
    ]
    texts = [q.text for q in own] + [o.text for q in own for o in q.options.values() if len(o.text.split()) > 3]
    assert {text: round(reading_grade(text), 1) for text in texts if reading_grade(text) > OLDEST_GRADE} == {}


def test_findings_carry_the_name_of_who_answered() -> None:
    """A mother's word is not the patient's."""
    state = INTERVIEW.start(Person(4), respondent="mother")
    case = INTERVIEW.to_case(INTERVIEW.answer(state, "delayed_walking", Answer.yes()))
    assert [_cited(finding) for finding in case.findings] == [("delayed_walking", "mother")]


def _cited(finding: Finding) -> tuple[str, str]:
    return finding.concept, finding.evidence.by
