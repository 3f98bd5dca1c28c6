"""The reader's promises that hold for any text: spans that fit, nothing dropped, nothing invented, refusals in a sentence."""

from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from myotome.investigations.interpret import known_measures
from myotome.symptoms.concepts import load_vocabulary
from myotome.symptoms.reader import mark_up, mark_up_html, read_report, read_text
from myotome.symptoms.reader.lexicon import ROOM, build_lexicon
from myotome.words.errors import UnusableInput
from myotome.words.finding import Origin
from myotome.words.shelf import read_book
from myotome.words.units import parse_unit

VOCABULARY = load_vocabulary()
WORDS = st.sampled_from(
    [
        "weak",
        "no",
        "deltoid",
        "left",
        ",",
        ".",
        ";",
        "and",
        "or",
        "4/5",
        "CK",
        "300",
        "U/L",
        "absent",
        "reflexes",
        "(",
        ")",
        "mother",
        "?",
        "normal",
        "thigh",
        "wasting",
        "3/12",
        "was",
        "+",
        "-",
        ":",
        "with",
        "denies",
    ]
)


def test_empty_text_gives_nothing() -> None:
    """Nothing said, nothing found."""
    reading = read_text("", VOCABULARY)
    assert reading.findings == () and reading.not_understood == ()


def test_sentence_without_medicine_is_handed_back_whole() -> None:
    """A sentence of which no word is understood comes back as it was."""
    reading = read_text("The quick brown fox jumps.", VOCABULARY)
    assert reading.findings == ()
    assert [u.text for u in reading.not_understood] == ["The quick brown fox jumps."]
    assert reading.not_understood[0].whole_sentence


def test_other_language_is_refused() -> None:
    """German is refused with the language named, not half read."""
    with pytest.raises(UnusableInput, match="German"):
        read_text("Die Patientin hat seit zwei Jahren eine Schwäche der Beine und ist nicht mehr gehfähig.", VOCABULARY)


def test_five_megabytes_are_refused() -> None:
    """A text that cannot be about one person is refused with its length and the cure."""
    with pytest.raises(UnusableInput, match="5000000 characters"):
        read_text("weak " * 1_000_000, VOCABULARY)


def test_grade_of_six_is_named_and_the_rest_read() -> None:
    """An impossible grade gives a notice; the other findings stay."""
    reading = read_text("Deltoid 6/5, biceps 4/5.", VOCABULARY)
    assert any("6/5" in notice for notice in reading.notices)
    assert "elbow_flexion_weak" in reading.present()
    assert "deltoid_weak" not in reading.present()


def test_age_of_212_is_named() -> None:
    """An impossible age gives a notice and no age."""
    reading = read_text("A 212-year-old man.", VOCABULARY)
    assert reading.person.age_years is None
    assert "212" in reading.notices[0]


def test_page_is_escaped() -> None:
    """Text from outside cannot become markup."""
    text = "<script>alert(1)</script> weak legs"
    page = mark_up_html(text, read_text(text, VOCABULARY))
    assert "<script" not in page
    assert unescape(re.sub(r"</?mark[^>]*>", "", page)) == text


def test_marked_text_shows_words_and_concept() -> None:
    """The terminal rendering keeps the words and names the finding behind them."""
    text = "No ptosis."
    assert mark_up(text, read_text(text, VOCABULARY)) == "No [ptosis](-ptosis)."


def test_correction_is_told() -> None:
    """A misspelt word that was corrected is named with what it was taken for."""
    reading = read_text("Dysphgia.", VOCABULARY)
    assert reading.corrected == (("Dysphgia", "dysphagia"),)


def test_absent_list_needs_no_no() -> None:
    """In a report's list of absent findings a bare word is absent, and a denied one is not turned round."""
    case = read_report({"findings_absent": ["ptosis", "no diplopia", "reflexes normal"]}, VOCABULARY)
    assert {"ptosis", "double_vision", "reflexes_reduced"} <= case.absent()
    assert case.present() == frozenset()


def test_report_field_gives_the_test() -> None:
    """ "Myopathic change" is an EMG finding in the EMG field and "inflammation" a biopsy finding in the biopsy field."""
    case = read_report({"emg_ncs": "myopathic change", "biopsy": "inflammatory infiltrate"}, VOCABULARY)
    assert {"emg_myopathic", "biopsy_inflammation"} <= case.present()


def test_report_of_another_kind_is_refused() -> None:
    """A number where words should stand is refused with its place."""
    with pytest.raises(UnusableInput, match="labs"):
        read_report({"labs": 5}, VOCABULARY)


def test_measures_and_units_exist() -> None:
    """Every measure of the reader is known to the investigations, and every unit is a UCUM code."""
    book = read_book(ROOM, "measures.toml").content
    assert set(book["measure"]) <= set(known_measures())
    for code in {*book["units"].values(), *(u for row in book["measure"].values() for u in row["units"])}:
        parse_unit(code)


def test_ontology_adds_synonyms() -> None:
    """A synonym that only the ontology knows is read once its text is given."""
    hpo = VOCABULARY.concepts["ptosis"].hpo
    text = f'\n[Term]\nid: {hpo}\nname: Ptosis\nsynonym: "Lazy lidding" EXACT []\n'
    assert "ptosis" not in read_text("Lazy lidding.", VOCABULARY).present()
    assert "ptosis" in read_text("Lazy lidding.", VOCABULARY, ontology=text).present()


def test_lexicon_is_built_once() -> None:
    """The same vocabulary gives the same lexicon."""
    assert build_lexicon(VOCABULARY) is build_lexicon(VOCABULARY)


@settings(max_examples=150, deadline=None)
@given(st.lists(WORDS, max_size=25))
def test_any_order_of_words(words: list[str]) -> None:
    """Whatever the order of the words, spans cut the very text, every finding is marked as read, and marking keeps every letter."""
    text = " ".join(words)
    reading = read_text(text, VOCABULARY)
    for finding in reading.findings:
        assert finding.evidence.origin is Origin.READ
        assert finding.evidence.span is not None
        start, end = finding.evidence.span
        assert text[start:end] == finding.evidence.text
    assert unescape(re.sub(r"</?mark[^>]*>", "", mark_up_html(text, reading))) == text


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=200))
def test_any_text(text: str) -> None:
    """Any string at all is read or refused with a sentence."""
    try:
        read_text(text, VOCABULARY)
    except UnusableInput as error:
        assert str(error).endswith(".")
