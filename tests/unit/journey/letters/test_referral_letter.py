from __future__ import annotations

import re
from dataclasses import replace

import pytest

from myotome.journey.letters import Letter, content_of, draft_referral, letter_from, render_letter
from myotome.journey.letters.letter import MOST_LETTERS, TO_FILL, Block
from myotome.words.case import Case, Medication, Person, Sex
from myotome.words.errors import OutOfRange, UnusableInput
from myotome.words.finding import Evidence, Finding, Origin
from myotome.words.measurement import Measurement
from myotome.words.side import Side, State
from myotome.words.units import Quantity
from paper import weasyprint_or_skip
from unit.journey.letters.letter_cases import EXAMPLES, HEAD, example, ground_of

EXAMINED = Evidence(Origin.EXAMINED)
HAND = Case(
    "hand",
    Person(63.0, Sex.FEMALE),
    findings=(
        Finding("drops_things"),
        Finding("paresthesia", State.ABSENT),
        Finding("hand_wasting", evidence=EXAMINED),
        Finding("fasciculations", evidence=EXAMINED),
        Finding("reflexes_brisk", evidence=EXAMINED),
        Finding("progressive"),
        Finding("muscle_weakness", side=Side.RIGHT, site="first_dorsal_interosseous", grade="3/5", evidence=EXAMINED),
        Finding("muscle_weakness", State.ABSENT, Side.LEFT, "first_dorsal_interosseous", "5/5", evidence=EXAMINED),
        Finding("muscle_wasting", side=Side.RIGHT, site="first_dorsal_interosseous", evidence=EXAMINED),
    ),
    measurements=(Measurement("ck", Quantity(410, "U/L")),),
    medications=(Medication("Simvastatin", "40 mg"), Medication("Aspirin", "75 mg", still_taken=False)),
    complaint="My right hand has become thin.",
)


def _text(letter: Letter, slug: str) -> str:
    return next(block.text for block in letter.blocks if block.slug == slug)


def test_what_the_record_does_not_hold_is_not_in_the_letter() -> None:
    """No result, medicine, story or opinion is made up: their parts stay empty, and an empty part is not printed."""
    letter = draft_referral(ground_of(Case("bare", Person(), findings=(Finding("hand_wasting"),))))
    assert _text(letter, "results") == _text(letter, "medicines") == _text(letter, "examination") == ""
    assert "I think of" not in _text(letter, "impression")
    assert "In the patient" not in _text(letter, "story")
    html = render_letter(letter, HEAD)
    assert "Results</h2>" not in html and "Medicines</h2>" not in html
    assert "year-old" not in html and "woman" not in html


def test_how_soon_and_why_stand_first_then_the_question() -> None:
    """The first part names person, urgency, the alarm with its reason, and one question; the headline says how soon."""
    letter = draft_referral(ground_of(HAND))
    assert letter.blocks[0].slug == "reason"
    assert letter.headline == "URGENT: WITHIN 2 WEEKS – Ada Example"
    reason = _text(letter, "reason")
    assert reason.startswith("Please see this 63-year-old woman within 2 weeks.")
    assert reason.index("Wasting with twitching") < reason.index("The question: is this")
    assert reason.count("?") == 1


def test_findings_stand_by_side_with_their_grades_and_what_was_not_found_is_said() -> None:
    """MRC grades right and left, wasting by muscle, absences as absences, values with their limit, medicines with what they may do."""
    letter = draft_referral(ground_of(HAND))
    examination = _text(letter, "examination")
    assert "Strength (MRC): right first dorsal interosseous 3; left first dorsal interosseous 5." in examination
    assert "Wasted: right first dorsal interosseous." in examination
    assert "Denied: pins and needles." in _text(letter, "story")
    assert "Creatine kinase 410\u00a0U/L (high, usual up to " in _text(letter, "results")
    medicines = _text(letter, "medicines")
    assert "Simvastatin, 40 mg; Aspirin, 75 mg (no longer taken)." in medicines
    assert "May harm muscle, nerve or junction: Simvastatin" in medicines


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_no_probability_stands_without_its_meaning(path: object) -> None:
    """No per cent anywhere; a number out of 100 says of whom, how loosely it is known, and that it is no diagnosis; never 0 or 100 of 100."""
    letter = draft_referral(example(path))  # type: ignore[arg-type]
    for block in letter.blocks:
        if block.slug not in {"medicines", "results", "story"}:
            assert not re.search(r"\d\s?%", block.text.replace("below 80 %", "").replace("below 92 %", "")), block
    impression = _text(letter, "impression")
    for about in re.findall(r"about (\d+) to have it", impression):
        assert 1 <= int(about) <= 99
        assert "of 100 people with these findings in a setting like ours" in impression
        assert "no diagnosis" in impression
    assert "about" in impression


