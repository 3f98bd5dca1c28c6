"""How far stated probabilities can be believed: reliability bins, expected calibration error, and a temperature."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize_scalar

from myotome.words.errors import NothingMeasurable, OutOfRange

BINS = 10
COOLEST, HOTTEST = 0.05, 20.0


@dataclass(frozen=True, slots=True)
class ReliabilityBin:
    """Cases whose stated probability lies in (low, high]: how many, what was stated on average, what came true (0..1)."""

    low: float
    high: float
    cases: int
    stated: float
    came_true: float


def reliability(
    stated: Sequence[float] | np.ndarray, came_true: Sequence[bool] | np.ndarray, bins: int = BINS
) -> tuple[ReliabilityBin, ...]:
    """Bins of equal width over 0..1; empty bins are left out.

    ``stated`` are probabilities 0..1, ``came_true`` whether each turned out right. Raises OutOfRange for a probability that
    cannot be, NothingMeasurable without cases.
    """
    p, y = _checked(stated, came_true)
    place = np.clip(np.ceil(p * bins).astype(int) - 1, 0, bins - 1)
    return tuple(
        ReliabilityBin(
            b / bins, (b + 1) / bins, int(np.sum(place == b)), float(p[place == b].mean()), float(y[place == b].mean())
        )
        for b in range(bins)
        if np.any(place == b)
    )


def expected_calibration_error(
    stated: Sequence[float] | np.ndarray, came_true: Sequence[bool] | np.ndarray, bins: int = BINS
) -> float:
    """Mean distance between what was stated and what came true, each bin weighed by its cases; 0 is perfect, 1 the worst."""
    rows = reliability(stated, came_true, bins)
    return sum(row.cases * abs(row.stated - row.came_true) for row in rows) / sum(row.cases for row in rows)


def fit_temperature(scores: Sequence[np.ndarray], truth: Sequence[int]) -> float:
    """The temperature T that makes softmax(score / T) fit best: above 1 the scores were too sure, below 1 too timid.

    ``scores`` holds one array of natural-log scores per case, ``truth`` the place of the right answer in each. Fit it on
    development cases only. Raises NothingMeasurable without cases.
    """
    if not scores:
        raise NothingMeasurable("a temperature needs at least one case", value=0)

    def loss(log_temperature: float) -> float:
        return -sum(_log_share(row / np.exp(log_temperature), place) for row, place in zip(scores, truth, strict=True))

    found = minimize_scalar(loss, bounds=(np.log(COOLEST), np.log(HOTTEST)), method="bounded")
    return float(np.exp(found.x))


def _log_share(scores: np.ndarray, place: int) -> float:
    top = scores.max()
    return float(scores[place] - top - np.log(np.exp(scores - top).sum()))


def _checked(
    stated: Sequence[float] | np.ndarray, came_true: Sequence[bool] | np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    p, y = np.asarray(stated, dtype=float), np.asarray(came_true, dtype=float)
    if len(p) == 0:
        raise NothingMeasurable("calibration needs at least one case", value=0)
    if len(p) != len(y):
        raise OutOfRange("each stated probability needs its outcome", value=(len(p), len(y)))
    if not np.all((p >= 0) & (p <= 1 + 1e-9)):
        raise OutOfRange("a probability must lie between 0 and 1", value=float(p[np.argmax(np.abs(p - 0.5))]))
    return p, y
