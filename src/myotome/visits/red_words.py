"""Spots wordings in a free text that must not wait for a call, and the advice that is shown for them at once."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from myotome.visits.tables import table
from myotome.words.errors import KnowledgeError

LONGEST_TEXT = 4000
"""Characters that are looked at; the door refuses a longer text before this."""


@dataclass(frozen=True, slots=True)
class RedWord:
    """A row that matched: its name, the wording of the table that did it, and the advice by language."""

    slug: str
    wording: str
    advice: Mapping[str, str]

    def for_patient(self, language: str, emergency_number: str) -> str:
        """What to do now, in ``language`` or else in English."""
        text = self.advice.get(language, self.advice["en"])
        return text.replace("{emergency}", emergency_number)


def spot(text: str) -> tuple[RedWord, ...]:
    """Every row that ``text`` matches in any language, in the order of the table; empty when nothing is found."""
    plain = _plain(text[:LONGEST_TEXT])
    found = []
    for slug, advice, wordings in _rows():
        wording = next((wording for wording, pattern in wordings if pattern.search(plain)), None)
        if wording is not None:
            found.append(RedWord(slug, wording, advice))
    return tuple(found)


@lru_cache(maxsize=1)
def _rows() -> tuple[tuple[str, Mapping[str, str], tuple[tuple[str, re.Pattern[str]], ...]], ...]:
    content = table("red_words.toml").content
    rows = []
    for slug, row in content["words"].items():
        advice = content["advice"].get(row["advice"])
        if advice is None or "en" not in advice:
            raise KnowledgeError("a wording needs its advice", place=f"red_words > {slug}", value=row["advice"])
        wordings = [wording for language, list_ in row.items() if language != "advice" for wording in list_]
        rows.append((slug, advice, tuple((wording, _pattern(wording)) for wording in wordings)))
    return tuple(rows)


def _pattern(wording: str) -> re.Pattern[str]:
    parts = []
    for word in wording.split():
        if word == "...":
            parts.append(r"(?:\S+ ){0,3}?")
        else:
            stem = _plain(word.rstrip("%")).strip()
            parts.append(re.escape(stem) + (r"\S* " if word.endswith("%") else " "))
    return re.compile(" " + "".join(parts))


def _plain(text: str) -> str:
    """Letters, their marks and digits in lower case, one space around each word; apostrophes and joiners dropped.

    In Devanagari the dot below is dropped and the moon-dot written as the dot, as many people type them.
    """
    kept = []
    for character in unicodedata.normalize("NFKD", text).casefold().replace("\u0901", "\u0902").replace("\u093c", ""):
        category = unicodedata.category(character)
        if category[0] in "LN" or (category[0] == "M" and not "\u0300" <= character <= "\u036f"):
            kept.append(character)
        elif character not in "'’‘ʼ`´" and category != "Cf":
            kept.append(" ")
    return f" {' '.join(''.join(kept).split())} "
