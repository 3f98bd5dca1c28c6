"""Reads localisation_patterns.tsv: one textbook pattern per row, as evidence and the lesion that it should lead to.

Columns `weak` (muscle and MRC grade), `normal`, `wasted`, `reflexes` (reflex and grade), `numb`, `felt` and `other` are lists with
commas. `side` is R, L, B (both) or M (each item names its own side). In `other`: `emg+`, `emg-`, `emgm` (needle: denervated, normal,
myopathic), `snap-`, `snap=`, `cmap-` (response low, normal, motor low), `block NERVE SITE`, `fasc MUSCLE`, and signs by their slug.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from myotome.localisation.evidence import (
    BedsideEvidence,
    Conduction,
    Fasciculation,
    Item,
    NeedleEmg,
    ReflexFinding,
    Sensation,
    Sign,
    Strength,
    Wasting,
)
from myotome.localisation.grades import mrc_grade, reflex_grade
from myotome.localisation.ranking import Explanation
from myotome.words.side import Side

FOLDER = Path(__file__).parent
SIDES = {"L": (Side.LEFT,), "R": (Side.RIGHT,), "B": (Side.LEFT, Side.RIGHT), "M": ()}


@dataclass(frozen=True)
class Pattern:
    """One row: its id, the families of the right lesion joined by '+', the side, and the signs."""

    id: str
    lesion: str
    side: str
    evidence: BedsideEvidence
    source: str

    def is_met_by(self, explanation: Explanation) -> bool:
        """Right lesion on the right side. Two different nerves at once are what 'several single nerves' means."""
        if self.lesion == "multiple_nerves" and explanation.facet == "multiple_nerves":
            return True
        sides = {lesion.side for lesion in explanation.lesions} - {Side.BOTH}
        return explanation.slug == self.lesion and (self.side in "BM" or sides <= set(SIDES[self.side]))


@lru_cache(maxsize=1)
def patterns() -> tuple[Pattern, ...]:
    """All rows in the order of the table."""
    with (FOLDER / "localisation_patterns.tsv").open(encoding="utf-8", newline="") as file:
        return tuple(pattern(row) for row in csv.DictReader(file, delimiter="\t"))


def pattern(row: dict[str, str]) -> Pattern:
    """One row as a Pattern."""
    items = tuple(dict.fromkeys(_items(row)))
    return Pattern(row["id"], row["lesion"], row["side"], BedsideEvidence(items), row["source"])


@lru_cache(maxsize=1)
def sources() -> dict[str, str]:
    """The named work behind each source key."""
    with (FOLDER / "localisation_sources.tsv").open(encoding="utf-8", newline="") as file:
        return {row["key"]: row["source"] for row in csv.DictReader(file, delimiter="\t")}


def _items(row: dict[str, str]) -> Iterator[Item]:
    for text, sides in _cells(row, "weak"):
        muscle, grade = text.rsplit(" ", 1)
        yield from (Strength(muscle, side, mrc_grade(grade)) for side in sides)
    for text, sides in _cells(row, "normal"):
        yield from (Strength(text, side, 5.0) for side in sides)
    for text, sides in _cells(row, "wasted"):
        yield from (Wasting(text, side) for side in sides)
    for text, sides in _cells(row, "reflexes"):
        reflex, grade = text.rsplit(" ", 1)
        yield from (ReflexFinding(reflex, side, reflex_grade(grade)) for side in sides)
    for text, sides in _cells(row, "numb"):
        yield from (Sensation(text, side) for side in sides)
    for text, sides in _cells(row, "felt"):
        yield from (Sensation(text, side, reduced=False) for side in sides)
    for text, sides in _cells(row, "other"):
        yield from (_other(text, side) for side in sides)


def _cells(row: dict[str, str], key: str) -> Iterator[tuple[str, tuple[Side, ...]]]:
    for text in filter(None, (part.strip() for part in row[key].split(","))):
        named = re.match(r"([LR]) (.+)", text)
        yield (named.group(2), SIDES[named.group(1)]) if named else (text, SIDES[row["side"]])


def _other(text: str, side: Side) -> Item:
    word, _, rest = text.partition(" ")
    needle = {"emg+": "denervated", "emg-": "normal", "emgm": "myopathic"}
    conduction = {"snap-": "low_snap", "snap=": "normal_snap", "cmap-": "low_cmap"}
    if word in needle:
        return NeedleEmg(rest, side, needle[word])
    if word in conduction:
        return Conduction(rest, side, conduction[word])
    if word == "block":
        nerve, site = rest.split()
        return Conduction(nerve, side, "block", site)
    if word == "fasc":
        return Fasciculation(rest, side)
    if word == "not":
        return Sign(rest, side, present=False)
    return Sign({"dissociated": "dissociated_sensory_loss"}.get(text, text), side)
