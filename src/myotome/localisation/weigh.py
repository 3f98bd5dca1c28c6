"""Weighing: the posterior of every lesion and of the best pairs, given what was seen. Nothing is ever ruled out.

P(lesion | signs) is proportional to its prior times the mean over severities of the product of P(sign | loss); each factor stays
between the false-positive rate and one minus the miss rate, so that no single sign can outvote the rest.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from myotome.localisation.hypotheses import Hypothesis, same_nerve, shelf
from myotome.localisation.observe import Observations
from myotome.localisation.signs import LEVELS, log_tables, setting
from myotome.words.side import Side

Levels = NDArray[np.uint8]
Scores = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Weighed:
    """Log posterior of single lesions, shape (hypotheses,), and of pairs, shape (leaders, hypotheses), jointly summing to 1.

    ``leaders`` holds the index of the first lesion of each row of ``pairs``. A pair that makes no sense is -inf.
    """

    single: Scores
    pairs: Scores
    leaders: NDArray[np.intp]


def weigh(seen: Observations) -> Weighed:
    """Weigh every lesion, and each of the leaders paired with every other lesion."""
    known = shelf()
    loss = known.loss[:, seen.column]
    scores = _log_tables(seen)
    likelihood = _likelihood(loss, scores)
    heard = _heard(loss, seen.abnormal)
    single = known.log_prior + likelihood + heard
    leaders = np.argsort(-single, kind="stable")[: int(setting("pairs", "leaders"))]
    others = np.flatnonzero(loss[:, seen.abnormal].any(axis=1))
    both = _together()[loss[leaders][:, None, :], loss[None, others, :]]
    paired = np.full((len(leaders), len(loss)), -np.inf)
    paired[:, others] = (
        _likelihood(both, scores) + heard[others] + heard[leaders][:, None] + _pair_prior()[np.ix_(leaders, others)]
    )
    # A pair met from both ends is counted once.
    place = {int(index): row for row, index in enumerate(leaders)}
    for index, row in place.items():
        for other_row in place.values():
            if other_row > row:
                paired[other_row, index] = -np.inf
    top = max(single.max(), paired.max())
    total = top + np.log(np.exp(single - top).sum() + np.exp(paired - top).sum())
    return Weighed(single - total, paired - total, leaders)


def _heard(loss: Levels, abnormal: NDArray[np.bool_]) -> Scores:
    """Log share of its weight that each lesion keeps: all of it when it fully shows in something that was found abnormal."""
    silent = float(setting("tempering", "silent"))
    most = loss[:, abnormal].max(axis=1, initial=0) / (LEVELS - 1)
    return np.asarray(np.log(silent + (1 - silent) * most))


def _log_tables(seen: Observations) -> NDArray[np.float32]:
    """Weighted log P(seen | level), shape (severities, observations, levels)."""
    tables, _ = log_tables()
    return np.ascontiguousarray(tables[:, seen.kind, :] * seen.weight[None, :, None])


def _likelihood(loss: Levels, scores: NDArray[np.float32]) -> Scores:
    """Log likelihood over the last axis of ``loss``, averaged over severities; shape of ``loss`` without its last axis."""
    severities, observed, levels = scores.shape
    place = loss.astype(np.int32) + np.arange(observed, dtype=np.int32) * levels
    flat = scores.reshape(severities, -1)
    per_severity = np.stack([flat[s].take(place).sum(axis=-1, dtype=np.float64) for s in range(severities)])
    weight = np.log(np.asarray(setting("severity", "weights")))
    per_severity += weight.reshape(-1, *(1,) * (loss.ndim - 1))
    top = per_severity.max(axis=0)
    return np.asarray(top + np.log(np.exp(per_severity - top).sum(axis=0)))


@lru_cache(maxsize=1)
def _together() -> Levels:
    """Level of two losses at once: what each spares is multiplied; shape (levels, levels)."""
    kept = 1 - np.arange(LEVELS) / (LEVELS - 1)
    return np.asarray(np.rint((1 - np.outer(kept, kept)) * (LEVELS - 1)), dtype=np.uint8)


@lru_cache(maxsize=1)
def _pair_prior() -> Scores:
    """Log prior of every pair, shape (hypotheses, hypotheses), -inf where a pair says no more than one of the two."""
    known = shelf()
    size = len(known.hypotheses)
    table = np.full((size, size), -np.inf)
    for i, first in enumerate(known.hypotheses):
        for j, second in enumerate(known.hypotheses):
            if _can_pair(first, second):
                table[i, j] = _log_prior_together(first, second, known.log_prior[i], known.log_prior[j])
    return table


def _can_pair(first: Hypothesis, second: Hypothesis) -> bool:
    if first is second or not (first.focal or second.focal):
        return False
    if first.side is second.side and (first.slug == second.slug or first.family == second.family):
        return False
    return not same_nerve(first, second)


def _log_prior_together(first: Hypothesis, second: Hypothesis, log_first: float, log_second: float) -> float:
    chance = float(np.log(setting("pairs", "prior")))
    rarer = min(log_first, log_second)
    mirrored = first.slug == second.slug and {first.side, second.side} == {Side.LEFT, Side.RIGHT}
    if mirrored and first.facet in {"single_nerve", "root"}:
        return rarer + float(np.log(setting("pairs", "mirror")))
    if _neighbours(first, second):
        return rarer + float(np.log(setting("pairs", "neighbours")))
    return log_first + log_second + chance


def _neighbours(first: Hypothesis, second: Hypothesis) -> bool:
    order = ("C5", "C6", "C7", "C8", "T1", "", "L2", "L3", "L4", "L5", "S1", "S2")
    if not (first.root and second.root) or first.side is not second.side:
        return False
    return abs(order.index(first.root) - order.index(second.root)) == 1
