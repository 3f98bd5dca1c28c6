"""A text without a full stop is read in the time of its length."""

from __future__ import annotations

from myotome.symptoms.concepts import load_vocabulary
from myotome.symptoms.reader import read_text
from myotome.symptoms.reader.tokens import LONGEST_SENTENCE_TOKENS, sentences


def test_an_ordinary_long_sentence_stays_whole() -> None:
    """A hundred words without a full stop are one sentence."""
    assert len(list(sentences("weak " * 100))) == 1


def test_no_sentence_is_longer_than_the_limit_and_no_word_is_lost() -> None:
    """The text is cut, nothing of it is dropped."""
    cut = list(sentences("weak " * 10_000))
    assert max(map(len, cut)) == LONGEST_SENTENCE_TOKENS
    assert sum(map(len, cut)) == 10_000


def test_fifty_thousand_words_without_a_full_stop_are_read() -> None:
    """What took more than two minutes at 900 kB before."""
    assert read_text("left deltoid 4/5, " * 10_000, load_vocabulary()).findings
