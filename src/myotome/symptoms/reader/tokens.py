"""Cuts a text into sentences and tokens, and gives every word the form under which the lexicon knows it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from myotome.words.shelf import read_book

LONGEST_SENTENCE_TOKENS: Final = 250
"""Letters have no longer sentence; a text without any full stop is cut here, since time grows with the square of the length."""


@dataclass(slots=True)
class Token:
    """One word, number, grade or mark: ``low`` as written in lower case, ``norm`` as the lexicon spells it."""

    start: int
    end: int
    text: str
    low: str
    norm: str
    kind: str
    """One of word, number, grade, mark."""

    @property
    def plural(self) -> bool:
        """True for a word that stands in the plural, as far as its ending shows."""
        return self.low in _PLURALS or (self.low.endswith("s") and not self.norm.endswith("s"))


def sentences(text: str) -> Iterator[list[Token]]:
    """The tokens of each sentence of ``text``, in order; empty sentences are left out."""
    current: list[Token] = []
    last_end = 0
    for found in _TOKEN.finditer(text):
        start, end = found.span()
        if current and "\n" in text[last_end:start]:
            yield current
            current = []
        word = found.group()
        token = _token(start, end, word, found.lastgroup or "mark")
        current.append(token)
        last_end = end
        if len(current) >= LONGEST_SENTENCE_TOKENS or (word in _STOPS and _ends_here(text, end, current)):
            yield current
            current = []
    if current:
        yield current


def norms(phrase: str) -> list[str]:
    """The content words of a phrase as the lexicon spells them: without stop words and hyphens."""
    stop = stop_words()
    found = (_token(m.start(), m.end(), m.group(), m.lastgroup or "mark") for m in _TOKEN.finditer(phrase))
    return [t.norm for t in found if t.norm not in stop and t.norm not in _HYPHENS]


def lows(phrase: str) -> list[str]:
    """Every token of a phrase in lower case, for cues in which small words count."""
    return [m.group().lower().replace("’", "'") for m in _TOKEN.finditer(phrase) if m.group() not in _HYPHENS]


@lru_cache(maxsize=1)
def stop_words() -> frozenset[str]:
    """Words that are left out before anything is looked up."""
    return frozenset(read_book("myotome.symptoms.reader", "words.toml").content["stop"])


@lru_cache(maxsize=65536)
def normal_form(word: str) -> str:
    """One lower-case word as the lexicon spells it: American spelling, singular, and the common stem of its family."""
    word = word.replace("’", "'")
    if not word.isascii():
        word = "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))
    if "'" in word:
        head, _, tail = word.partition("'")
        word = head if tail in {"s", ""} else head + tail
    same = _same()
    if word in same:
        return same[word]
    word = _singular(word)
    word = same.get(word, word)
    if len(word) > 4:
        word = word.replace("ae", "e")
        for british, american in _SPELLINGS:
            word = british.sub(american, word)
    return same.get(word, word)


def same_words() -> frozenset[str]:
    """Words that stand for another one, as they are written."""
    return frozenset(_same())


def _token(start: int, end: int, word: str, kind: str) -> Token:
    low = word.lower()
    return Token(start, end, word, low, normal_form(low) if kind == "word" else low.replace("−", "-"), kind)


def _singular(word: str) -> str:
    if len(word) < 4 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("sses", "xes", "ches", "shes")):
        return word[:-2]
    return word[:-1]


def _ends_here(text: str, end: int, tokens: list[Token]) -> bool:
    if tokens[-1].text != ".":
        return tokens[-1].text == "!" or not text[end : end + 1].isalnum()
    follows = text[end : end + 2]
    if follows and not follows[0].isspace():
        return False
    before = tokens[-2].low if len(tokens) > 1 else ""
    return not (before in _abbreviations() and follows.strip()[:1].islower())


@lru_cache(maxsize=1)
def _abbreviations() -> frozenset[str]:
    return frozenset(read_book("myotome.symptoms.reader", "words.toml").content["abbreviations"])


@lru_cache(maxsize=1)
def _same() -> dict[str, str]:
    table: dict[str, str] = read_book("myotome.symptoms.reader", "words.toml").content["same"]
    return table


_HYPHENS: Final = frozenset({"-"})
_STOPS: Final = frozenset({".", "!", "?"})
_PLURALS: Final = frozenset({"feet", "calves", "scapulae", "biceps muscles"})
_TOKEN: Final = re.compile(
    r"(?P<grade>(?<![\d/.])[0-9](?:\s?[+\-−–]{1,2})?\s?/\s?5(?:\s?[+\-−](?![\d\w]))?(?![\d/.]\d|\d))"
    r"|(?P<abbreviation>\b(?:[bB]/[lL]|[rR]/[oO]|[cC]/[oO]|[hH]/[oO]|[wW]/[oO]|[sS]/[pP]|[yY]/[oO])\b)"
    r"|(?P<verdict>(?<!\w)[+\-−]ve\b)"
    r"|(?P<number>\d+(?:[.,]\d+)*)"
    r"|(?P<word>[^\W\d_][^\W_]*(?:['’][^\W\d_]+)?)"
    r"|(?P<mark>[^\s\w]|_)"
)
_SPELLINGS: Final = (
    (re.compile(r"noea"), "nea"),
    (re.compile(r"rhoea"), "rhea"),
    (re.compile(r"oede"), "ede"),
    (re.compile(r"oeso"), "eso"),
    (re.compile(r"coeli"), "celi"),
    (re.compile(r"foet"), "fet"),
    (re.compile(r"our(ed|al|ing)?$"), r"or\1"),
    (re.compile(r"is(e|ed|ing|ation)$"), r"iz\1"),
    (re.compile(r"lys(e|ed|ing)$"), r"lyz\1"),
    (re.compile(r"([bt])re$"), r"\1er"),
)
