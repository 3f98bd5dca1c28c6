"""Typing errors: a word that is nowhere known becomes the one known word it lies nearest to, unless it is a word of its own.

Rare words only: a token that is in the lexicon, among the small words, or in ``false_friends.txt`` (English words that lie as near to a
word of the lexicon as a slip would: waiting is not wasting) is never touched. Distance: optimal string alignment (a swap of two
neighbouring letters counts once), one slip in 5 to 7 letters, two in 8 or more, the first letter kept.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import OSA

from myotome.symptoms.reader.lexicon import ROOM, Lexicon
from myotome.symptoms.reader.tokens import Token, normal_form, same_words, stop_words
from myotome.words.shelf import read_book, read_text


class Speller:
    """Corrects words against one lexicon and remembers what it has seen."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._known = lexicon.words
        by_first: dict[str, list[str]] = {}
        for word in {*lexicon.words, *same_words()}:
            if len(word) >= _SHORTEST - 1 and word.isalpha():
                by_first.setdefault(word[0], []).append(word)
        self._by_first = by_first
        self._seen: dict[str, str] = {}

    def correct(self, token: Token) -> str:
        """The known word that ``token`` stands for, in the lexicon's form; empty when it is known or cannot be told."""
        word = token.norm
        if len(word) < _SHORTEST or token.kind != "word" or word in self._known:
            return ""
        held = self._seen.get(token.low)
        if held is None:
            held = self._seen[token.low] = self._look(token.low, word)
        return held

    def _look(self, low: str, word: str) -> str:
        if not low.isalpha() or not low.isascii() or low in _own_words() or word in _own_words():
            return ""
        allowed = 1 if len(low) < _TWO_SLIPS_FROM else 2
        near = process.extract(low, self._by_first.get(low[0], ()), scorer=OSA.distance, score_cutoff=allowed, limit=4)
        if not near:
            return ""
        closest = [str(name) for name, distance, _ in near if distance == near[0][1]]
        swapped = [name for name in closest if sorted(name) == sorted(low)]
        meant = {normal_form(name) for name in swapped or closest}
        # Two words as near as each other are no correction: "hyporreflexia" may be too few reflexes or too many.
        return meant.pop() if len(meant) == 1 else ""


@lru_cache(maxsize=1)
def _own_words() -> frozenset[str]:
    """Small, neutral and look-alike words, as written and in the lexicon's form."""
    book = read_book(ROOM, "words.toml").content
    listed = read_text(ROOM, "false_friends.txt").split()
    words = {*book["neutral"], *book["degree"], *stop_words(), *listed}
    return frozenset(words | {normal_form(word) for word in words})


_SHORTEST: Final = 5
_TWO_SLIPS_FROM: Final = 8
