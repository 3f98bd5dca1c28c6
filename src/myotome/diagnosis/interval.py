"""How sure the ranking is of itself: the numbers behind it are drawn anew, each as loosely as it is known.

An elicited share is worth 5 to 20 observations, a counted one as many as were counted (at most 120): shares are drawn from Beta
distributions of that size, band shares from Dirichlet ones, base rates log-normally within their own limits. The case is then
ranked again with each draw. Draws are made once per concept from a seed, so the same case always gets the same interval.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence

import numpy as np

from myotome.diagnosis.evidence import Item
from myotome.diagnosis.expansion import Expansion
from myotome.diagnosis.kernel import Posterior, heaviest_numbers, members_of
from myotome.diagnosis.model import Floats, Ints, Model
from myotome.diagnosis.prior import SetPrior

DRAWS = 64
LOWER, UPPER = 0.05, 0.95
"""Quantiles between which nine in ten draws lie."""


class Resampler:
    """Draws of a model's probabilities, made when first needed and kept."""

    def __init__(self, model: Model, seed: int) -> None:
        self.model = model
        self.seed = seed
        self._columns: dict[str, tuple[Floats, Floats, Floats]] = {}
        self._bands: dict[str, Floats] = {}

    def intervals(
        self, expansion: Expansion, prior: SetPrior, log_share_sd: Floats, items: Sequence[Item], posterior: Posterior
    ) -> tuple[Floats, Floats]:
        """Lower and upper end (n,) of the interval of each cause's probability, over the sets that hold 99.5 % of the belief."""
        chosen, _ = heaviest_numbers(posterior, cover=_COVER, most=_MOST_SETS)
        members = members_of(expansion, chosen)
        filled = members >= 0
        who = np.where(filled, members, 0)
        n = len(log_share_sd)
        noisy = prior.one + self._generator("base rates").standard_normal((DRAWS, n)) * log_share_sd
        sizes = (len(posterior.single), len(posterior.pair), len(posterior.triple))
        leads = np.concatenate([np.broadcast_to(lead, size) for lead, size in zip(prior.leads, sizes, strict=True)])
        log_joint = np.where(filled[None], noisy[:, who], 0.0).sum(axis=2) + leads[chosen]
        for item in items:
            chance = np.clip(self._chance(item.concept, who, filled), 1e-9, 1 - 1e-9)
            log_joint += item.weight * (np.log(chance) if item.present else np.log1p(-chance))
        belief = np.exp(log_joint - log_joint.max(axis=1, keepdims=True))
        belief /= belief.sum(axis=1, keepdims=True)
        marginal = np.zeros((DRAWS, n))
        for k in range(3):
            inside = filled[:, k]
            np.add.at(marginal.T, members[inside, k], belief[:, inside].T)
        low, high = np.quantile(marginal, (LOWER, UPPER), axis=0)
        return np.minimum(low, posterior.marginal), np.maximum(high, posterior.marginal)

    def _chance(self, concept: str, who: Ints, filled: np.ndarray) -> Floats:
        """(draws, s) probability of the concept under each set, with drawn numbers."""
        model = self.model
        if concept in model.facet_value:
            name, k = model.facet_value[concept]
            table = self._band(name)
            if model.exclusives[name].combine == "mixture":
                return np.asarray(np.where(filled[None], table[:, who, k], 0.0).sum(axis=2) / filled.sum(axis=1))
            up_to = np.cumsum(table, axis=2)
            reach = np.where(filled[None], up_to[:, who, k], 1.0).prod(axis=2)
            below = np.where(filled[None], up_to[:, who, k - 1], 1.0).prod(axis=2) if k else 0.0
            return np.asarray(reach - below)
        background, keep, spare = self._column(concept)
        kept = np.where(filled[None], keep[:, who], 1.0).prod(axis=2)
        spared = np.where(filled[None], spare[:, who], 1.0).prod(axis=2)
        return np.asarray(1 - (1 - background[:, None] * spared) * kept)

    def _column(self, concept: str) -> tuple[Floats, Floats, Floats]:
        if concept not in self._columns:
            model, j = self.model, self.model.concept_index[concept]
            generator = self._generator(concept)
            size = model.weight[:, j]
            drawn = generator.beta(model.p[:, j] * size, (1 - model.p[:, j]) * size, (DRAWS, len(size)))
            rate = float(model.background[j])
            background = generator.beta(rate * _BACKGROUND_SIZE, (1 - rate) * _BACKGROUND_SIZE, DRAWS)
            background = np.clip(background, rate / 4, 1 - (1 - rate) / 4)
            drawn = np.where(model.listed[:, j], np.clip(drawn, 1e-4, 1 - 1e-4), background[:, None])
            keep = np.minimum(1.0, (1 - drawn) / (1 - background[:, None]))
            spare = np.minimum(1.0, drawn / background[:, None])
            self._columns[concept] = background, keep, spare
        return self._columns[concept]

    def _band(self, name: str) -> Floats:
        if name not in self._bands:
            table, weight = self.model.band_p[name], self.model.band_weight[name]
            drawn = np.maximum(
                self._generator(name).standard_gamma(table * weight[:, None], (DRAWS, *table.shape)), 1e-4
            )
            self._bands[name] = drawn / drawn.sum(axis=2, keepdims=True)
        return self._bands[name]

    def _generator(self, name: str) -> np.random.Generator:
        return np.random.default_rng([self.seed, zlib.crc32(name.encode())])


_COVER = 0.995
_MOST_SETS = 300
_BACKGROUND_SIZE = 30.0
