"""Laws that hold for every network and every case, whatever the numbers."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from myotome.diagnosis.evidence import Item
from myotome.diagnosis.expansion import Expansion
from myotome.diagnosis.information import Outlook
from myotome.diagnosis.interval import Resampler
from myotome.diagnosis.kernel import infer
from myotome.diagnosis.model import Model
from myotome.diagnosis.prior import SetPrior
from myotome.diagnosis.push import pushes
from networks import random_items, random_model

seeds = st.integers(0, 10_000)
few = settings(max_examples=30, deadline=None)


def _case(seed: int, causes: int = 9, concepts: int = 16) -> tuple[Expansion, np.ndarray, list[Item]]:
    model = random_model(causes, concepts, seed)
    odds = np.random.default_rng(seed + 1).dirichlet(np.ones(causes)) * 0.4
    return Expansion(model), odds, random_items(model, 8, seed + 2)


@few
@given(seeds, st.randoms(use_true_random=False))
def test_the_order_of_findings_does_not_matter(seed: int, shuffler) -> None:  # type: ignore[no-untyped-def]
    """The same findings in another order give the same probabilities."""
    expansion, odds, items = _case(seed)
    shuffled = list(items)
    shuffler.shuffle(shuffled)
    assert infer(expansion, SetPrior(np.log(odds)), shuffled).marginal == pytest.approx(
        infer(expansion, SetPrior(np.log(odds)), items).marginal, abs=1e-12
    )


@few
@given(seeds)
def test_a_finding_that_every_cause_explains_alike_changes_nothing(seed: int) -> None:
    """A concept that no cause lists leaves every probability where it was."""
    expansion, odds, items = _case(seed)
    model = expansion.model
    wider = Model(
        model.causes,
        (*model.concepts, "irrelevant"),
        np.column_stack([model.p, np.full(len(model.causes), 0.2)]),
        np.column_stack([model.listed, np.zeros(len(model.causes), dtype=bool)]),
        np.column_stack([model.weight, np.full(len(model.causes), 10.0)]),
        np.append(model.background, 0.2),
        model.exclusives,
        model.band_p,
        model.band_weight,
    )
    for present in (True, False):
        more = infer(Expansion(wider), SetPrior(np.log(odds)), [*items, Item("irrelevant", present, 1.0)])
        assert more.marginal == pytest.approx(infer(expansion, SetPrior(np.log(odds)), items).marginal, abs=1e-12)


@few
@given(seeds, st.integers(0, 7), st.floats(0.3, 0.99))
def test_evidence_specific_to_a_cause_never_lowers_it(seed: int, cause: int, p: float) -> None:
    """A present finding that only one cause brings about never makes that cause less likely, nor its absence more likely."""
    expansion, odds, items = _case(seed)
    model = expansion.model
    column = np.full(len(model.causes), 0.05)
    column[cause] = p
    listed = np.zeros(len(model.causes), dtype=bool)
    listed[cause] = True
    wider = Model(
        model.causes,
        (*model.concepts, "specific"),
        np.column_stack([model.p, column]),
        np.column_stack([model.listed, listed]),
        np.column_stack([model.weight, np.full(len(model.causes), 10.0)]),
        np.append(model.background, 0.05),
        model.exclusives,
        model.band_p,
        model.band_weight,
    )
    before = infer(expansion, SetPrior(np.log(odds)), items).marginal[cause]
    assert (
        infer(Expansion(wider), SetPrior(np.log(odds)), [*items, Item("specific", True, 1.0)]).marginal[cause]
        >= before - 1e-12
    )
    assert (
        infer(Expansion(wider), SetPrior(np.log(odds)), [*items, Item("specific", False, 0.5)]).marginal[cause]
        <= before + 1e-12
    )


@few
@given(seeds)
def test_probabilities_are_coherent(seed: int) -> None:
    """Sets sum to 1; a cause is at least as likely as it is alone, and all lie between 0 and 1."""
    expansion, odds, items = _case(seed)
    posterior = infer(expansion, SetPrior(np.log(odds)), items)
    assert posterior.single.sum() + posterior.pair.sum() + posterior.triple.sum() == pytest.approx(1.0, abs=1e-12)
    assert (posterior.marginal >= posterior.single - 1e-15).all()
    assert (posterior.marginal <= 1 + 1e-12).all()
    assert 1 - 1e-12 <= posterior.marginal.sum() <= 3


@few
@given(seeds)
def test_pushes_sum_to_the_whole_change(seed: int) -> None:
    """Base rate plus every finding's push is the posterior, in log odds, for every cause."""
    expansion, odds, items = _case(seed)
    posterior = infer(expansion, SetPrior(np.log(odds)), items)
    told = pushes(expansion, SetPrior(np.log(odds)), items, posterior, list(range(8)))
    assert told.start + told.push.sum(axis=1) == pytest.approx(told.end, abs=1e-9)
    marginal = posterior.marginal[:8]
    likely = marginal > 1e-3
    assert told.end[likely] == pytest.approx(10 * np.log10(marginal / (1 - marginal))[likely], abs=0.05)


