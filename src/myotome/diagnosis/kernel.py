"""Exact inference over every set of one, two or three causes that could explain a case.

A case's log likelihood for all sets is the weighted sum of its findings' expansions (see expansion.py): additions only, no
sampling, nothing pruned. The plain form of the same model, every set in a loop, is tests/equivalence/reference.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from myotome.diagnosis.evidence import Item
from myotome.diagnosis.expansion import Expansion
from myotome.diagnosis.model import Floats, Ints
from myotome.diagnosis.prior import SetPrior


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
    joint_triple = np.repeat(joint_pair, sets.triple_count)
    joint_triple += (together[sets.second] + two)[sets.triple_bc]
    joint_triple += two[sets.triple_ac]
    joint_triple += prior.lead3
    joint_pair += prior.lead2
    one += prior.lead1
    for weight, term in terms:
        if len(term.three) == len(joint_triple):
            joint_triple += weight * term.three
        else:
            joint_triple[term.triple] += weight * term.three
    top = max(one.max(), joint_pair.max(initial=-np.inf), joint_triple.max(initial=-np.inf))
    single, pair, triple = np.exp(one - top), np.exp(joint_pair - top), np.exp(joint_triple - top)
    total = single.sum() + pair.sum() + triple.sum()
    single, pair, triple = single / total, pair / total, triple / total
    return Posterior(single, pair, triple, _marginal(expansion, single, pair, triple))


def _marginal(expansion: Expansion, single: Floats, pair: Floats, triple: Floats) -> Floats:
    sets, n = expansion.sets, expansion.sets.n
    with_ab = pair.copy()
    if len(triple):
        with_ab[sets.opens_triples] += np.add.reduceat(triple, sets.triple_start[sets.opens_triples])
    marginal = single + np.bincount(sets.first, weights=with_ab, minlength=n)
    marginal += np.bincount(sets.second, weights=with_ab, minlength=n)
    marginal += np.bincount(sets.c, weights=triple, minlength=n)
    return np.asarray(marginal)


def heaviest(expansion: Expansion, posterior: Posterior, *, cover: float, most: int) -> tuple[Ints, Floats]:
    """The fewest sets that together hold ``cover`` of the belief, at most ``most``, heaviest first.

    Returns members (s, 3), -1 where a set has fewer than three, and their probabilities (s,), not renormalised.
    """
    chosen, probability = heaviest_numbers(posterior, cover=cover, most=most)
    return members_of(expansion, chosen), probability


def heaviest_numbers(posterior: Posterior, *, cover: float, most: int) -> tuple[Ints, Floats]:
    """Numbers (singles first, then pairs, then triples) and probabilities of those sets, heaviest first."""
    probability = np.concatenate([posterior.single, posterior.pair, posterior.triple])
    count = min(most, len(probability))
    chosen = np.argpartition(probability, -count)[-count:]
    chosen = chosen[np.argsort(-probability[chosen], kind="stable")]
    chosen = chosen[: int(np.searchsorted(np.cumsum(probability[chosen]), cover)) + 1]
    return chosen, probability[chosen]


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
