"""Exact inference over every set of one, two or three causes that could explain a case.

A case's log likelihood for all sets is the weighted sum of its findings' expansions (see expansion.py): additions only, no
sampling, nothing pruned. The plain form of the same model, every set in a loop, is tests/equivalence/reference.py.
"""

from __future__ import annotations

from collections.abc import Sequence
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
    sets, model = expansion.sets, expansion.model
    one = prior.one.copy()
    two = np.zeros(len(sets.first))
    terms = [(item.weight, expansion.terms(item.concept, item.present)) for item in items]
    for weight, term in terms:
        one += weight * term.one
        two[term.pair] += weight * term.two
    together = np.where(model.alone, -np.inf, one)
    joint_pair = together[sets.first] + together[sets.second] + two
    joint_triple = sets.over_ab(joint_pair)
    joint_triple += sets.over_bc(together[sets.second] + two)
    joint_triple += sets.over_ac(two)
    joint_triple += prior.lead3
    joint_pair += prior.lead2
    one += prior.lead1
    for weight, term in terms:
        if len(term.three):
            joint_triple[term.triple] += term.three if weight == 1.0 else weight * term.three
    top = max(one.max(), joint_pair.max(initial=-np.inf), joint_triple.max(initial=-np.inf))
    for joint in (one, joint_pair, joint_triple):
        joint -= top
        np.exp(joint, out=joint)
    scale = 1.0 / (one.sum() + joint_pair.sum() + joint_triple.sum())
    for joint in (one, joint_pair, joint_triple):
        joint *= scale
    return Posterior(one, joint_pair, joint_triple, one + sets.sums(joint_pair, joint_triple))


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
