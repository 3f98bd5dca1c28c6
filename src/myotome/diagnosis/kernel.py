"""Exact inference over every set of one, two or three causes that could explain a case.

A case's log likelihood for all sets is the weighted sum of its findings' expansions (see expansion.py): additions only, no
sampling, nothing pruned. The plain form of the same model, every set in a loop, is tests/equivalence/reference.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from myotome.diagnosis.evidence import Item
from myotome.diagnosis.expansion import Expansion
from myotome.diagnosis.model import Floats, Ints
from myotome.diagnosis.prior import SetPrior

MOST_KEPT = 300
"""Heaviest sets that a posterior remembers once they have been asked for."""


@dataclass(frozen=True)
class Posterior:
    """Belief over sets of causes.

    ``single`` (n,), ``pair`` (n(n-1)/2,) and ``triple`` (n(n-1)(n-2)/6,) are probabilities in the order of ``Sets``, summing to 1
    together; ``marginal`` (n,) is the probability that each cause is among those acting.
    """

    single: Floats
    pair: Floats
    triple: Floats
    marginal: Floats

    @cached_property
    def leading(self) -> tuple[Ints, Floats]:
        """Numbers and probabilities of the ``MOST_KEPT`` heaviest sets, heaviest first."""
        return _leading(self, MOST_KEPT)


def infer(expansion: Expansion, prior: SetPrior, items: Sequence[Item]) -> Posterior:
    """Posterior over all sets of up to three causes, given the prior weight of sets and weighted evidence."""
    triple, room = np.empty((2, len(expansion.sets.c)))
    single, pair = _weights(expansion, prior, items, triple, room)
    scale = 1.0 / (single.sum() + pair.sum() + triple.sum())
    for weight in (single, pair, triple):
        weight *= scale
    return Posterior(single, pair, triple, single + expansion.sets.sums(pair, triple))


def marginals(expansion: Expansion, cases: Iterable[tuple[SetPrior, Sequence[Item]]]) -> Iterator[Floats]:
    """The (n,) probabilities of many cases in turn: what ``infer`` says, without keeping the sets, in less time and memory."""
    triple, room = np.empty((2, len(expansion.sets.c)))
    for prior, items in cases:
        single, pair = _weights(expansion, prior, items, triple, room)
        scale = 1.0 / (single.sum() + pair.sum() + triple.sum())
        yield np.asarray((single + expansion.sets.sums(pair, triple)) * scale)


def _weights(
    expansion: Expansion, prior: SetPrior, items: Sequence[Item], triple: Floats, room: Floats
) -> tuple[Floats, Floats]:
    """Unnormalised weights of singles and pairs; those of triples are written into ``triple``, with ``room`` (alike) to work in."""
    sets, model = expansion.sets, expansion.model
    one = prior.one.copy()
    two = np.zeros(len(sets.first))
    terms = [(item.weight, expansion.terms(item.concept, item.present)) for item in items]
    for weight, term in terms:
        one += weight * term.one
        two[term.pair] += weight * term.two
    together = np.where(model.alone, -np.inf, one)
    pair = together[sets.first] + together[sets.second] + two
    # The triple abc: the pair ab whole, what c adds to it alone and with b, what a and c do together, and what all three do.
    sets.over_ac(two, out=triple)
    triple += sets.over_bc(together[sets.second] + two, out=room)
    triple += sets.over_ab(pair)
    triple += prior.lead3
    for weight, term in terms:
        if len(term.three) == len(triple):
            triple += term.three if weight == 1.0 else np.multiply(term.three, weight, out=room)
        elif len(term.three):
            triple[term.triple] += weight * term.three
    pair += prior.lead2
    one += prior.lead1
    top = max(one.max(), pair.max(initial=-np.inf), triple.max(initial=-np.inf))
    for joint in (one, pair, triple):
        joint -= top
        np.exp(joint, out=joint)
    return one, pair


def heaviest(expansion: Expansion, posterior: Posterior, *, cover: float, most: int) -> tuple[Ints, Floats]:
    """The fewest sets that together hold ``cover`` of the belief, at most ``most``, heaviest first.

    Returns members (s, 3), -1 where a set has fewer than three, and their probabilities (s,), not renormalised.
    """
    chosen, probability = heaviest_numbers(posterior, cover=cover, most=most)
    return members_of(expansion, chosen), probability


def heaviest_numbers(posterior: Posterior, *, cover: float, most: int) -> tuple[Ints, Floats]:
    """Numbers (singles first, then pairs, then triples) and probabilities of those sets, heaviest first."""
    chosen, probability = posterior.leading if most <= MOST_KEPT else _leading(posterior, most)
    chosen, probability = chosen[:most], probability[:most]
    count = int(np.searchsorted(np.cumsum(probability), cover)) + 1
    return chosen[:count], probability[:count]


def _leading(posterior: Posterior, most: int) -> tuple[Ints, Floats]:
    """The ``most`` heaviest sets, ties in order of their number."""
    few = np.concatenate([posterior.single, posterior.pair])
    least = np.partition(few, -most)[-most] if most <= len(few) else 0.0
    triples = np.flatnonzero(posterior.triple >= least)
    number = np.concatenate([np.arange(len(few)), triples + len(few)])
    probability = np.concatenate([few, posterior.triple[triples]])
    order = np.argsort(-probability, kind="stable")[:most]
    return number[order], probability[order]


def members_of(expansion: Expansion, chosen: Ints) -> Ints:
    """(s, 3) cause indices of numbered sets, -1 where a set has fewer than three."""
    sets = expansion.sets
    n, pairs = sets.n, len(sets.first)
    members = np.full((len(chosen), 3), -1)
    is_single, is_triple = chosen < n, chosen >= n + pairs
    is_pair = ~is_single & ~is_triple
    members[is_single, 0] = chosen[is_single]
    number = chosen[is_pair] - n
    members[is_pair, 0], members[is_pair, 1] = sets.first[number], sets.second[number]
    number = chosen[is_triple] - n - pairs
    members[is_triple] = np.stack([sets.a[number], sets.b[number], sets.c[number]], axis=1)
    return members
