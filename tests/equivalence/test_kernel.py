"""The fast kernel and its plain form are one model."""

from __future__ import annotations

import numpy as np
import pytest

from equivalence.reference import reference_marginals, reference_posterior
from myotome.diagnosis.evidence import Item
from myotome.diagnosis.expansion import Expansion
from myotome.diagnosis.kernel import heaviest, infer
from myotome.diagnosis.prior import SetPrior
from networks import random_items, random_model


@pytest.mark.parametrize("seed", range(8))
def test_marginals_equal_the_reference(seed: int) -> None:
    """Every cause has the probability that a loop over every set gives it, to rounding."""
    model = random_model(13, 30, seed)
    odds = np.random.default_rng(seed).dirichlet(np.ones(13)) * 0.3
    items = random_items(model, 12, seed)
    fast = infer(Expansion(model), SetPrior(np.log(odds)), items)
    plain = reference_posterior(model, list(odds), items)
    assert fast.marginal == pytest.approx(reference_marginals(model, plain), abs=1e-12)


def test_every_set_has_its_own_probability_in_the_right_place() -> None:
    """The heaviest sets are named with the members that the reference gives the same probability."""
    model = random_model(10, 20, 3)
    odds = np.full(10, 0.2)
    items = random_items(model, 10, 3)
    expansion = Expansion(model)
    fast = infer(expansion, SetPrior(np.log(odds)), items)
    plain = reference_posterior(model, list(odds), items)
    members, probability = heaviest(expansion, fast, cover=1.0, most=60)
    assert len(members) == 60
    for row, p in zip(members, probability, strict=True):
        assert p == pytest.approx(plain[tuple(int(c) for c in row if c >= 0)], abs=1e-13)


def test_no_evidence_leaves_the_prior() -> None:
    """Without findings the posterior over sets is the product of odds, normalised."""
    model = random_model(6, 5, 1)
    odds = np.array([0.1, 0.2, 0.05, 0.3, 0.15, 0.2])
    fast = infer(Expansion(model), SetPrior(np.log(odds)), [])
    plain = reference_posterior(model, list(odds), [])
    assert fast.marginal == pytest.approx(reference_marginals(model, plain), abs=1e-13)


def test_a_value_said_to_be_absent_counts_too() -> None:
    """The finding "CK is not normal" weighs as one minus the share of normal, also for two and three causes at once."""
    model = random_model(9, 6, 5)
    items = [Item("ck_normal", False, 1.0), Item("onset_acute", False, 0.5)]
    odds = np.full(9, 0.1)
    fast = infer(Expansion(model), SetPrior(np.log(odds)), items)
    plain = reference_posterior(model, list(odds), items)
    assert fast.marginal == pytest.approx(reference_marginals(model, plain), abs=1e-12)


def test_the_lone_cause_never_shares_the_blame() -> None:
    """The stand-in for unknown causes is only ever a set of its own."""
    model = random_model(8, 6, 2)
    expansion = Expansion(model)
    posterior = infer(expansion, SetPrior(np.log(np.full(8, 0.4))), random_items(model, 4, 2))
    assert posterior.marginal[7] == pytest.approx(posterior.single[7], abs=1e-15)


def test_leads_weigh_sets_as_the_reference_says() -> None:
    """With a reason to come, a set weighs the product of what stands beside times the sum of its leads."""
    model = random_model(9, 12, 8)
    chance = np.random.default_rng(8)
    beside, lead = chance.dirichlet(np.ones(9)) * 0.2, chance.uniform(0.5, 40, 9)
    expansion, items = Expansion(model), random_items(model, 7, 8)
    sets = expansion.sets
    prior = SetPrior(
        np.log(beside),
        np.log(lead),
        np.log(lead[sets.first] + lead[sets.second]),
        np.log(lead[sets.a] + lead[sets.b] + lead[sets.c]),
    )
    plain = reference_posterior(model, list(beside), items, list(lead))
    assert infer(expansion, prior, items).marginal == pytest.approx(reference_marginals(model, plain), abs=1e-12)
