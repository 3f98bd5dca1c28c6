"""The public texts can be read at the age of 12 (Flesch-Kincaid grade at most 7), counted so that lists and headings flatter nothing.

How sentences, lists, abbreviations and numbers are counted stands in tests/reading_age.py; the figures of every page in
validation/reading_age.md, which validation/reading_age_report.py writes.
"""

from __future__ import annotations

import pytest

pytest.importorskip("django")

from reading_age import AGE_LESS_GRADE, Count, counted, counted_list, counted_section, syllables

OLDEST = 12
MOST = OLDEST - AGE_LESS_GRADE


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("the", 1), ("muscle", 2), ("weak", 1), ("wasted", 2), ("stopped", 1), ("illness", 2), ("atrophy", 3),
        ("emergency", 4), ("medicine", 3), ("doctor", 2), ("people", 2), ("changes", 2), ("eyes", 1), ("protein", 2),
        ("exercise", 3), ("breathing", 2), ("tablet", 2), ("immediately", 5), ("physiotherapy", 6), ("diagnosis", 4),
    ],
)  # fmt: skip
def test_the_count_of_syllables_agrees_with_a_dictionary(word: str, count: int) -> None:
    """A count that is too low would let hard words pass; one syllable either way is allowed in words of five and more."""
    assert abs(syllables(word) - count) <= (count >= 5)


@pytest.mark.parametrize(
    ("word", "count"), [("EMG", 3), ("ALS", 3), ("DXA", 3), ("WHO", 5), ("999", 3), ("12", 2), ("X-ray", 2), ("B12", 3)]
)
def test_abbreviations_and_numbers_are_counted_as_they_are_spoken(word: str, count: int) -> None:
    """Letter by letter, digit by digit; not as one short word."""
    assert syllables(word) == count


def test_a_hard_text_does_not_pass() -> None:
    """The measure tells a clinician's sentence from a plain one; the plain one is worked out by hand."""
    hard = "Progressive degeneration of upper and lower motor neurons necessitates multidisciplinary evaluation of respiratory function."
    assert counted(hard).grade > 16
    plain = counted("The cat sat on the mat. It was warm.")
    assert plain == Count(2, 9, 9)
    assert plain.grade == pytest.approx(0.39 * 9 / 2 + 11.8 - 15.59)


def test_headings_colons_and_fragments_flatter_nothing() -> None:
    """A colon ends no sentence; items are read with their lead-in; loose words are one sentence and not three."""
    assert counted("Bring these: a list, a letter.").sentences == 1
    with_lead_in = counted_list(["you fall", "you choke"], "Ask for a visit if:")
    assert with_lead_in == counted("Ask for a visit if you fall. Ask for a visit if you choke.")
    assert counted_list(["Bed rest", "a cast", "pain"]) == counted("Bed rest, a cast, pain.")
    assert counted_section(["Call us. Do so if:"], ["you fall"]) == counted("Call us. Do so if you fall.")
    assert counted_list(["You fall.", "You choke."]).sentences == 2


def test_the_article_can_be_read_at_the_age_of_twelve() -> None:
    """The whole, its running sentences alone, and each of its sections."""
    from myotome.clinic.health.article import article

    known = article()
    sections = {one.slug: counted_section(one.text, one.items) for one in known.sections}
    running = sum((counted(line) for one in known.sections for line in one.text), counted(known.lead))
    assert sum(sections.values(), counted(known.lead)).grade <= MOST
    assert running.grade <= MOST
    assert {slug: round(one.age, 1) for slug, one in sections.items() if one.grade > MOST} == {}


@pytest.mark.parametrize("book", ["causes", "tests", "treatments"])
def test_each_page_of_the_index_can_be_read_at_the_age_of_twelve(book: str) -> None:
    """Every single paragraph for patients, and not only the mean over a shelf."""
    from myotome.clinic.language.books import english

    hard = {
        slug: round(one.age, 1)
        for slug, text in english(book).items()
        if (one := counted(text["patient"])).grade > MOST
    }
    assert hard == {}


def test_advice_in_an_emergency_can_be_read_at_the_age_of_twelve() -> None:
    """What the self-check says when something cannot wait."""
    from myotome.clinic.language.books import english

    hard = {
        slug: round(one.age, 1)
        for slug, text in english("red_flags").items()
        if (one := counted(text["patient"])).grade > MOST
    }
    assert hard == {}


def test_the_report_shows_the_texts_as_they_are() -> None:
    """validation/reading_age.md is what the script writes today. If this fails: python validation/reading_age_report.py."""
    import sys
    from pathlib import Path

    folder = Path(__file__).parents[3] / "validation"
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))
    import reading_age_report

    assert (folder / "reading_age.md").read_text(encoding="utf-8") == reading_age_report.report()
