"""The public texts can be read at the age of 12: Flesch-Kincaid grade at most 7 for the article (age = grade + 5), measured and printed.

Formula: 0.39 words per sentence + 11.8 syllables per word - 15.59 (Kincaid 1975, Naval Technical Training Command report 8-75). Syllables
are counted by groups of vowels; the count is held against words with a known number first.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable

import pytest

pytest.importorskip("django")

SILENT_E = re.compile(r"[^aeiouyl]e$|[^aeiouy]es$|[aeiouy]le$")
SILENT_ED = re.compile(r"[^aeioutd]ed$")


def syllables(word: str) -> int:
    """Syllables of an English word: groups of vowels, less a silent ending."""
    word = word.casefold()
    count = len(re.findall(r"[aeiouy]+", word))
    if count > 1 and (SILENT_E.search(word) or SILENT_ED.search(word)) and not re.search(r"(s|x|z|ch|sh|g|c)es$", word):
        count -= 1
    count += len(re.findall(r"i[ao](?!u)|e[oa]l?$|[^aeiou]ism$", word)) - len(re.findall(r"[tcs]i[ao]", word))
    return max(count, 1)


def grade(text: str) -> float:
    """Flesch-Kincaid grade: the school year (US) in which the text can be read; about reading age minus 5."""
    sentences = [s for s in re.split(r"[.!?:]+\s", text + " ") if re.search(r"[A-Za-z]", s)]
    words = re.findall(r"[A-Za-zÀ-ž]+(?:['’-][A-Za-z]+)*", text)
    return 0.39 * len(words) / len(sentences) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


def _joined(lines: Iterable[str]) -> str:
    return " ".join(line if line.endswith((".", "!", "?", ":")) else f"{line}." for line in lines)


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


def test_a_hard_text_does_not_pass() -> None:
    """The measure tells a clinician's sentence from a plain one."""
    hard = "Progressive degeneration of upper and lower motor neurons necessitates multidisciplinary evaluation of respiratory function."
    assert grade(hard) > 16
    assert grade("The cat sat on the mat. It was warm.") < 2


def test_the_article_can_be_read_at_the_age_of_twelve(capsys: pytest.CaptureFixture[str]) -> None:
    """Grade at most 7 over the whole article, and at most 8 in each of its sections."""
    from myotome.clinic.health.article import article_texts

    texts = {slug: _joined(fields.values()) for slug, fields in article_texts().items() if slug != "headings"}
    figures = {slug: grade(text) for slug, text in texts.items()}
    whole = grade(" ".join(texts.values()))
    with capsys.disabled():
        sys.stdout.write(
            f"\narticle on muscle atrophy: Flesch-Kincaid grade {whole:.1f}, reading age about {whole + 5:.0f}"
        )
    assert whole <= 7
    assert {slug: round(figure, 1) for slug, figure in figures.items() if figure > 8} == {}


def test_the_paragraphs_for_patients_are_as_plain(capsys: pytest.CaptureFixture[str]) -> None:
    """Over each shelf of the catalogue the grade is at most 7; single paragraphs hold names of diseases and are printed, not judged."""
    from myotome.clinic.language.books import english

    for book in ("causes", "tests", "treatments"):
        texts = {slug: fields["patient"] for slug, fields in english(book).items()}
        figure = grade(" ".join(texts.values()))
        hard = sum(grade(text) > 8 for text in texts.values())
        with capsys.disabled():
            sys.stdout.write(f"\n{book}: Flesch-Kincaid grade {figure:.1f}; {hard} of {len(texts)} paragraphs above 8")
        assert figure <= 7
