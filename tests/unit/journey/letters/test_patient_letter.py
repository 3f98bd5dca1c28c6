from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import pytest

from myotome.diagnosis.specialists import load_directory
from myotome.journey.letters import Letter, Signed, draft_patient_letter, render_letter
from myotome.journey.letters.patient import NOT_YET, without_plain_words
from myotome.journey.letters.plain_words import places, plain_words
from myotome.symptoms.red_flags import load_flags
from myotome.wiring import knowledge
from myotome.words.case import Case, Person
from myotome.words.errors import OutOfRange, UnknownName
from myotome.words.finding import Evidence, Finding, Origin
from myotome.words.measurement import Measurement
from myotome.words.side import Side
from myotome.words.timeframe import Timeframe
from myotome.words.units import Quantity
from paper import weasyprint_or_skip
from unit.journey.letters.letter_cases import EXAMPLES, HEAD, example, ground_of
from unit.symptoms.reading_grade import reading_grade

OLDEST_GRADE = 7.0
"""US school grade 7: readers of 12 to 13."""
CHANCE = re.compile(r"%|per ?cent|probab|likel(y|ihood)|\bchance|\bodds\b|\d+ (in|of|out of) \d+", re.IGNORECASE)


def _text(letter: Letter, slug: str) -> str:
    return next(block.text for block in letter.blocks if block.slug == slug)


def _sentences(text: str) -> str:
    """A text whose every line ends a sentence, as its reader sees it."""
    lines = [line.removeprefix("- ").rstrip(".:") for line in text.splitlines() if line.strip()]
    return " ".join(f"{line}." for line in lines)


@lru_cache(maxsize=1)
def _labels() -> tuple[str, ...]:
    return tuple(cause.label.partition(" (")[0].lower() for cause in knowledge().causes.values())


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_no_cause_and_no_chance_is_named_unless_the_clinician_chose_it(path: Path) -> None:
    """The draft of every example names no disease of the catalogue, no specialist who gives one away, and no probability in any words."""
    ground = replace(example(path), case=replace(example(path).case, complaint=""))
    letter = draft_patient_letter(ground)
    text = " ".join((letter.subject, *(block.text for block in letter.blocks))).lower()
    assert _text(letter, "meaning") == NOT_YET
    assert not CHANCE.search(text), CHANCE.search(text)
    assert [label for label in _labels() if re.search(rf"\b{re.escape(label)}\b", text)] == []
    assert "cancer" not in text


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_a_reader_of_twelve_can_read_it(path: Path) -> None:
    """Every part of the draft, without the patient's own words, reads at US grade 7 or below; so do the fixed sentences of the page."""
    ground = replace(example(path), case=replace(example(path).case, complaint=""))
    letter = draft_patient_letter(ground)
    for block in letter.filled:
        if block.slug == "found" and len(block.text.split()) < 12:
            continue  # a result or two by name alone: too short to have a grade
        assert reading_grade(_sentences(block.text)) <= OLDEST_GRADE, block
    html = render_letter(letter, HEAD, Signed("Dr Q", "29 November 2026, 10:00"))
    shown = re.sub(r"<style>.*?</style>|<head>.*?</head>", " ", html, flags=re.DOTALL)
    shown = re.sub(r"</(p|li|h1|h2)>", ". ", shown)
    shown = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", shown))
    assert reading_grade(re.sub(r"[.:?](\s*\.)+", ". ", shown)) <= OLDEST_GRADE


def test_a_chosen_cause_comes_with_its_own_paragraph_and_no_number_of_ours() -> None:
    """The paragraph of the knowledge, word for word, after a sentence that it is what may be the cause."""
    ground = example(EXAMPLES[0])
    for slug in ("als", "ulnar_neuropathy", "mg"):
        meaning = _text(draft_patient_letter(ground, cause=slug), "meaning")
        assert meaning.endswith(" ".join(knowledge().causes[slug].patient.split()))
        assert "may be the cause" in meaning
        assert "%" not in meaning
    with pytest.raises(UnknownName):
        draft_patient_letter(ground, cause="blorb")
    with pytest.raises(UnknownName):
        draft_patient_letter(ground, tests=("blorb",))


@pytest.mark.parametrize("text", ["You have a 30 % risk.", "About 5 percent of people", "10 per cent"])
def test_a_percentage_that_somebody_typed_cannot_be_signed(text: str) -> None:
    """A letter to the patient with a percentage is refused, in any part."""
    letter = draft_patient_letter(example(EXAMPLES[0]))
    letter.check()
    with pytest.raises(OutOfRange, match="percentage"):
        replace(letter, blocks=(replace(letter.blocks[0], text=text), *letter.blocks[1:])).check()
    with pytest.raises(OutOfRange, match="percentage"):
        replace(letter, subject=text).check()


