"""Findings, strength, reflexes and results as a letter to a colleague tells them: grouped, shortest first, sides in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from myotome.anatomy.reflexes import reflexes
from myotome.journey.knowledge import Knowledge
from myotome.journey.wording import amount, concept_label, measure_label, place_words, plain_number
from myotome.words.finding import Finding, Origin
from myotome.words.measurement import Measurement
from myotome.words.side import Side

BY_MUSCLE: Final[Mapping[str, str]] = {"muscle_wasting": "Wasted", "muscle_fasciculation": "Twitching"}
STRENGTH: Final = "muscle_weakness"
REFLEX: Final = "reflex"
SIDES: Final = (Side.RIGHT, Side.LEFT, Side.BOTH, Side.MIDLINE, Side.UNSTATED)
MOST_ABSENT: Final = 8
"""Things that were looked for and not found; a letter of one page has room for so many, the record has all."""


def strength_lines(findings: Sequence[Finding]) -> list[str]:
    """Strength by side in MRC grades, wasting and twitching by muscle, reflexes; a line each."""
    graded = [f for f in findings if f.concept == STRENGTH and f.site]
    lines = [
        _by_side("Strength (MRC)", graded, lambda f: f" {(f.grade.removesuffix('/5') or 'weak') if f.present else '5'}")
    ]
    for concept, word in BY_MUSCLE.items():
        lines.append(
            _by_side(word, [f for f in findings if f.concept == concept and f.site and f.present], lambda _: "")
        )
    jerks = [f for f in findings if f.concept == REFLEX and f.site]
    lines.append(_by_side("Reflexes", jerks, lambda f: f" {f.grade or ('changed' if f.present else 'normal')}"))
    return [line for line in lines if line]


def general(findings: Iterable[Finding], knowledge: Knowledge, origin: Origin, *, present: bool) -> list[str]:
    """Labels of findings without a place that became known in one way, in the record's order, each once."""
    return list(
        dict.fromkeys(
            _lower(concept_label(knowledge, f.concept))
            for f in findings
            if not f.site and f.present is present and f.evidence.origin is origin
        )
    )


def measured_lines(measurements: Sequence[Measurement], shown: Sequence[Mapping[str, Any]]) -> list[str]:
    """Every measured value with its limits; ``shown`` are the measurements of ``assessment.json``, which hold the norm."""
    limits = {(one["measure"], one["value"], one["unit"]): one for one in shown}
    lines = []
    for measurement in measurements:
        quantity = measurement.quantity
        norm = limits.get((measurement.measure, quantity.value, quantity.unit), {})
        place = place_words(measurement.site, measurement.side)
        label = ", ".join(filter(None, (measure_label(measurement.measure), place)))
        lines.append(f"{label} {amount(quantity)}{_limit_words(norm, quantity.value)}")
    return lines


def listed(things: Sequence[str], most: int = 0) -> str:
    """Several things in a row with “and”; beyond ``most`` the rest is counted and said to stand in the record."""
    if most and len(things) > most:
        return f"{', '.join(things[:most])}, and {len(things) - most} more in the record"
    return " and ".join(filter(None, (", ".join(things[:-1]), things[-1]))) if things else ""


def _limit_words(norm: Mapping[str, Any], value: float) -> str:
    low, high = norm.get("low"), norm.get("high")
    word = "high, " if high is not None and value > high else "low, " if low is not None and value < low else ""
    if low is not None and high is not None:
        return f" ({word}usual {plain_number(low)} to {plain_number(high)})"
    if high is not None:
        return f" ({word}usual up to {plain_number(high)})"
    return f" ({word}usual from {plain_number(low)})" if low is not None else ""


def _by_side(what: str, findings: Sequence[Finding], value: Any) -> str:
    """``what`` by side: right first dorsal interosseous 3, deltoid 4+; left …"""
    groups = []
    for side in SIDES:
        names = [f"{_site(f.site)}{value(f)}" for f in findings if f.side is side]
        if names:
            word = {Side.BOTH: "both sides ", Side.RIGHT: "right ", Side.LEFT: "left "}.get(side, "")
            groups.append(f"{word}{', '.join(dict.fromkeys(names))}")
    return f"{what}: {'; '.join(groups)}." if groups else ""


def _site(site: str) -> str:
    known = reflexes().get(site)
    if known:
        return known.label.lower().removesuffix(" jerk").removesuffix(" reflex")
    return _lower(place_words(site, Side.UNSTATED))


def _lower(label: str) -> str:
    """A label inside a sentence: abbreviations and names keep their capitals."""
    first = label.split(" ")[0]
    return label if any(c.isupper() for c in first[1:]) or "'" in first else label[:1].lower() + label[1:]
