"""What each finding did to a cause: its push for or against, in decibans, summing exactly to the whole change.

The evidence is turned up from nothing (t = 0) to all of it (t = 1); a finding's push on a cause is its share of the change in the
cause's log odds along that path (Aumann and Shapley's path integral, 1974). It does not depend on the order of findings, and what
several findings do together is divided among them. 10 decibans multiply the odds by ten.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from myotome.diagnosis.evidence import Item
from myotome.diagnosis.expansion import Expansion
from myotome.diagnosis.kernel import Posterior
from myotome.diagnosis.model import Floats, Ints
from myotome.diagnosis.prior import SetPrior

DECIBANS_PER_NAT = 10 / np.log(10)


@dataclass(frozen=True)
class Pushes:
    """For k causes and e pieces of evidence: ``start`` (k,) and ``end`` (k,) log odds, ``push`` (k, e), all in decibans."""

    start: Floats
    end: Floats
    push: Floats


def pushes(
    expansion: Expansion, prior: SetPrior, items: Sequence[Item], posterior: Posterior, causes: Sequence[int]
) -> Pushes:
    """Divide the change in log odds of ``causes`` (indices) among the evidence.

    Worked out over all singles and pairs and the triples that matter (above 1e-7); start + sum of pushes equals end exactly.
    """
    log_prior, gain, members = _support(expansion, prior, items, posterior)
    inside = np.stack([(members == cause).any(axis=1) for cause in causes])
    start, end = _log_odds(log_prior, inside), _log_odds(log_prior + gain.sum(axis=0), inside)
    push = np.zeros((len(causes), len(items)))
    nodes, node_weights = np.polynomial.legendre.leggauss(_NODES)
    for node, node_weight in zip((nodes + 1) / 2, node_weights / 2, strict=True):
        log_joint = log_prior + node * gain.sum(axis=0)
        belief = np.exp(log_joint - log_joint.max())
        belief /= belief.sum()
        believed = inside @ belief
        weighed = gain * belief
        within = weighed @ inside.T
        without = weighed.sum(axis=1, keepdims=True) - within
        push += node_weight * (within / np.maximum(believed, _TINY) - without / np.maximum(1 - believed, _TINY)).T
    residual = (end - start) - push.sum(axis=1)
    share = np.abs(push) / np.maximum(np.abs(push).sum(axis=1, keepdims=True), _TINY)
    push += residual[:, None] * share
    return Pushes(start * DECIBANS_PER_NAT, end * DECIBANS_PER_NAT, push * DECIBANS_PER_NAT)


def _support(
    expansion: Expansion, prior: SetPrior, items: Sequence[Item], posterior: Posterior
) -> tuple[Floats, Floats, Ints]:
    """Log prior (s,), weighted log likelihood per finding (items, s) and members (s, 3) of the sets that are looked at."""
    sets, model = expansion.sets, expansion.model
    heavy = np.flatnonzero(posterior.triple > _TRIPLE_MATTERS)
    a, b, c = sets.a[heavy], sets.b[heavy], sets.c[heavy]
    n, pairs = sets.n, len(sets.first)
    gain = np.zeros((len(items), n + pairs + len(heavy)))
    position = np.full(len(sets.a), -1)
    position[heavy] = np.arange(len(heavy))
    two = np.zeros(pairs)
    for k, item in enumerate(items):
        term = expansion.terms(item.concept, item.present)
        two[:] = 0.0
        two[term.pair] = term.two
        gain[k, :n] = term.one
        gain[k, n : n + pairs] = term.one[sets.first] + term.one[sets.second] + two
        if len(heavy):
            three = gain[k, n + pairs :]
            three[:] = term.one[a] + term.one[b] + term.one[c]
            three += two[sets.triple_ab[heavy]] + two[sets.triple_ac[heavy]] + two[sets.triple_bc[heavy]]
            place = position[term.triple]
            three[place[place >= 0]] += term.three[place >= 0]
        gain[k] *= item.weight
    together = np.where(model.alone, -np.inf, prior.one)
    lead3 = prior.lead3 if isinstance(prior.lead3, float) else prior.lead3[heavy]
    log_prior = np.concatenate(
        [
            prior.one + prior.lead1,
            together[sets.first] + together[sets.second] + prior.lead2,
            together[a] + together[b] + together[c] + lead3,
        ]
    )
    members = np.full((len(log_prior), 3), -1)
    members[:n, 0] = np.arange(n)
    members[n : n + pairs, 0], members[n : n + pairs, 1] = sets.first, sets.second
    members[n + pairs :] = np.stack([a, b, c], axis=1)
    possible = np.isfinite(log_prior)
    return log_prior[possible], gain[:, possible], members[possible]


def _log_odds(log_joint: Floats, inside: np.ndarray) -> Floats:
    weight = np.exp(log_joint - log_joint.max())
    held = inside @ weight
    return np.asarray(np.log(np.maximum(held, _TINY)) - np.log(np.maximum(weight.sum() - held, _TINY)))


_NODES = 12
_TRIPLE_MATTERS = 1e-7
_TINY = 1e-300
