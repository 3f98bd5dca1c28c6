"""Tells English from other languages by the small words of a text, so that German is refused and not half read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from myotome.symptoms.reader.lexicon import ROOM
from myotome.words.shelf import read_book


def other_language(text: str) -> str:
    """The language a text is written in when it is plainly not English, or a script that is not Latin; empty otherwise.

    Only the first 20,000 characters are looked at. Needs three small words of the language, and more of them than English ones.
    """
    sample = text[:_SAMPLE]
    letters = [c for c in sample if c.isalpha()]
    foreign = sum(1 for c in letters if ord(c) > _LATIN_END)
    if len(letters) > _FEWEST_LETTERS and foreign > len(letters) / 2:
        return "another script"
    words = re.findall(r"[^\W\d_]+", sample.lower())
    english, others = _tables()
    own = sum(1 for word in words if word in english)
    best, count = max(
        ((name, sum(1 for w in words if w in known)) for name, known in others.items()), key=lambda pair: pair[1]
    )
    return best if count >= _FEWEST_WORDS and count > own else ""


@lru_cache(maxsize=1)
def _tables() -> tuple[frozenset[str], Mapping[str, frozenset[str]]]:
    book = read_book(ROOM, "language.toml").content
    return frozenset(book["english"]), {name: frozenset(words) for name, words in book["others"].items()}


_SAMPLE: Final = 20_000
_LATIN_END: Final = 0x24F
_FEWEST_LETTERS: Final = 8
_FEWEST_WORDS: Final = 3
