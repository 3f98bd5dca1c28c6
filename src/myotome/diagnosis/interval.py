"""How sure the ranking is of itself: the numbers behind it are drawn anew, each as loosely as it is known.

An elicited share is worth 5 to 20 observations, a counted one as many as were counted (at most 120): shares are drawn from Beta
distributions of that size, band shares from Dirichlet ones, base rates log-normally within their own limits. The case is then
ranked again with each draw. Draws are made once per concept from a seed, so the same case always gets the same interval.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from myotome.diagnosis.evidence import Item
from myotome.diagnosis.expansion import Expansion
from myotome.diagnosis.kernel import Posterior, heaviest_numbers, members_of
from myotome.diagnosis.model import Floats, Ints, Model
from myotome.diagnosis.prior import SetPrior

DRAWS = 200
LOWER, UPPER = 0.05, 0.95
"""Quantiles between which nine in ten draws lie."""


class Resampler:
    """Draws of a model's probabilities, made when first needed and kept."""

    def __init__(self, model: Model, seed: int) -> None:
        self.model = model
        self.seed = seed
        self._columns: dict[str, _Column] = {}
        self._bands: dict[str, tuple[Floats, Floats]] = {}

    def intervals(
        self, expansion: Expansion, prior: SetPrior, log_share_sd: Floats, items: Sequence[Item], posterior: Posterior
    ) -> tuple[Floats, Floats]:
        """Lower and upper end (n,) of the interval of each cause's probability, over the sets that hold 99.5 % of the belief."""
        chosen, _ = heaviest_numbers(posterior, cover=_COVER, most=_MOST_SETS)
        members = members_of(expansion, chosen)
        n = len(log_share_sd)
        noisy = np.zeros((n + 1, DRAWS))
        noisy[:n] = prior.one[:, None]
        noisy[:n] += log_share_sd[:, None] * self._generator("base rates").standard_normal((DRAWS, n)).T
        log_joint = np.asarray(noisy[members].sum(axis=1)) + _leads(prior, posterior)[chosen][:, None]
        for weight in sorted({item.weight for item in items}):
            alike = [item for item in items if item.weight == weight]
            for start in range(0, len(alike), _MOST_AT_ONCE):
                joint = np.ones_like(log_joint)
                for item in alike[start : start + _MOST_AT_ONCE]:
                    chance = np.clip(self._chance(item.concept, members), 1e-9, 1 - 1e-9)
                    joint *= chance if item.present else 1 - chance
                log_joint += weight * np.log(joint)
        belief = np.exp(log_joint - log_joint.max(axis=0))
        belief /= belief.sum(axis=0)
        inside = np.zeros((n, len(members)))
        for member in members.T:
            held = np.flatnonzero(member >= 0)
            inside[member[held], held] = 1.0
        drawn = np.sort(inside @ belief, axis=1)
        low, high = _quantile(drawn, LOWER), _quantile(drawn, UPPER)
        return np.minimum(low, posterior.marginal), np.maximum(high, posterior.marginal)

    def prepare(self, concept: str) -> None:
        """Make the draws of one concept now."""
        if concept in self.model.facet_value:
            self._band(self.model.facet_value[concept][0])
        else:
            self._column(concept)

    def _chance(self, concept: str, members: Ints) -> Floats:
        """(s, draws) probability of the concept under each set, with drawn numbers."""
        model = self.model
        if concept in model.facet_value:
            name, k = model.facet_value[concept]
            share, up_to = self._band(name)
            if model.exclusives[name].combine == "mixture":
                return np.asarray(share[k][members].sum(axis=1) / (members >= 0).sum(axis=1)[:, None])
            below = _joined(up_to[k - 1], members) if k else 0.0
            return np.asarray(_joined(up_to[k], members) - below)
        column = self._column(concept)
        rows = column.row_of[members]
        return np.asarray(1 - (1 - column.background * _joined(column.spare, rows)) * _joined(column.keep, rows))

    def _column(self, concept: str) -> _Column:
        """The draws of one concept."""
        if concept not in self._columns:
            model, j = self.model, self.model.concept_index[concept]
            generator = self._generator(concept)
            rate, listed = float(model.background[j]), np.flatnonzero(model.listed[:, j])
            background = generator.beta(rate * _BACKGROUND_SIZE, (1 - rate) * _BACKGROUND_SIZE, DRAWS)
            background = np.clip(background, rate / 4, 1 - (1 - rate) / 4)
            p, size = model.p[listed, j][:, None], model.weight[listed, j][:, None]
            drawn = np.clip(generator.beta(p * size, (1 - p) * size, (len(listed), DRAWS)), 1e-4, 1 - 1e-4)
            keep, spare = np.ones((2, len(listed) + 1, DRAWS))
            keep[:-1] = np.minimum(1.0, (1 - drawn) / (1 - background))
            spare[:-1] = np.minimum(1.0, drawn / background)
            row_of = np.full(len(model.causes) + 1, len(listed))
            row_of[listed] = np.arange(len(listed))
            self._columns[concept] = _Column(background, keep, spare, row_of)
        return self._columns[concept]

    def _band(self, name: str) -> tuple[Floats, Floats]:
        """Drawn shares and shares summed up to each value (k, n + 1, draws); the last row stands for nobody: 0 and 1."""
        if name not in self._bands:
            table, weight = self.model.band_p[name], self.model.band_weight[name]
            drawn = np.maximum(
                self._generator(name).standard_gamma(table * weight[:, None], (DRAWS, *table.shape)), 1e-4
            )
            share = (drawn / drawn.sum(axis=2, keepdims=True)).transpose(2, 1, 0)
            nobody = np.zeros((len(share), 1, DRAWS))
            self._bands[name] = (
                np.concatenate([share, nobody], axis=1),
                np.concatenate([np.cumsum(share, axis=0), nobody + 1], axis=1),
            )
        return self._bands[name]

    def _generator(self, name: str) -> np.random.Generator:
        return np.random.default_rng([self.seed, zlib.crc32(name.encode())])


@dataclass(frozen=True, slots=True)
class _Column:
    """Drawn background (draws,), keep and spare (listed + 1, draws), and the row of each cause (n + 1,).

    Six causes in seven say nothing of a concept; they and nobody (-1) share the last row, which is 1. A row for each of them was
    tried and held 200 MB.
    """

    background: Floats
    keep: Floats
    spare: Floats
    row_of: Ints


def _leads(prior: SetPrior, posterior: Posterior) -> Floats:
    """Log leads of all sets in order of their number."""
    sizes = (len(posterior.single), len(posterior.pair), len(posterior.triple))
    return np.concatenate([np.broadcast_to(lead, size) for lead, size in zip(prior.leads, sizes, strict=True)])


def _quantile(in_order: Floats, level: float) -> Floats:
    """Quantile along the last axis of sorted numbers, between neighbours in proportion (as numpy's, which would load masked arrays)."""
    place = level * (in_order.shape[-1] - 1)
    k = int(place)
    return np.asarray(in_order[..., k] + (place - k) * (in_order[..., k + 1] - in_order[..., k]))


def _joined(of_cause: Floats, members: Ints) -> Floats:
    """(s, draws) product over the members of each set; -1 picks the last row, nobody."""
    first, second, third = members.T
    return np.asarray(of_cause[first] * of_cause[second] * of_cause[third])


_COVER = 0.995
_MOST_SETS = 300
_MOST_AT_ONCE = 30
"""Chances of at least 1e-9 that can be multiplied before a logarithm has to be taken."""
_BACKGROUND_SIZE = 30.0
