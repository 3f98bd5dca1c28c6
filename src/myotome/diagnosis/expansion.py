"""How each finding bears on every set of up to three causes, kept as what one, two and three causes add.

The log likelihood of a finding under a set S is split exactly (Moebius inversion over the subsets of S):

    log P(f | abc) = base + one(a) + one(b) + one(c) + two(ab) + two(ac) + two(bc) + three(abc)

``two`` is zero unless both causes list the finding, ``three`` unless all three do, so a few thousand numbers per finding stand
for all 180,000 sets, and a case is the weighted sum of its findings' numbers. Nothing is approximated.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from myotome.diagnosis.model import Floats, Model

Index = NDArray[np.intp]
Numbers = Index | slice
"""Numbers of pairs or triples; ``slice(None)`` for all of them in order."""

MOST_KEPT_BYTES = 32_000_000
"""All findings together would take 130 MB. The few that nearly every cause lists take a megabyte and 5 ms each, the rest next to
nothing; a clinic's patients share most of theirs."""


@dataclass(frozen=True)
class Terms:
    """One finding, present or absent: natural logarithms by number of causes.

    ``one`` (n,); ``two`` belongs to the pairs numbered ``pair``, ``three`` to the triples numbered ``triple`` (see Sets).
    """

    base: float
    one: Floats
    pair: Numbers
    two: Floats
    triple: Numbers
    three: Floats

    @cached_property
    def spread(self) -> float:
        """How far the finding's log likelihood can differ between sets: its informativeness, in nats."""
        high = max(float(self.one.max()), 0.0)
        low = min(float(self.one.min()), 0.0)
        return high - low

    @cached_property
    def size_bytes(self) -> int:
        """Memory that these numbers take."""
        return sum(
            part.nbytes
            for part in (self.one, self.pair, self.two, self.triple, self.three)
            if not isinstance(part, slice)
        )


class Sets:
    """Numbers all pairs and triples of n causes in lexicographic order and remembers who is in them.

    A triple abc, a < b < c, holds the pairs ab, ac and bc. Triples that start with the same pair lie side by side; those that start
    with the same cause a hold, in order, every pair bc that comes after a's own pairs. Most sums use that instead of look-ups.
    """

    def __init__(self, n: int) -> None:
        self.n = n
        first, second = np.triu_indices(n, k=1)
        self.first, self.second = first.astype(np.intp), second.astype(np.intp)
        self.pair_number = np.zeros((n, n), dtype=np.intp)
        self.pair_number[first, second] = self.pair_number[second, first] = np.arange(len(first))
        self.triple_count = n - 1 - self.second
        """For each pair, how many triples start with it."""
        self.triple_start = np.cumsum(self.triple_count) - self.triple_count
        self.triple_ab = np.repeat(np.arange(len(first)), self.triple_count)
        self.c = np.arange(len(self.triple_ab)) + np.repeat(self.second + 1 - self.triple_start, self.triple_count)
        self.triple_ac = self.c + np.repeat(np.arange(len(first)) - self.second, self.triple_count)
        self.tails: list[int] = np.searchsorted(self.first, np.arange(1, n - 1)).tolist()
        """For each cause a that starts triples, the number of the first pair bc after its own pairs."""
        sizes = len(first) - np.array(self.tails, dtype=np.intp)
        ends = np.cumsum(sizes)
        self.block_starts = ends - sizes
        """For each such cause, where its triples begin."""
        self._blocks = list(zip(self.tails, self.block_starts.tolist(), ends.tolist(), strict=True))

    @cached_property
    def a(self) -> Index:
        """First member of each triple."""
        return self.first[self.triple_ab]

    @cached_property
    def b(self) -> Index:
        """Second member of each triple."""
        return self.second[self.triple_ab]

    @cached_property
    def triple_bc(self) -> Index:
        """Number of the pair bc of each triple."""
        return np.concatenate([np.arange(tail, len(self.first)) for tail in [len(self.first), *self.tails]])

    def over_ab(self, of_pairs: Floats) -> Floats:
        """(triples,) what belongs to the pair ab of each."""
        return np.repeat(of_pairs, self.triple_count)

    def over_ac(self, of_pairs: Floats, out: Floats | None = None) -> Floats:
        """(triples,) what belongs to the pair ac of each, written into ``out`` if there is one."""
        return np.asarray(np.take(of_pairs, self.triple_ac, mode="clip", out=out))

    def over_bc(self, of_pairs: Floats, out: Floats | None = None) -> Floats:
        """(triples,) what belongs to the pair bc of each, written into ``out`` if there is one."""
        return np.concatenate([of_pairs[:0], *(of_pairs[tail:] for tail in self.tails)], out=out)

    def sums(self, of_pairs: Floats, of_triples: Floats) -> Floats:
        """(n,) sum over the pairs and triples in which each cause stands."""
        with_bc = of_pairs.copy()
        for tail, start, end in self._blocks:
            with_bc[tail:] += of_triples[start:end]
        total = np.bincount(self.first, weights=with_bc, minlength=self.n)
        total += np.bincount(self.second, weights=with_bc, minlength=self.n)
        if self.tails:
            total[: len(self.tails)] += np.add.reduceat(of_triples, self.block_starts)
        return np.asarray(total)


