"""How long and how fast: durations in a sentence, and the speed of onset that they stand for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Duration:
    """A stretch of time in days, with its place in the text; ``linked`` when words tie it to the illness (for, over, history of)."""

    days: float
    span: tuple[int, int]
    linked: bool


def durations(text: str, start: int, end: int) -> Iterator[Duration]:
    """Every duration between ``start`` and ``end`` of ``text``; ages and doses are left out."""
    for found in _DURATION.finditer(text, start, end):
        if _AGE_AFTER.match(text, found.end()) or _AGE_BEFORE.search(text[max(0, found.start() - 12) : found.start()]):
            continue
        number = _number(found.group("number"))
        days = number * _DAYS[found.group("unit").lower()[:2]]
        before = text[max(start, found.start() - 26) : found.start()].lower()
        after = text[found.end() : found.end() + 26].lower()
        linked = bool(_BEFORE.search(before) or _AFTER.match(after)) and not _NOT_COURSE.match(after)
        yield Duration(days, found.span(), linked)
    for found in _SHORTHAND.finditer(text, start, end):
        yield Duration(float(found.group("number")) * _PER_YEAR_DAYS[found.group("per")], found.span(), True)
    for found in _BARE.finditer(text, start, end):
        yield Duration(_BARE_DAYS[found.group("unit").lower()], found.span(), True)


def started_at(text: str, start: int, end: int) -> Iterator[tuple[float, tuple[int, int]]]:
    """Ages in years at which the illness began ("onset age 3", "since the age of 12"), with their places."""
    for found in _ONSET_AGE.finditer(text, start, end):
        yield float(found.group("age")), found.span()


def walked_at(text: str, start: int, end: int) -> Iterator[tuple[float, tuple[int, int]]]:
    """Ages in months at which the person first walked ("walked at 15 months", "walked alone at 2 years"), with their places."""
    for found in _WALKED.finditer(text, start, end):
        months = float(found.group("age")) * (12 if found.group("unit").lower().startswith("y") else 1)
        yield months, found.span()


def tempo(days: float) -> str:
    """The concept of onset speed that a course of ``days`` stands for (bands of the vocabulary: up to 4 weeks, up to 6 months, longer)."""
    if days < FOUR_WEEKS_DAYS:
        return "onset_acute"
    return "onset_subacute" if days <= SIX_MONTHS_DAYS else "onset_chronic"


def _number(text: str) -> float:
    plain = text.lower().strip()
    if plain in _NUMBERS:
        return float(_NUMBERS[plain])
    parts = [float(part.replace(",", ".")) for part in re.findall(r"\d+(?:[.,]\d+)?", plain)]
    return max(parts) if parts else float(_NUMBERS.get(plain.split()[0], 1))


FOUR_WEEKS_DAYS: Final = 28.0
"""Upper end of the band onset_acute of the vocabulary ("Came within four weeks")."""
SIX_MONTHS_DAYS: Final = 184.0
"""Upper end of the band onset_subacute of the vocabulary ("Came over one to six months")."""
WALKS_LATE_FROM_MONTHS: Final = 18.0
"""The vocabulary's own wording of delayed_walking ("walked after 18 months")."""
CHILD_BELOW_YEARS: Final = 10.0
YOUTH_BELOW_YEARS: Final = 30.0
"""The vocabulary's own bands: childhood_onset before ten, youth_onset between ten and thirty."""
_ONSET_AGE: Final = re.compile(
    r"(?:\bonset|\bsince|\bfrom|\bbegan|\bstarted|\bbeginning)\s+(?:at\s+|from\s+)?(?:the\s+)?(?:age(?:d)?)\s+(?:of\s+|at\s+)?(?:about\s+)?(?P<age>\d{1,2})(?![\d.])(?!\s*(?:months|weeks))",
    re.IGNORECASE,
)
_WALKED: Final = re.compile(
    r"\b(?:walked|walking|walk)\s+(?:alone\s+|independently\s+|unaided\s+|only\s+)?(?:at|from|by)\s+(?:the\s+age\s+of\s+)?(?P<age>\d{1,2}(?:\.\d)?)\s*-?(?P<unit>months?|years?)",
    re.IGNORECASE,
)
_DAYS: Final = {
    "ho": 1 / 24,
    "hr": 1 / 24,
    "da": 1.0,
    "we": 7.0,
    "wk": 7.0,
    "mo": 30.4375,
    "ye": 365.25,
    "yr": 365.25,
    "de": 3652.5,
}
_NUMBERS: Final = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11,
    "twelve": 12, "fifteen": 15, "twenty": 20, "several": 4, "many": 8, "a few": 3, "few": 3, "some": 3, "couple of": 2, "a couple of": 2, "thirty": 30,
    "eighteen": 18, "past": 1, "last": 1, "thirteen": 13, "fourteen": 14, "sixteen": 16,
}  # fmt: skip
_WORDS: Final = "|".join(sorted((w.replace(" ", r"\s+") for w in _NUMBERS), key=len, reverse=True))
_DURATION: Final = re.compile(
    rf"(?<![\w.])(?P<number>\d+(?:[.,]\d+)?(?:\s?(?:-|–|to|or)\s?\d+)?|{_WORDS})[\s-]+(?:year\s+and\s+a\s+half\s+)?"
    r"(?P<unit>hours?|hrs?|days?|weeks?|wks?|months?|mo|years?|yrs?|decades?)\b",
    re.IGNORECASE,
)
_SHORTHAND: Final = re.compile(
    r"(?<![\w./])(?P<number>\d{1,2})/(?P<per>12|52|7)(?![\w/])(?=\s*(?:h/o|hx|history|of|progressive|ago|weakness|,|\.))",
    re.IGNORECASE,
)
"""British shorthand: 3/12 is three months, 2/52 two weeks, 4/7 four days."""
_PER_YEAR_DAYS: Final = {"12": 30.4375, "52": 7.0, "7": 1.0}
_BARE: Final = re.compile(
    r"\b(?:over|within|in)\s+(?:a\s+matter\s+of\s+|the\s+course\s+of\s+)?(?P<unit>minutes|hours|days|weeks|months|years|decades)\b",
    re.IGNORECASE,
)
_BARE_DAYS: Final = {
    "minutes": 0.01,
    "hours": 0.5,
    "days": 4.0,
    "weeks": 42.0,
    "months": 120.0,
    "years": 1826.0,
    "decades": 7305.0,
}
"""What a plural without a number stands for, in days: only its band counts."""
_AGE_AFTER: Final = re.compile(r"[\s-]*(?:old|of age)\b", re.IGNORECASE)
_AGE_BEFORE: Final = re.compile(r"(?:aged?|age of)\s*$", re.IGNORECASE)
_BEFORE: Final = re.compile(
    r"\b(?:for|over|since|within|in|during|past|last|of|about|approximately|nearly|almost|than|under|a|the|next|few)\s+(?:the\s+)?(?:about\s+|past\s+|last\s+|previous\s+|approximately\s+|more\s+than\s+|nearly\s+|at\s+least\s+|some\s+)*$"
)
_AFTER: Final = re.compile(
    r"[\s-]*(?:history|duration|of\s+(?:progressive|gradual|increasing|worsening|weakness|slowly|rapidly|difficulty|numbness|pain|proximal|muscle)|course|evolution|slowly|progressive|ago|,?\s*(?:slowly\s+)?(?:progressive|worsening))"
)
_NOT_COURSE: Final = re.compile(
    r"\s*(?:later|after|before|earlier|follow|of\s+(?:admission|birth|delivery|surgery|starting|life|treatment|therapy|prednis|steroid|statin|physio))"
)
