"""How each finding bears on every set of up to three causes, kept as what one, two and three causes add.

The log likelihood of a finding under a set S is split exactly (Moebius inversion over the subsets of S):

    log P(f | abc) = base + one(a) + one(b) + one(c) + two(ab) + two(ac) + two(bc) + three(abc)

``two`` is zero unless both causes list the finding, ``three`` unless all three do, so a few thousand numbers per finding stand
for all 160,000 sets, and a case is the weighted sum of its findings' numbers. Nothing is approximated.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from myotome.diagnosis.model import Floats, Ints, Model

Index = NDArray[np.intp]


@dataclass(frozen=True)
class Terms:
    """One finding, present or absent: natural logarithms by number of causes.

    ``one`` (n,); ``two`` belongs to the pairs numbered ``pair``, ``three`` to the triples numbered ``triple`` (see Sets).
    """

    base: float
    one: Floats
    pair: Index
    two: Floats
    triple: Index
    three: Floats

    @cached_property
    def spread(self) -> float:
        """How far the finding's log likelihood can differ between sets: its informativeness, in nats."""
        high = max(float(self.one.max()), 0.0)
        low = min(float(self.one.min()), 0.0)
        return high - low


class Sets:
    """Numbers all pairs and triples of n causes in lexicographic order and remembers who is in them."""

    def __init__(self, n: int) -> None:
        self.n = n
        first, second = np.triu_indices(n, k=1)
        self.first, self.second = first.astype(np.intp), second.astype(np.intp)
        self.pair_number = np.zeros((n, n), dtype=np.intp)
        self.pair_number[first, second] = self.pair_number[second, first] = np.arange(len(first))
        counts = n - 1 - self.second
        self.triple_ab = np.repeat(np.arange(len(first)), counts)
        starts = np.cumsum(counts) - counts
        within = np.arange(int(counts.sum())) - np.repeat(starts, counts)
        self.a, self.b = self.first[self.triple_ab], self.second[self.triple_ab]
        self.c = self.b + 1 + within
        self.triple_ac = self.pair_number[self.a, self.c]
        self.triple_bc = self.pair_number[self.b, self.c]
        self.triple_start, self.triple_count = starts, counts
        """For each pair, where the triples begin that start with it (they lie side by side), and how many they are."""
        self.opens_triples = np.flatnonzero(counts)

    def triple_of(self, a: Ints, b: Ints, c: Ints) -> Index:
        """Numbers of the triples a < b < c."""
        return np.asarray(self.triple_start[self.pair_number[a, b]] + (c - b - 1))


class Expansion:
    """The terms of every finding of a model, each worked out when it is first asked for and then kept."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.sets = Sets(len(model.causes))
        self._kept: dict[tuple[str, bool], Terms] = {}

    def terms(self, concept: str, present: bool) -> Terms:
        """Terms of one finding; the concept must be known to the model."""
        key = (concept, present)
        if key not in self._kept:
            self._kept[key] = expand(self.model, self.sets, concept, present)
        return self._kept[key]


def expand(model: Model, sets: Sets, concept: str, present: bool) -> Terms:
    """Split the log likelihood of one finding into what one, two and three causes add."""
    who = model.listing(concept)
    base = _log(model.background_chance(concept), present)
    alone = _log(model.chance(concept, who), present) - base
    one = np.zeros(len(model.causes))
    one[who] = alone
    lone = np.flatnonzero(model.alone)
    one[lone] = _log(model.chance(concept, lone), present) - base
    i, j, x, y, z, xy, xz, yz = _combinations(len(who))
    pair = sets.pair_number[who[i], who[j]]
    two = _log(model.chance(concept, who[i], who[j]), present) - base - alone[i] - alone[j]
    triple = sets.triple_of(who[x], who[y], who[z])
    three = _log(model.chance(concept, who[x], who[y], who[z]), present) - base
    three -= (alone[i] + alone[j] + two)[xy]
    three -= two[xz] + two[yz] + alone[z]
    return Terms(float(base), one, pair, two, triple, three)


def _log(chance: Floats | float, present: bool) -> Floats:
    return np.asarray(np.log(chance) if present else np.log1p(-np.asarray(chance)))


@lru_cache(maxsize=128)
def _combinations(n: int) -> tuple[Index, Index, Index, Index, Index, Index, Index, Index]:
    """Pairs (i, j) and triples (x, y, z) of n things, and the numbers of each triple's pairs xy, xz, yz; all lexicographic."""
    i, j = np.triu_indices(n, k=1)
    counts = n - 1 - j
    xy = np.repeat(np.arange(len(i)), counts)
    x, y = i[xy], j[xy]
    z = np.arange(len(xy)) - np.repeat(np.cumsum(counts) - counts, counts) + y + 1
    # The pair (a, b) is number a(2n - a - 1)/2 + b - a - 1.
    row = np.arange(n) * (2 * n - np.arange(n) - 1) // 2 - np.arange(n) - 1
    return i, j, x, y, z, xy, row[x] + z, row[y] + z
