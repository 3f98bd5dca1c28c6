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
    first, second, third = members
    inside = np.stack([(first == cause) | (second == cause) | (third == cause) for cause in causes]).astype(float)
    all_gain = gain.sum(axis=0)
    held = np.flatnonzero(inside.any(axis=0))
    inside_held, gain_held = inside[:, held], np.ascontiguousarray(gain[:, held].T)
    start, end = _log_odds(log_prior, inside), _log_odds(log_prior + all_gain, inside)
    push = np.zeros((len(causes), len(items)))
    for node, node_weight in zip((_NODES + 1) / 2, _NODE_WEIGHTS / 2, strict=True):
        log_joint = log_prior + node * all_gain
        belief = np.exp(log_joint - log_joint.max())
        belief /= belief.sum()
        believing = inside_held * belief[held]
        believed = believing.sum(axis=1)
        within = believing @ gain_held
        without = gain @ belief - within
        push += node_weight * (
            within / np.maximum(believed, _TINY)[:, None] - without / np.maximum(1 - believed, _TINY)[:, None]
        )
    residual = (end - start) - push.sum(axis=1)
    share = np.abs(push) / np.maximum(np.abs(push).sum(axis=1, keepdims=True), _TINY)
    push += residual[:, None] * share
    return Pushes(start * DECIBANS_PER_NAT, end * DECIBANS_PER_NAT, push * DECIBANS_PER_NAT)


def _support(
    expansion: Expansion, prior: SetPrior, items: Sequence[Item], posterior: Posterior
) -> tuple[Floats, Floats, Ints]:
    """Log prior (s,), weighted log likelihood per finding (items, s) and members (3, s) of the sets that are looked at."""
    sets, model = expansion.sets, expansion.model
    heavy = np.flatnonzero(posterior.triple > _TRIPLE_MATTERS)
    triple_ab, triple_ac, c = sets.triple_ab[heavy], sets.triple_ac[heavy], sets.c[heavy]
    a, b = sets.first[triple_ab], sets.second[triple_ab]
    triple_bc = sets.pair_number[b, c]
    n, pairs = sets.n, len(sets.first)
    gain = np.empty((len(items), n + pairs + len(heavy)))
    two, three = np.zeros(pairs), np.zeros(len(sets.c))
    for k, item in enumerate(items):
        term = expansion.terms(item.concept, item.present)
        single, pair, triple = np.split(gain[k], (n, n + pairs))
        single[:] = term.one
        two[term.pair] = term.two
        np.add(term.one[sets.first], term.one[sets.second], out=pair)
        pair += two
        # The triple abc: the pair ab whole, what c adds to it, and what the three do together.
        triple[:] = pair[triple_ab]
        triple += term.one[c]
        triple += two[triple_ac] + two[triple_bc]
        if len(term.three):
            three[term.triple] = term.three
            triple += three[heavy]
            three[term.triple] = 0.0
        two[term.pair] = 0.0
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
    members = np.full((3, len(log_prior)), -1)
    members[0, :n] = np.arange(n)
    members[0, n : n + pairs], members[1, n : n + pairs] = sets.first, sets.second
    members[:, n + pairs :] = a, b, c
    possible = np.isfinite(log_prior)
    return log_prior[possible], gain[:, possible], members[:, possible]


def _log_odds(log_joint: Floats, inside: np.ndarray) -> Floats:
    weight = np.exp(log_joint - log_joint.max())
    held = inside @ weight
    return np.asarray(np.log(np.maximum(held, _TINY)) - np.log(np.maximum(weight.sum() - held, _TINY)))


def _gauss_legendre(n: int) -> tuple[Floats, Floats]:
    """Nodes and weights on -1 to 1 (Golub and Welsch 1969); numpy's own would load its polynomials, which takes longer than a case."""
    k = np.arange(1, n)
    beside = k / np.sqrt(4.0 * k**2 - 1)
    nodes, vectors = np.linalg.eigh(np.diag(beside, 1) + np.diag(beside, -1))
    return nodes, 2 * vectors[0] ** 2


_NODES, _NODE_WEIGHTS = _gauss_legendre(12)
_TRIPLE_MATTERS = 1e-7
_TINY = 1e-300