class Expansion:
    """The terms of every finding of a model, each worked out when it is first asked for; those asked for last are kept."""

    def __init__(self, model: Model, most_kept_bytes: int = MOST_KEPT_BYTES) -> None:
        self.model = model
        self.sets = Sets(len(model.causes))
        self.most_kept_bytes = most_kept_bytes
        self.kept_bytes = 0
        """Memory that the kept terms take; never above ``most_kept_bytes`` by more than one finding's."""
        self._kept: dict[tuple[str, bool], Terms] = {}
        self._one_at_a_time = Lock()

    def terms(self, concept: str, present: bool) -> Terms:
        """Terms of one finding; the concept must be known to the model."""
        key = (concept, present)
        with self._one_at_a_time:
            found = self._kept.pop(key, None)
            if found is not None:
                self._kept[key] = found  # last in line to be dropped
                return found
        made = expand(self.model, self.sets, concept, present)
        with self._one_at_a_time:
            if key not in self._kept:  # another thread may have been faster
                self._kept[key] = made
                self.kept_bytes += made.size_bytes
            while self.kept_bytes > self.most_kept_bytes and len(self._kept) > 1:
                self.kept_bytes -= self._kept.pop(next(iter(self._kept))).size_bytes
        return made


def expand(model: Model, sets: Sets, concept: str, present: bool) -> Terms:
    """Split the log likelihood of one finding into what one, two and three causes add."""
    stated = model.alone.copy()
    stated[model.listing(concept)] = True
    who = np.flatnonzero(stated)
    base = float(_log(np.asarray(model.background_chance(concept)), present))
    one = np.zeros(len(model.causes))
    one[who] = _log(model.chance(concept, who), present) - base
    acting = model.interplay(concept, present)
    local = sets if len(acting) == sets.n else _sets_of(len(acting))
    parts, alone = model.parts(concept), one[acting]
    of_cause = [part[acting] for part in parts.of_cause]
    of_pair = [parts.join(part[local.first], part[local.second]) for part in of_cause]
    whole = _log(parts.chance(2, *of_pair), present) - base
    two = whole - alone[local.first] - alone[local.second]
    of_triple = [parts.join(local.over_ab(ab), part[local.c]) for ab, part in zip(of_pair, of_cause, strict=True)]
    three = _log(parts.chance(3, *of_triple), present)
    three -= local.over_ab(whole + base)
    three -= local.over_ac(two)
    three -= local.over_bc(two + alone[local.second])
    if local is sets:
        return Terms(base, one, slice(None), two, slice(None), three)
    pair = sets.pair_number[acting[local.first], acting[local.second]]
    triple = np.repeat(sets.triple_start[pair] - acting[local.second] - 1, local.triple_count) + acting[local.c]
    if len(triple) < len(sets.c) * _DENSE_FROM:
        return Terms(base, one, pair, two, triple, three)
    spread_out = np.zeros(len(sets.c))
    spread_out[triple] = three
    return Terms(base, one, pair, two, slice(None), spread_out)


def _log(chance: Floats, present: bool) -> Floats:
    return np.asarray(np.log(chance) if present else np.log1p(-chance))


@lru_cache(maxsize=32)
def _sets_of(n: int) -> Sets:
    return Sets(n)


_DENSE_FROM = 0.1
"""From this share of all triples on, adding all of them in order is faster than adding the few at their places."""
