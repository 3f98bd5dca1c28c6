"""From evidence to observations: which column was looked at, what was seen, and how much the look counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from myotome.anatomy.muscles import muscles
from myotome.anatomy.reflexes import reflexes
from myotome.anatomy.skin import dermatomes
from myotome.localisation.columns import Column, block_slug, columns
from myotome.localisation.evidence import (
    UPPER_MOTOR_SIGNS,
    WHOLE_BODY_SIGNS,
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
from myotome.localisation.signs import log_tables, setting
from myotome.words.side import Side

_SLIGHT_FROM = 4.2
_MILD_FROM = 3.6
_NORMAL_FROM = 4.9
_NORMAL_REFLEX = 2
_OTHER = {Side.LEFT: Side.RIGHT, Side.RIGHT: Side.LEFT}
_SIDED = {"weak", "wasting", "fasciculation", "reflex_reduced", "reflex_brisk", "sensation", "upper"}
"""Bedside signs; a laboratory tests one side without a word on the other."""
_BEDSIDE = {"weak", "reflex_reduced", "sensation"}
_CONDUCTION = {
    "normal_snap": ("snap_low", "no"),
    "low_snap": ("snap_low", "yes"),
    "normal_cmap": ("cmap_low", "no"),
    "low_cmap": ("cmap_low", "yes"),
    "block": ("block", "yes"),
}


@dataclass(frozen=True, slots=True)
class Observations:
    """Aligned arrays of shape (observations,): column index, kind of observation (see ``signs.log_tables``) and weight."""

    column: NDArray[np.intp]
    kind: NDArray[np.intp]
    weight: NDArray[np.float32]
    told: tuple[tuple[Column, str], ...]
    """Column and outcome of what was told, for explanations; the arrays go on with what was not mentioned."""
    abnormal: NDArray[np.bool_]


def observations(items: Iterable[Item], side_assumed: bool = False) -> Observations:
    """What the evidence says, column by column; an item repeated word for word counts once.

    A second look at one muscle (wasting or needle beside strength), and the same look on the other side, is tempered.
    A sign told of one side only is taken as absent on the other, with less weight, unless ``side_assumed``.
    """
    names = _most_exact(dict.fromkeys(name for item in items for name in _looks(item)))
    known = {(slug, side) for (modality, slug, side), _ in names if modality == "weak"}
    same_look = Counter((modality, slug) for (modality, slug, _), _ in names)
    tempered = float(setting("tempering", "same_muscle"))
    weights = []
    for (modality, slug, side), _ in names:
        second = modality in {"wasting", "emg_denervated", "emg_myopathic"} and (slug, side) in known
        mirrored = same_look[modality, slug] > 1
        weights.append(tempered ** (second + mirrored))
    told = len(names)
    if not side_assumed:
        unmentioned = list(_other_sides(names))
        names += unmentioned
        weights += [float(setting("tempering", "other_side_unmentioned"))] * len(unmentioned)
    unsaid = list(_striking_signs(names))
    names += unsaid
    weights += [float(setting("tempering", "signs_unmentioned"))] * len(unsaid)
    _, kinds = log_tables()
    passed_over = list(_routine(names, told, side_assumed))
    names += passed_over
    weights += [float(setting("routine", "weight"))] * len(passed_over)
    return Observations(
        np.array([columns()[column] for column, _ in names], dtype=np.intp),
        np.array([kinds[column[0], outcome] for column, outcome in names], dtype=np.intp),
        np.array(weights, dtype=np.float32),
        tuple(names[:told]),
        np.array([is_abnormal(outcome) for _, outcome in names], dtype=np.bool_),
    )


def is_abnormal(outcome: str) -> bool:
    """True for every outcome but 'no'."""
    return outcome != "no"


def _looks(item: Item) -> Iterator[tuple[Column, str]]:
    match item:
        case Strength(muscle, side, grade):
            yield ("weak", muscle, side), _weakness(grade)
        case Wasting(muscle, side, present):
            yield ("wasting", muscle, side), _yes(present)
        case Fasciculation(muscle, side, present):
            yield ("fasciculation", muscle, side), _yes(present)
        case ReflexFinding(reflex, side, grade):
            yield ("reflex_reduced", reflex, side), _yes(grade < _NORMAL_REFLEX)
            if reflexes()[reflex].kind == "tendon":
                yield ("reflex_brisk", reflex, side), _yes(grade > _NORMAL_REFLEX)
        case Sensation(area, side, reduced):
            yield ("sensation", area, side), _yes(reduced)
        case NeedleEmg(muscle, side, result):
            if result != "myopathic":
                yield ("emg_denervated", muscle, side), _yes(result == "denervated")
            if result != "denervated":
                yield ("emg_myopathic", muscle, side), _yes(result == "myopathic")
        case Conduction(nerve, side, result, site):
            modality, outcome = _CONDUCTION[result]
            yield (modality, block_slug(nerve, site) if result == "block" else nerve, side), outcome
        case Sign(sign, side, present):
            yield ("upper" if sign in UPPER_MOTOR_SIGNS else "general", sign, side), _yes(present)


def _most_exact(names: Iterable[tuple[Column, str]]) -> list[tuple[Column, str]]:
    """Drops 'weak' where the same muscle is graded too, so that one fact is not counted twice."""
    names = list(names)
    graded = {column for column, outcome in names if outcome not in {"yes", "no"}}
    return [(column, outcome) for column, outcome in names if outcome != "yes" or column not in graded]


def _other_sides(names: Iterable[tuple[Column, str]]) -> Iterator[tuple[Column, str]]:
    looked_at = {column for column, _ in names}
    for (modality, slug, side), outcome in names:
        other = _OTHER.get(side)
        if other and is_abnormal(outcome) and modality in _SIDED and (modality, slug, other) not in looked_at:
            yield (modality, slug, other), "no"


def _striking_signs(names: Iterable[tuple[Column, str]]) -> Iterator[tuple[Column, str]]:
    looked_at = {column for column, _ in names}
    if not any(modality in _BEDSIDE for modality, _, _ in looked_at):
        return
    for sign in setting("tempering", "striking"):
        modality = "upper" if sign in UPPER_MOTOR_SIGNS else "general"
        places = _places(modality, sign)
        if not looked_at.intersection(places):
            yield from ((place, "no") for place in places)


def _routine(names: list[tuple[Column, str]], told: int, side_assumed: bool) -> Iterator[tuple[Column, str]]:
    kinds = {modality for (modality, _, _), _ in names[:told]}
    looked_at = {
        (kind, part, side) for (modality, slug, side), _ in names for kind in _covers(modality) for part in _parts(slug)
    }
    sides = sides_of(names[:told]) if side_assumed else (Side.LEFT, Side.RIGHT)
    for modality in ("weak", "reflex_reduced", "reflex_brisk", "sensation"):
        if modality in kinds:
            for slug in setting("routine", modality):
                for side in sides:
                    if not any((modality, part, side) in looked_at for part in _parts(slug)):
                        yield (modality, slug, side), "no"


def _covers(modality: str) -> tuple[str, ...]:
    """A muscle whose wasting or needle examination was told is not passed over in silence."""
    return ("weak",) if modality in {"wasting", "fasciculation", "emg_denervated", "emg_myopathic"} else (modality,)


def _parts(slug: str) -> tuple[str, ...]:
    if slug in dermatomes():
        return tuple(dermatomes()[slug].areas)
    return tuple(muscles()[slug].members) or (slug,) if slug in muscles() else (slug,)


def _places(modality: str, sign: str) -> tuple[Column, ...]:
    sides = (Side.MIDLINE,) if sign in WHOLE_BODY_SIGNS else (Side.LEFT, Side.RIGHT)
    return tuple((modality, sign, side) for side in sides)


def _weakness(grade: float | None) -> str:
    if grade is None:
        return "yes"
    if grade >= _NORMAL_FROM:
        return "no"
    return "slight" if grade >= _SLIGHT_FROM else "mild" if grade >= _MILD_FROM else "severe"


def _yes(present: bool) -> str:
    return "yes" if present else "no"


def sides_looked_at(seen: Observations) -> tuple[Side, ...]:
    """The sides on which anything abnormal was seen; both when nothing was."""
    return sides_of(seen.told)


def sides_of(names: Iterable[tuple[Column, str]]) -> tuple[Side, ...]:
    """The sides of what is abnormal; both when nothing is."""
    found = {column[2] for column, outcome in names if is_abnormal(outcome)} & {Side.LEFT, Side.RIGHT}
    return tuple(sorted(found)) or (Side.LEFT, Side.RIGHT)