def test_a_push_for_a_lone_finding_is_the_whole_change() -> None:
    """With one finding there is nothing to divide: its push is the change in log odds."""
    model = random_model(5, 4, 7)
    expansion, odds = Expansion(model), np.full(5, 0.01)
    items = [Item("f1", True, 1.0)]
    posterior = infer(expansion, SetPrior(np.log(odds)), items)
    told = pushes(expansion, SetPrior(np.log(odds)), items, posterior, [0])
    assert told.push[0, 0] == pytest.approx(told.end[0] - told.start[0], abs=1e-9)


@few
@given(seeds)
def test_an_interval_holds_the_estimate_and_is_the_same_each_time(seed: int) -> None:
    """Low <= probability <= high within 0 to 1, and a second run with the same seed gives the same interval."""
    expansion, odds, items = _case(seed)
    posterior = infer(expansion, SetPrior(np.log(odds)), items)
    sd = np.full(9, 0.5)
    low, high = Resampler(expansion.model, 1).intervals(expansion, SetPrior(np.log(odds)), sd, items, posterior)
    again = Resampler(expansion.model, 1).intervals(expansion, SetPrior(np.log(odds)), sd, items, posterior)
    assert (low <= posterior.marginal).all() and (posterior.marginal <= high).all()
    assert (low >= 0).all() and (high <= 1 + 1e-9).all()
    assert (again[0] == low).all() and (again[1] == high).all()


def test_numbers_that_were_counted_give_narrower_intervals_than_guesses() -> None:
    """The same network with every number worth 2,000 observations is surer than with 5."""
    width = {}
    for size in (5.0, 2000.0):
        model = random_model(9, 16, 11)
        object.__setattr__(model, "weight", np.full(model.p.shape, size))
        for name in model.band_weight:
            model.band_weight[name][:] = size
        expansion, odds, items = Expansion(model), np.full(9, 0.04), random_items(model, 8, 4)
        posterior = infer(expansion, SetPrior(np.log(odds)), items)
        low, high = Resampler(model, 1).intervals(expansion, SetPrior(np.log(odds)), np.full(9, 0.01), items, posterior)
        width[size] = float((high - low).sum())
    assert width[2000.0] < 0.5 * width[5.0]


@few
@given(seeds)
def test_information_is_never_negative_and_more_answers_never_tell_less(seed: int) -> None:
    """The expected information of two answers together is at least that of the better one alone, and at most one bit each."""
    expansion, odds, items = _case(seed)
    posterior = infer(expansion, SetPrior(np.log(odds)), items)
    outlook = Outlook(expansion, posterior, [item.concept for item in items])
    open_concepts = [c for c in expansion.model.concepts if c not in outlook.known][:2]
    one, two = (outlook.bits(c) for c in open_concepts)
    together = outlook.joint_bits(open_concepts)
    assert 0 <= one <= 1 and 0 <= two <= 1
    assert max(one, two) - 1e-9 <= together <= one + two + 1 + 1e-9


@few
@given(seeds)
def test_answers_average_back_to_what_is_believed_now(seed: int) -> None:
    """With full weight, a cause's probability now is the mean of its probabilities after yes and after no."""
    expansion, odds, items = _case(seed)
    posterior = infer(expansion, SetPrior(np.log(odds)), items)
    outlook = Outlook(expansion, posterior)
    concept = next(c for c in expansion.model.concepts if c not in {i.concept for i in items})
    chance = outlook.chance(concept)
    yes, no = outlook.probability * chance, outlook.probability * (1 - chance)
    mean = outlook.inside @ (yes / yes.sum()) * yes.sum() + outlook.inside @ (no / no.sum()) * no.sum()
    assert mean == pytest.approx(outlook.before, abs=1e-12)