def test_an_emergency_is_telephoned_and_the_gap_cannot_be_signed() -> None:
    """Within hours the draft asks who was telephoned and when; it cannot go out before that is filled in."""
    case = Case("breath", Person(29.0, Sex.FEMALE), findings=(Finding("orthopnea"), Finding("diurnal_fluctuation")))
    letter = draft_referral(ground_of(case))
    assert letter.headline.startswith("EMERGENCY")
    assert f"Spoken to on the telephone: {TO_FILL}." in _text(letter, "reason")
    with pytest.raises(OutOfRange, match="gap of the draft"):
        letter.check()
    filled = replace(
        letter, blocks=tuple(replace(b, text=b.text.replace(TO_FILL, "Dr Quist, 10:40")) for b in letter.blocks)
    )
    filled.check()
    assert replace(filled, urgency="routine").headline == "Routine referral – Ada Example"


def test_the_clinicians_own_diagnosis_leads_the_question_and_the_impression() -> None:
    """Where a working diagnosis was recorded, the letter asks about it and gives its reason before anything a program says."""
    ground = ground_of(HAND, diagnosis="Motor neuron disease, probable", reason="Upper and lower signs.")
    letter = draft_referral(ground)
    assert "is this motor neuron disease" in _text(letter, "reason")
    impression = _text(letter, "impression")
    assert impression.startswith("I think of Motor neuron disease, probable. Upper and lower signs.")
    assert impression.index("I think of") < impression.index("The program ranks")


def test_a_draft_says_so_a_signed_letter_names_who_and_both_say_their_limits() -> None:
    """Draft: “not signed”, twice. Both: not a certified device, and how the knowledge stands reviewed."""
    from myotome.journey.letters import Signed

    ground = ground_of(HAND)
    head = replace(HEAD, review=ground.content["review"])
    draft = render_letter(draft_referral(ground), head)
    signed = render_letter(draft_referral(ground), head, Signed("Dr Q", "29 November 2026, 10:00"))
    assert "Draft, not signed." in draft and "Dr Q" not in draft
    assert "Draft" not in signed and "Dr Q" in signed and "Signed electronically on 29 November 2026, 10:00." in signed
    for html in (draft, signed):
        assert "not a certified medical device" in html
        assert "Not clinically reviewed" in html
        assert "<script" not in html and "http" not in html.replace("http-equiv", "")


def test_a_script_in_any_free_text_stays_text() -> None:
    """Complaint, medicine, diagnosis, names and edited blocks are shown as typed."""
    script = "<script>alert(1)</script>"
    case = replace(HAND, complaint=script, medications=(Medication(script, script),))
    ground = ground_of(case, diagnosis=script, reason=script, told=(script,))
    html = render_letter(draft_referral(replace(ground, name=script)), replace(HEAD, name=script, house=script))
    assert "<script" not in html
    assert html.count("&lt;script&gt;") >= 6


def test_a_letter_comes_back_from_its_values_and_nonsense_does_not() -> None:
    """Plain values and back is the same letter; what is no letter, too long, to nobody or of no known urgency is refused."""
    letter = draft_referral(ground_of(HAND))
    assert letter_from(content_of(letter)) == letter
    with pytest.raises(UnusableInput):
        letter_from({"kind": "referral"})
    with pytest.raises(UnusableInput):
        letter_from({**content_of(letter), "kind": "invoice"})
    with pytest.raises(OutOfRange, match="too long"):
        Block("story", "Story", "x" * (MOST_LETTERS + 1))
    with pytest.raises(OutOfRange, match="urgency"):
        replace(letter, urgency="soon")
    with pytest.raises(OutOfRange, match="nobody"):
        replace(letter, to=" ")
    with pytest.raises(OutOfRange, match="says nothing"):
        replace(letter, blocks=()).check()


def test_the_same_case_gives_the_same_letter() -> None:
    """Deterministic, byte for byte."""
    assert render_letter(draft_referral(ground_of(HAND)), HEAD) == render_letter(draft_referral(ground_of(HAND)), HEAD)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_a_referral_is_one_page(path: object) -> None:
    """Printed on A4 the draft of every example fits one page."""
    weasyprint = weasyprint_or_skip()
    html = render_letter(draft_referral(example(path)), HEAD)  # type: ignore[arg-type]
    assert len(weasyprint.HTML(string=html).render().pages) == 1