def test_where_the_weakness_is_stands_with_its_side() -> None:
    """Right stays right: sides of one part are joined, a part of which there is one has sides of its own, and no side is made up."""

    def weak(site: str, side: Side) -> Finding:
        return Finding("muscle_weakness", side=side, site=site, grade="4/5", evidence=Evidence(Origin.EXAMINED))

    assert places([weak("deltoid", Side.RIGHT)]) == ("your right shoulder",)
    assert places([weak("deltoid", Side.RIGHT), weak("deltoid", Side.LEFT)]) == ("your right and left shoulder",)
    assert places([weak("frontalis", Side.LEFT)]) == ("the left side of your face",)
    assert places([weak("deltoid", Side.UNSTATED), weak("tongue", Side.MIDLINE)]) == ("your shoulder", "your tongue")
    assert places([Finding("hand_wasting")]) == ()


def test_a_result_is_told_by_its_limits_and_a_result_without_limits_is_left_out() -> None:
    """Higher, lower, in the usual range; a value that nobody can hold against anything is not called normal."""
    case = Case(
        "labs",
        Person(50.0),
        findings=(Finding("hand_wasting"),),
        measurements=(
            Measurement("ck", Quantity(900, "U/L")),
            Measurement("tsh", Quantity(1.9, "m[IU]/L")),
            Measurement("vitamin_d", Quantity(11, "nmol/L")),
        ),
    )
    ground = ground_of(case)
    found = _text(draft_patient_letter(ground), "found")
    assert "- Creatine kinase: higher than usual" in found
    assert "- Thyroid-stimulating hormone: in the usual range" in found
    assert "- 25-hydroxyvitamin D: lower than usual" in found
    bare = [{**one, "low": None, "high": None} for one in ground.content["measurements"]]
    assert "Your test results" not in _text(
        draft_patient_letter(replace(ground, content={**ground.content, "measurements": bare})), "found"
    )


def test_what_cannot_wait_and_whom_to_call_stand_on_every_letter() -> None:
    """The box with the emergency number, and the clinic's own number, are printed even on a letter with one sentence."""
    letter = draft_patient_letter(example(EXAMPLES[0]))
    html = render_letter(letter, HEAD, Signed("Dr Q", "29 November 2026, 10:00"))
    assert 'Call <a href="tel:999">999</a>, or go to the nearest emergency department.' in html
    assert '<a href="tel:+442079460123">+44 20 7946 0123</a>' in html and 'call <a href="tel:111">111</a>' in html
    bare = render_letter(letter, replace(HEAD, phone="", emergency="the emergency number", advice=""))
    assert "Call the emergency number, or go" in bare and "tel:" not in bare
    for one in plain_words().watch:
        assert one.text in _text(letter, "watch")


def test_somebody_who_must_be_seen_at_once_is_not_told_to_wait_for_a_letter() -> None:
    """With an alarm of hours the letter says at once, and to call if nobody has set it up."""
    case = Case("breath", Person(29.0), findings=(Finding("orthopnea"), Finding("diurnal_fluctuation")))
    said = _text(draft_patient_letter(ground_of(case)), "next")
    assert "You need to be seen at once" in said and "call us now" in said
    assert "write to you" not in said


def test_the_table_of_plain_words_knows_every_flag_specialist_time_and_concept_that_it_names() -> None:
    """No row points at nothing, every specialist and time has words, and the lines to watch for stand for alarms of hours or a day."""
    words, known = plain_words(), knowledge()
    flags = load_flags()
    assert {flag for one in words.watch for flag in one.flags} <= set(flags)
    assert set(words.people) == set(load_directory().specialists)
    assert set(words.reveals) < set(words.people)
    assert set(words.soon) == {frame.value for frame in Timeframe}
    assert set(words.findings) <= set(known.vocabulary.concepts)
    assert set(words.single) < set(words.regions)
    watched = {flag for one in words.watch for flag in one.flags}
    for slug in ("respiratory_failure", "bulbar_failure", "cauda_equina", "cord_compression", "gbs_progressing"):
        assert slug in watched


def test_what_has_no_plain_words_is_said_to_the_clinician() -> None:
    """Nothing that was examined is dropped in silence."""
    examined = Evidence(Origin.EXAMINED)
    case = Case(
        "x", Person(50.0), findings=(Finding("babinski", evidence=examined), Finding("hand_wasting", evidence=examined))
    )
    ground = ground_of(case)
    assert without_plain_words(ground) == ("Upgoing big toe",)
    assert "the muscles of your hand have become thin" in _text(draft_patient_letter(ground), "found")


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_a_letter_to_the_patient_is_one_page(path: Path) -> None:
    """Printed on A4 the draft of every example fits one page."""
    weasyprint = weasyprint_or_skip()
    html = render_letter(draft_patient_letter(example(path)), HEAD)
    assert len(weasyprint.HTML(string=html).render().pages) == 1
