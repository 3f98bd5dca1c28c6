"""Builds the letter of a health check: values against their limits in plain words. Never a chance, never the name of a disease."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from myotome.investigations.girth.side_difference import side_difference
from myotome.investigations.interpret import interpret, known_measures
from myotome.investigations.measure import Direction
from myotome.journey.health_check.parts import Part, load_answers, load_words
from myotome.journey.wording import amount, plain_number, unit_words
from myotome.words.case import Person, Sex
from myotome.words.finding import Finding
from myotome.words.measurement import Measurement
from myotome.words.side import Side


class Verdict(StrEnum):
    """How a value stands to its limit."""

    WITHIN = "within"
    NEAR = "near"
    LOW = "low"
    HIGH = "high"
    NO_LIMIT = "no_limit"


VERDICTS: Mapping[Verdict, str] = {
    Verdict.WITHIN: "This is on the good side of the limit.",
    Verdict.NEAR: "This is close to the limit, or beyond that of another country. We look at it with your other results.",
    Verdict.LOW: "This is lower than the limit.",
    Verdict.HIGH: "This is higher than the limit.",
    Verdict.NO_LIMIT: "There is no limit to compare it with.",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One value: what it is, how much, the limit as printed with whom it holds for, and what it means."""

    measure: str
    label: str
    says: str
    value: str
    limit: str
    population: str
    verdict: Verdict
    means: str


@dataclass(frozen=True, slots=True)
class Chapter:
    """One part of the check in the letter. ``left_out`` says why it was not done; ``told`` are answers in plain words."""

    label: str
    lines: tuple[Line, ...] = ()
    told: tuple[str, ...] = ()
    left_out: str = ""


def chapters_of(
    parts: Sequence[Part],
    person: Person,
    measurements: Sequence[Measurement],
    answers: Sequence[Finding],
    left_out: Mapping[str, str],
    notes: Mapping[str, str],
) -> tuple[Chapter, ...]:
    """The letter's chapters, one for each part of ``parts``.

    ``measurements`` as they were taken (each in its own unit); ``answers`` to the questions of food and weight; ``left_out`` and
    ``notes`` by slug of the part. Raises what ``interpret`` raises for a value that cannot be.
    """
    return tuple(
        Chapter(
            part.label,
            _lines(part, person, measurements),
            (*_told(part, answers), *filter(None, [notes.get(part.slug, "")])),
            left_out.get(part.slug, ""),
        )
        for part in parts
        if part.kind != "interview"
    )


def outside(chapters: Collection[Chapter]) -> tuple[Line, ...]:
    """The lines that are not as they should be."""
    return tuple(line for one in chapters for line in one.lines if line.verdict in (Verdict.LOW, Verdict.HIGH))


def _lines(part: Part, person: Person, measurements: Sequence[Measurement]) -> tuple[Line, ...]:
    found = []
    for measure, _ in part.measures:
        mine = [one for one in measurements if one.measure == measure]
        found += [_line(interpret(one, person), person, one) for one in mine]
        sides = {one.side: one for one in mine}
        if measure == "thigh_circumference" and {Side.LEFT, Side.RIGHT} <= sides.keys():
            found.append(_line(side_difference(sides[Side.LEFT], sides[Side.RIGHT], person), person))
    return tuple(found)


def _line(judged: Measurement, person: Person, taken: Measurement | None = None) -> Line:
    words = load_words()[judged.measure]
    verdict = _verdict(judged, person)
    if words.severe_only and verdict is Verdict.WITHIN:
        verdict = Verdict.NO_LIMIT
    means = {
        Verdict.LOW: words.low,
        Verdict.HIGH: words.high,
        Verdict.WITHIN: words.fine,
        Verdict.NO_LIMIT: words.fine if words.severe_only else "",
    }.get(verdict, "")
    side = {Side.LEFT: " (left)", Side.RIGHT: " (right)"}.get(judged.side, "")
    shown = amount(judged.quantity)
    if taken is not None and taken.quantity.unit != judged.quantity.unit:
        shown = f"{amount(taken.quantity)} ({shown})"
    sentence = VERDICTS[verdict]
    return Line(
        judged.measure,
        f"{known_measures()[judged.measure].label}{side}",
        words.says,
        shown,
        "" if verdict is Verdict.NO_LIMIT else _limit(judged),
        judged.norm.population if judged.norm and verdict is not Verdict.NO_LIMIT else "",
        verdict,
        f"{sentence} {means}".strip(),
    )


def _verdict(judged: Measurement, person: Person) -> Verdict:
    """By the findings that follow, which know whether the limit itself still counts as good; else by the printed limits.

    A value with a flag beside it is never called good, and where the limit hangs on a sex that is not stated there is none.
    """
    norm, value = judged.norm, judged.quantity.value
    hangs_on_sex = any(limit.sex is not None for limit in known_measures()[judged.measure].limits)
    if norm is None or (norm.low is None and norm.high is None) or (person.sex is Sex.UNKNOWN and hangs_on_sex):
        return Verdict.NO_LIMIT
    beyond = any(finding.present and finding.concept not in _FINE for finding in judged.findings)
    if norm.low is not None and (value < norm.low or (beyond and value == norm.low)):
        return Verdict.LOW
    if norm.high is not None and (value > norm.high or (beyond and value == norm.high)):
        return Verdict.HIGH
    return Verdict.NEAR if judged.flags or beyond else Verdict.WITHIN


_FINE = frozenset({"ck_normal"})
"""Findings that say that a value is as it should be."""


def _limit(judged: Measurement) -> str:
    """The limit as people read it; where the limit itself already counts as bad, "more than" in place of "at least"."""
    norm, words = judged.norm, unit_words(judged.quantity.unit)
    if norm is None:
        return ""
    itself = {
        limit.value
        for limit in known_measures()[judged.measure].limits
        if limit.direction in (Direction.AT_OR_BELOW, Direction.AT_OR_ABOVE)
    }
    low = (
        f"{'more than' if norm.low in itself else 'at least'} {plain_number(norm.low)}" if norm.low is not None else ""
    )
    high = (
        f"{'less than' if norm.high in itself else 'at most'} {plain_number(norm.high)}"
        if norm.high is not None
        else ""
    )
    return f"{' and '.join(filter(None, (low, high)))} {words}".strip()


def _told(part: Part, answers: Sequence[Finding]) -> tuple[str, ...]:
    said = {finding.concept: finding for finding in answers}
    return tuple(
        load_answers()[concept]["yes" if said[concept].present else "no"]
        for concept in part.questions
        if concept in said
    )
