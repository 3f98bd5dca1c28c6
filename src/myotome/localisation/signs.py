"""How a loss shows as a sign, and how often each kind of sign misleads: the tables of signs.toml as numbers.

A sign of one modality on one structure and side is a *column*. A lesion gives each column a loss x between 0 and 1;
P(sign | x) = f + (1 - m - f) (1 - exp(-s x)) / (1 - exp(-s)), with false positives f, misses m and steepness s.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from myotome.words.errors import KnowledgeError
from myotome.words.shelf import read_book

LEVELS: Final = 41
"""Losses are kept as whole steps of 1/40."""

OUTCOMES: Final = ("yes", "no", "slight", "mild", "severe")
"""``slight``, ``mild`` and ``severe`` are graded weakness; every other modality has yes and no."""

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Modality:
    """Error rates of one kind of sign; see the top of the file."""

    name: str
    false_positive: float
    miss: float
    steepness: float

    def probability(self, loss: Floats) -> Floats:
        """P(sign seen) for losses between 0 and 1, same shape."""
        shown = (1 - np.exp(-self.steepness * loss)) / (1 - np.exp(-self.steepness))
        return np.asarray(self.false_positive + (1 - self.miss - self.false_positive) * shown)


@lru_cache(maxsize=1)
def modalities() -> Mapping[str, Modality]:
    """Every modality by name, in the order of the table; raises KnowledgeError for rates that cannot be."""
    found = {name: Modality(name, **row) for name, row in _table()["modality"].items()}
    for modality in found.values():
        if not 0 < modality.false_positive < 1 - modality.miss < 1:
            raise KnowledgeError("a sign must be likelier with the lesion than without it", place=modality.name)
    return MappingProxyType(found)


def expression(kind: str) -> Mapping[str, float]:
    """How strongly a lesion of ``kind`` shows in each modality (0 to 1; a modality that is not named is 0)."""
    row: Mapping[str, float] = _table()["expression"][kind]
    return row


def setting(section: str, name: str) -> Any:
    """One number or list of signs.toml outside the modalities, such as ``setting('pairs', 'prior')``."""
    return _table()[section][name]


@lru_cache(maxsize=1)
def log_tables() -> tuple[NDArray[np.float32], Mapping[tuple[str, str], int]]:
    """Log P(outcome | loss level) as an array (severity, kind of observation, level), and the index of each kind.

    A kind of observation is a pair (modality, outcome).
    """
    loss = np.arange(LEVELS) / (LEVELS - 1)
    factors = setting("severity", "factors")
    rows: list[list[Floats]] = []
    kinds: dict[tuple[str, str], int] = {}
    for modality in modalities().values():
        outcomes = OUTCOMES if modality.name == "weak" else OUTCOMES[:2]
        for outcome in outcomes:
            kinds[modality.name, outcome] = len(rows)
            rows.append([np.log(_outcome(modality, outcome, loss * factor)) for factor in factors])
    return np.asarray(rows, dtype=np.float32).transpose(1, 0, 2).copy(), MappingProxyType(kinds)


def _outcome(modality: Modality, outcome: str, loss: Floats) -> Floats:
    seen = modality.probability(loss)
    if outcome == "yes":
        return seen
    if outcome == "no":
        return np.asarray(1 - seen)
    grade = _table()["grade"]
    severe = grade["severe_at_none"] + (grade["severe_at_all"] - grade["severe_at_none"]) * loss
    slight = grade["slight_at_none"] + (grade["slight_at_all"] - grade["slight_at_none"]) * loss
    return np.asarray(seen * {"severe": severe, "slight": slight, "mild": 1 - severe - slight}[outcome])


@lru_cache(maxsize=1)
def _table() -> Mapping[str, Any]:
    return read_book("myotome.localisation", "signs.toml").content
