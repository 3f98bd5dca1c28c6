"""Base rates: how likely each cause is before anything is found, by setting, age and sex.

Causes are independent given that at least one acts: P(S) is proportional to the product of the odds of its members. The odds are
fitted so that, with nothing known of the person, each cause's share of all causes present equals the catalogue's share.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from myotome.causes.cause import Cause
from myotome.diagnosis.model import LONE_CAUSE, Floats, Model
from myotome.words.case import Person, Setting, Sex
from myotome.words.errors import KnowledgeError

BAND_EDGES_YEARS = (18.0, 40.0, 65.0)
BLEND_YEARS = 4.0
"""On both sides of an edge two bands are blended, so that a birthday does not jump the ranking."""


@dataclass(frozen=True)
class Prior:
    """Odds of each cause (n,) in one setting, and the spread of the logarithm of its share (n,)."""

    setting: Setting
    odds: Floats
    share: Floats
    log_share_sd: Floats


def build_prior(causes: Mapping[str, Cause], setting: Setting, co_occurrence: float) -> Prior:
    """Fit odds to the shares of one setting.

    ``co_occurrence`` is the expected number of further causes beside a first one, to a first order (0.05: one in twenty has two).
    """
    share = np.array([_share(cause, setting) for cause in causes.values()])
    low = np.array([_bound(cause, setting, "low") for cause in causes.values()])
    high = np.array([_bound(cause, setting, "high") for cause in causes.values()])
    if not 0.5 <= share.sum() <= 1.5:
        raise KnowledgeError(f"the shares of {setting} must sum to about 1", value=round(float(share.sum()), 3))
    share = share / share.sum()
    lone = np.array([slug == LONE_CAUSE for slug in causes])
    odds = co_occurrence * share
    for _ in range(_FIT_ROUNDS):
        marginal = prior_marginals(odds, lone)
        odds = odds * np.where(share > 0, share / np.maximum(marginal / marginal.sum(), 1e-300), 0.0)
        odds *= co_occurrence / odds.sum()
    spread = np.where(
        (low > 0) & (high > low), np.log(np.maximum(high, 1e-12) / np.maximum(low, 1e-12)) / (2 * 1.96), 0.7
    )
    return Prior(setting, odds, share, spread)


def prior_marginals(odds: Floats, lone: np.ndarray) -> Floats:
    """P(cause in S) over all sets of one to three causes, in closed form; a lone cause only stands alone."""
    o = np.where(lone, 0.0, odds)
    s1, s2, s3 = o.sum(), (o**2).sum(), (o**3).sum()
    e1, e2 = s1, (s1**2 - s2) / 2
    e3 = (s1**3 - 3 * s1 * s2 + 2 * s3) / 6
    without1 = e1 - o
    without2 = e2 - o * without1
    weight = o * (1 + without1 + without2)
    total = e1 + e2 + e3 + odds[lone].sum()
    return np.asarray((weight + np.where(lone, odds, 0.0)) / total)


def personal_odds(model: Model, prior: Prior, person: Person) -> Floats:
    """Odds of each cause for a person of this age and sex (n,); unknown age or sex leaves them averaged."""
    odds = prior.odds.copy()
    if person.age_years is not None:
        odds = odds * _relative(model.band_p["age"] @ age_weights(person.age_years), prior.share)
    if person.sex is not Sex.UNKNOWN:
        value = "sex_male" if person.sex is Sex.MALE else "sex_female"
        odds = odds * _relative(model.band_p["sex"][:, model.exclusives["sex"].values.index(value)], prior.share)
    return odds


def age_weights(age_years: float) -> Floats:
    """How much of each age band applies at this age: one band, or two blended near an edge; sums to 1."""
    weights = np.zeros(len(BAND_EDGES_YEARS) + 1)
    weights[0] = 1.0
    for k, edge in enumerate(BAND_EDGES_YEARS):
        past = float(np.clip((age_years - edge + BLEND_YEARS) / (2 * BLEND_YEARS), 0.0, 1.0))
        weights[k + 1] = weights[k] * past
        weights[k] *= 1 - past
    return weights


def _relative(likelihood: Floats, share: Floats) -> Floats:
    return likelihood / float(likelihood @ share)


def _share(cause: Cause, setting: Setting) -> float:
    found = cause.share.get(setting.value)
    if found is None:
        raise KnowledgeError(f"no share for the setting {setting}", place=f"causes/{cause.slug}")
    return found.value


def _bound(cause: Cause, setting: Setting, which: str) -> float:
    return float(getattr(cause.share[setting.value], which))


_FIT_ROUNDS = 25
