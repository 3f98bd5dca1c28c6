"""How old a reader has to be: the Flesch-Kincaid grade of running text, without what flatters it.

Grade = 0.39 words per sentence + 11.8 syllables per word - 15.59 (Kincaid and others 1975, Naval Technical Training Command, Research Branch
Report 8-75). Reading age = grade + 5. How things are counted:

- A sentence ends with a full stop, an exclamation mark or a question mark that a space or the end follows. A colon or semicolon ends none.
- Titles, headings and labels are not counted: they are no sentences, and short ones would lower the grade.
- A list that a lead-in ending in a colon opens: each item is counted with its lead-in before it, as one sentence, because none can be
  understood alone. Items of a list without one count only if they are whole sentences, that is if they end with a full stop; other items are
  joined by commas into one sentence.
- An abbreviation in capitals (EMG, ALS) is one word, spoken letter by letter: a syllable each, three for W.
- A number is one word with a syllable for each digit; a placeholder counts as the number 999. A word with a hyphen is one word.
- Syllables are counted by groups of vowels; the count is held against words with a known number of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

SILENT_E = re.compile(r"[^aeiouyl]e$|[^aeiouy]es$|[aeiouy]le$")
SILENT_ED = re.compile(r"[^aeioutd]ed$")
WORD = re.compile(r"\d[\d.,]*|[A-Za-zÀ-ž]+(?:['’-][A-Za-zÀ-ž0-9]+)*\d*")
END = re.compile(r"(?<=[.!?])[\"”)]*\s+")
AGE_LESS_GRADE = 5


@dataclass(frozen=True, slots=True)
class Count:
    """Sentences, words and syllables of a text."""

    sentences: int
    words: int
    syllables: int

    def __add__(self, other: Count) -> Count:
        return Count(self.sentences + other.sentences, self.words + other.words, self.syllables + other.syllables)

    @property
    def grade(self) -> float:
        """School year (US); raises ZeroDivisionError for a text without a word."""
        return 0.39 * self.words / self.sentences + 11.8 * self.syllables / self.words - 15.59

    @property
    def age(self) -> float:
        """Years."""
        return self.grade + AGE_LESS_GRADE


def syllables(word: str) -> int:
    """Syllables of an English word, an abbreviation or a number as they are spoken."""
    if word[0].isdigit():
        return sum(c.isdigit() for c in word)
    if len(word) >= 2 and re.sub(r"[\d-]|s$", "", word).isupper():
        return sum(3 if c == "W" else 1 for c in word if c.isalnum() and c != "s")
    if "-" in word:
        return sum(syllables(part) for part in word.split("-") if part)
    word = word.casefold()
    count = len(re.findall(r"[aeiouyáéèöüä]+", word))
    if count > 1 and (SILENT_E.search(word) or SILENT_ED.search(word)) and not re.search(r"(s|x|z|ch|sh|g|c)es$", word):
        count -= 1
    count += len(re.findall(r"i[ao](?!u)|e[oa]l?$|[^aeiou]ism$", word)) - len(re.findall(r"[tcs]i[ao]", word))
    return max(count, 1)


def counted(text: str) -> Count:
    """Running text: whole sentences, whatever their number of words."""
    text = re.sub(r"\{[a-z_]+\}", "999", " ".join(text.split()))
    sentences = [one for one in END.split(text) if WORD.search(one)]
    words = WORD.findall(text)
    return Count(len(sentences), len(words), sum(map(syllables, words)))


def counted_list(items: Sequence[str], lead_in: str = "") -> Count:
    """A list, each item with its ``lead_in``; without one, items that are no whole sentences as one sentence."""
    if lead_in.endswith(":"):
        return _sum(counted(f"{lead_in[:-1]} {item.rstrip('.')}.") for item in items)
    whole = [item for item in items if item.endswith((".", "!", "?"))]
    rest = [item for item in items if item not in whole]
    found = _sum(counted(item) for item in whole)
    return found + counted(", ".join(rest) + ".") if rest else found


def counted_section(text: Sequence[str], items: Sequence[str]) -> Count:
    """Paragraphs and the list after them; a last sentence that ends with a colon is the list's lead-in and is counted there."""
    if not items or not text or not text[-1].endswith(":"):
        found = _sum(counted(line) for line in text)
        return found + counted_list(items) if items else found
    *before, lead_in = END.split(text[-1])
    return _sum(counted(line) for line in [*text[:-1], *before]) + counted_list(items, lead_in)


def _sum(counts: Iterable[Count]) -> Count:
    return sum(counts, Count(0, 0, 0))
