"""Flesch-Kincaid grade of a text: the school year (US) in which it can be read; grade 7 is age 12 to 13.

Kincaid JP, Fishburne RP, Rogers RL, Chissom BS. Derivation of new readability formulas. US Navy, 1975:
0.39 * words per sentence + 11.8 * syllables per word - 15.59. Syllables are counted by rule, as most programs do.
"""

from __future__ import annotations

import re

_WORD = re.compile(r"[A-Za-zÀ-ÿ]+(?:['’][A-Za-z]+)?")
_SENTENCE_END = re.compile(r"[.?!]+(?:\s|$)")
_VOWELS = re.compile(r"[aeiouyàâäéèêëîïôöûü]+")
_SPLIT_VOWELS = re.compile(r"(?<![tscg])i[aou]|ea$|[aeiou]ing$|eo|uou")
_SILENT_ENDING = re.compile(r"[^aeiouyl]e$|[aeiouy]le$|[^aeioutdy]ed$|[^aeiouysxzcgh]es$")
_AS_SPOKEN = {"people": 2, "tongue": 1, "tongues": 1, "science": 2}


def reading_grade(text: str) -> float:
    """Flesch-Kincaid grade of ``text``; raises ValueError for a text without words."""
    words = _WORD.findall(text)
    if not words:
        raise ValueError(f"a text without words has no grade: {text!r}")
    sentences = max(1, len(_SENTENCE_END.findall(text)))
    return 0.39 * len(words) / sentences + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


def syllables(word: str) -> int:
    """Syllables of one English word by rule: groups of vowels, less a silent ending, at least one; initials by letter."""
    if word.isupper() and 2 <= len(word) <= 4:
        return len(word)
    plain = word.lower().replace("'", "").replace("’", "")
    if plain in _AS_SPOKEN:
        return _AS_SPOKEN[plain]
    count = len(_VOWELS.findall(plain)) + len(_SPLIT_VOWELS.findall(plain))
    return max(1, count - bool(_SILENT_ENDING.search(plain)))
