"""Measured values with their units: "CK 13,875 IU/L", "grip 12 kg left", "HbA1c 10.8%". What a value means is not said here."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from myotome.symptoms.reader.lexicon import ROOM
from myotome.words.measurement import Measurement
from myotome.words.shelf import read_book
from myotome.words.side import Side
from myotome.words.units import Quantity


@dataclass(frozen=True, slots=True)
class Value:
    """A measurement with its place in the text; ``notice`` when a unit had to be taken for granted."""

    measurement: Measurement
    span: tuple[int, int]
    notice: str = ""


def values(text: str, start: int, end: int) -> Iterator[Value]:
    """Every value between ``start`` and ``end`` of ``text``; a later value without a name belongs to the measure before it."""
    pattern, owners = _names()
    found = list(pattern.finditer(text, start, end))
    for number, name in enumerate(found):
        stop = found[number + 1].start() if number + 1 < len(found) else end
        stop = min(stop, name.end() + _REACH)
        yield from _after(text, name, stop, owners[_plain(name.group())], number + 1 == len(found), end)


def _after(text: str, name: re.Match[str], stop: int, owners: tuple[str, ...], last: bool, end: int) -> Iterator[Value]:
    first = _NUMBER.match(text, name.end(), stop)
    if first is None:
        return
    value = _value(text, name.start(), first, owners)
    if value is None:
        return
    yield value
    at = value.span[1]
    other = _OTHER_SIDE.match(text, at, end)
    if other is not None:
        second = _NUMBER.match(text, other.start("number"), end)
        if second is not None:
            again = _value(text, other.start("number"), second, owners, unit=value.measurement.quantity.unit)
            if again is not None:
                yield again
                return
    if not last:
        return
    while (later := _LATER.match(text, at, end)) is not None:
        number = _float(later.group("number"))
        if number is None or not _comparable(number, value.measurement.quantity.value):
            return
        kept = value.measurement
        at = later.end()
        yield Value(
            Measurement(kept.measure, Quantity(number, kept.quantity.unit), kept.side), (later.start("number"), at)
        )


def _value(text: str, start: int, found: re.Match[str], owners: tuple[str, ...], unit: str = "") -> Value | None:
    number = _float(found.group("number"))
    if number is None:
        return None
    if found.group("times"):
        number *= 10.0 ** int(found.group("times"))
    after = found.end()
    told = _unit_at(text, after)
    table = _measures()
    side = _side(text, start, after)
    if told is not None:
        code, length = told
        for slug in owners:
            if code in table[slug]["units"]:
                where = (start, after + length)
                return Value(Measurement(slug, Quantity(number, code), _side(text, start, where[1])), where)
    elif unit:
        return Value(Measurement(owners[0], Quantity(number, unit), side), (start, after))
    if told is None or told[0] in {"%", "s", "L"}:
        for slug in owners:
            for row in table[slug].get("bare", ()):
                if row["low"] <= number <= row["high"] and told is None:
                    words = f"No unit is written for {slug} {number:g}; {row['unit']} is taken: please check."
                    return Value(
                        Measurement(slug, Quantity(number, row["unit"]), side, flags=("unit assumed",)),
                        (start, after),
                        words,
                    )
    return None


def _unit_at(text: str, at: int) -> tuple[str, int] | None:
    found = _units().match(text, at)
    if found is None:
        return None
    code: str = _book()["units"][" ".join(found.group("unit").lower().split())]
    return code, found.end() - at


def _side(text: str, start: int, end: int) -> Side:
    after = re.split(r"[.;,]|\band\b", text[end : end + _SIDE_REACH])[0]
    before = re.split(r"[.;,]|\band\b", text[max(0, start - _SIDE_REACH) : start])[-1]
    around = f"{before} {text[start:end]} {after}"
    words = set(re.findall(r"[a-z]+", around.lower()))
    if "left" in words and "right" not in words:
        return Side.LEFT
    if "right" in words and "left" not in words:
        return Side.RIGHT
    return Side.UNSTATED


def _float(text: str) -> float | None:
    if re.fullmatch(r"\d{1,3}(?:[,  ]\d{3})+(?:\.\d+)?", text):
        return float(re.sub(r"[,  ]", "", text))
    if re.fullmatch(r"\d+,\d{1,2}", text):
        return float(text.replace(",", "."))
    return float(text) if re.fullmatch(r"\d+(?:\.\d+)?", text) else None


def _comparable(number: float, first: float) -> bool:
    """A number in the same sentence is a later value of the same measure only if it is of its size, not a count of weeks."""
    return first > 0 and number >= _SMALLEST_SHARE * first and number >= _LARGE


@lru_cache(maxsize=1)
def _book() -> Mapping[str, Any]:
    return read_book(ROOM, "measures.toml").content


def _measures() -> Mapping[str, Mapping[str, Any]]:
    table: Mapping[str, Mapping[str, Any]] = _book()["measure"]
    return table


@lru_cache(maxsize=1)
def _names() -> tuple[re.Pattern[str], dict[str, tuple[str, ...]]]:
    owners: dict[str, list[str]] = {}
    for slug, row in _measures().items():
        for word in row["words"]:
            owners.setdefault(_plain(word), []).append(slug)
    words = sorted(owners, key=len, reverse=True)
    pattern = "|".join(re.escape(word).replace(r"\ ", r"[\s-]+").replace(r"\-", r"[\s-]?") for word in words)
    return re.compile(rf"(?<![\w-])(?:{pattern})(?![\w])", re.IGNORECASE), {w: tuple(s) for w, s in owners.items()}


@lru_cache(maxsize=1)
def _units() -> re.Pattern[str]:
    words = sorted(_book()["units"], key=len, reverse=True)
    pattern = "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in words)
    return re.compile(rf"\s*(?P<unit>{pattern})(?![\w/])", re.IGNORECASE)


def _plain(word: str) -> str:
    return " ".join(re.sub(r"[\s-]+", " ", word.lower()).split())


_REACH: Final = 80
_SIDE_REACH: Final = 14
_LARGE: Final = 100.0
_SMALLEST_SHARE: Final = 0.02
_FILL: Final = r"(?:\s*(?:level|levels|value|concentration|test|was|is|of|at|to|up|peaked|peak|peaking|rose|raised|elevated|increased|high|low|reduced|decreased|markedly|mildly|moderately|very|grossly|the|a|as|initially|initial|serum|with|count|left|right|on|hand|and|fell|only|around|about|approximately|approx|nearly|over|above|below|than|more|less|normal|result|measured|strength|in|for|maximum|maximal|max|\(|:|=|>|<|≥|≤|~|,|was\s+found\s+to\s+be|speed)){0,7}"
_NUMBER: Final = re.compile(
    rf"{_FILL}\s*-?(?P<number>\d{{1,3}}(?:[,  ]\d{{3}})+(?:\.\d+)?|\d+(?:[.,]\d+)?)(?![\d/]*/\d)(?:\s*[x×]\s*10\^?(?P<times>\d))?",
    re.IGNORECASE,
)
_OTHER_SIDE: Final = re.compile(
    r"\s*(?:on\s+the\s+)?(?:left|right)?(?:\s+hand)?[\s,]*(?:and|/|,)\s*(?:on\s+the\s+)?(?:left|right)?\s*(?P<number>\d+(?:\.\d+)?)(?=\s*(?:kg|cm)?\s*(?:on\s+the\s+)?(?:left|right))",
    re.IGNORECASE,
)
_LATER: Final = re.compile(
    r"[^.\d]{0,40}?;[^.\d]{0,25}?(?P<number>\d{1,3}(?:,\d{3})+|\d{3,})(?![\d.]|\s*(?:mg|g|years?|weeks?|months?|days?)\b)[^;.]{0,40}",
    re.IGNORECASE,
)
