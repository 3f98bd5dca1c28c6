"""Age and sex of the person as a text states them."""

from __future__ import annotations

import re
from typing import Final

from myotome.words.case import OLDEST_AGE_YEARS, Person, Sex


def person_in(text: str) -> tuple[Person, tuple[tuple[int, int], ...], tuple[str, ...]]:
    """The person with the places in the text that say so, and notices about what cannot be (an age of 212).

    The first statement counts; an age that belongs to a relative or to an event ("at the age of 3", "his father, aged 60") is no age of the person.
    """
    age: float | None = None
    sex = Sex.UNKNOWN
    spans: list[tuple[int, int]] = []
    notices: list[str] = []
    for found in _AGE.finditer(text):
        if _RELATIVE.search(text[max(0, found.start() - 24) : found.start()]):
            continue
        number = float(found.group("years") or found.group("aged") or found.group("short"))
        unit = (found.group("unit") or "year").lower()
        years = number / _PER_YEAR[unit[0]] if unit[0] != "y" else number
        if years > OLDEST_AGE_YEARS:
            notices.append(f"An age of {years:g} years cannot be: please check “{found.group().strip()}”.")
            continue
        age = years
        spans.append(found.span())
        letter = found.group("letter") or found.group("letter2")
        if letter:
            sex = Sex.FEMALE if letter.lower() == "f" else Sex.MALE
        break
    if sex is Sex.UNKNOWN:
        for found in _SEX.finditer(text):
            if _RELATIVE.search(text[max(0, found.start() - 12) : found.start()]):
                continue
            sex = Sex.FEMALE if found.group("female") else Sex.MALE
            spans.append(found.span())
            break
    return Person(age, sex), tuple(spans), tuple(notices)


_PER_YEAR: Final = {"m": 12.0, "w": 365.25 / 7, "d": 365.25}
_RELATIVE: Final = re.compile(
    r"\b(?:mother|father|brother|sister|son|daughter|uncle|aunt|cousin|grand\w+|wife|husband|twin|parents?)\b[^.]*$",
    re.IGNORECASE,
)
_AGE: Final = re.compile(
    r"\b(?P<years>\d{1,3})[\s-]*(?P<unit>years?|yrs?|y|months?|mo|weeks?|days?)[\s-]*(?:/?\s*o(?:ld)?)\b\s*(?:(?P<letter>[MF])\b)?"
    r"|\baged?\s*:?\s+(?P<aged>\d{1,3})\b(?!\s*(?:months|weeks|cm|kg))(?<!\bat age \d)(?<!\bat age \d\d)"
    r"|(?<![\w.,/])(?P<short>\d{1,3})\s?(?P<letter2>[MF])\b",
    re.IGNORECASE,
)
_SEX: Final = re.compile(
    r"\b(?:(?P<female>woman|female|girl|lady|she|her)|(?P<male>man|male|boy|gentleman|he|his))\b", re.IGNORECASE
)
