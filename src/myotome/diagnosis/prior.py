"""Base rates: how likely each set of causes is before anything is found, by setting, age and sex.

A person comes because of one cause, the *lead*; others may stand beside it as they do in anybody of that age. For a set S

    P(S)  ~  sum over leads a in S of  lead_a * prod over the others b of  beside_b

``beside`` is the prevalence in the population, so two rare diseases are hardly ever blamed together, while an ageing or an
arthritic muscle readily stands beside anything. Leads are fitted so that, with nothing known of the person, each cause acts in the
catalogue's share of cases.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from myotome.causes.cause import Cause
from myotome.diagnosis.expansion import Sets
from myotome.diagnosis.model import LONE_CAUSE, Floats, Model
from myotome.words.case import Person, Setting, Sex
from myotome.words.errors import KnowledgeError

BAND_EDGES_YEARS = (18.0, 40.0, 65.0)
BLEND_YEARS = 4.0
"""On both sides of an edge two bands are blended, so that a birthday does not jump the ranking."""
MOST_BESIDE = 0.7
"""A cause acts beside others in at most this part of the cases in which it acts: the rest of its share it leads."""


@dataclass(frozen=True)
class SetPrior:
    """Weight of every set, as logarithms: the sum of its members' ``one`` plus ``lead1``, ``lead2`` or ``lead3`` by its size.

    ``one`` (n,) is log beside; ``lead`` (k arrays over singles, pairs, triples, or plain zeros) the log of the summed lead/beside ratios.
    """

    one: Floats
    lead1: Floats | float = 0.0
    lead2: Floats | float = 0.0
    lead3: Floats | float = 0.0

    @property
    def leads(self) -> tuple[Floats | float, Floats | float, Floats | float]:
        """The three, by size of set."""
        return self.lead1, self.lead2, self.lead3


@dataclass(frozen=True)
class BaseRates:
    """One setting's base rates: ``share`` (n,) of the catalogue, summing to 1, its log spread, and the weights of sets."""

    setting: Setting
    share: Floats
    log_share_sd: Floats
    prior: SetPrior
    lead: Floats
    """(n,) how much likelier each cause is the reason to come than to stand beside another."""


def build_base_rates(
    causes: Mapping[str, Cause], beside: Mapping[str, float], setting: Setting, sets: Sets
) -> BaseRates:
    """Fit the leads of one setting to its shares; raises KnowledgeError when the shares do not sum to about 1."""
    share = np.array([_share(cause, setting, "value") for cause in causes.values()])
    if not 0.5 <= share.sum() <= 1.5:
        raise KnowledgeError(f"the shares of {setting} must sum to about 1", value=round(float(share.sum()), 3))
    share = share / share.sum()
    lone = np.array([slug == LONE_CAUSE for slug in causes])
    together = np.where(lone, 0.0, np.minimum([beside[slug] for slug in causes], MOST_BESIDE * share))
    lead = share.copy()
    for _ in range(_FIT_ROUNDS):
        marginal = _marginals(lead, together, lone)
        lead = np.maximum(lead * share / np.maximum(marginal / marginal.sum(), _TINY), _TINY)
        lead /= lead.sum()
    low, high = (np.array([_share(cause, setting, end) for cause in causes.values()]) for end in ("low", "high"))
    known = (low > 0) & (high > low)
    spread = np.where(known, np.log(np.maximum(high, _TINY) / np.maximum(low, _TINY)) / (2 * 1.96), _UNSTATED_SPREAD)
    ratio = lead / np.maximum(together, _TINY)
    with np.errstate(divide="ignore"):
        one = np.where(lone, np.log(np.maximum(lead, _TINY)), np.log(np.maximum(together, _TINY)))
        lead1 = np.where(lone, 0.0, np.log(ratio))
        of_pair = ratio[sets.first] + ratio[sets.second]
        lead2, lead3 = np.log(of_pair), np.log(sets.over_ab(of_pair) + ratio[sets.c])
    return BaseRates(setting, share, spread, SetPrior(one, lead1, lead2, lead3), ratio)


def personal(model: Model, rates: BaseRates, person: Person) -> SetPrior:
    """The setting's base rates for a person of this age and sex; unknown age or sex leaves them averaged."""
    factor = np.zeros(len(rates.share))
    if person.age_years is not None:
        factor = factor + _relative(model.band_p["age"] @ age_weights(person.age_years), rates.share)
    if person.sex is not Sex.UNKNOWN:
        value = "sex_male" if person.sex is Sex.MALE else "sex_female"
        column = model.exclusives["sex"].values.index(value)
        factor = factor + _relative(model.band_p["sex"][:, column], rates.share)
    prior = rates.prior
    return SetPrior(prior.one + factor, prior.lead1, prior.lead2, prior.lead3)


def age_weights(age_years: float) -> Floats:
    """How much of each age band applies at this age: one band, or two blended near an edge; sums to 1."""
    weights = np.zeros(len(BAND_EDGES_YEARS) + 1)
    weights[0] = 1.0
    for k, edge in enumerate(BAND_EDGES_YEARS):
        past = min(max((age_years - edge + BLEND_YEARS) / (2 * BLEND_YEARS), 0.0), 1.0)
        weights[k + 1] = weights[k] * past
        weights[k] *= 1 - past
    return weights


def _marginals(lead: Floats, beside: Floats, lone: np.ndarray) -> Floats:
    """P(cause acts) up to a common factor, over sets of one to three, in closed form.

    A cause acts as the lead with up to two others beside it, or beside another lead with at most one more.
    """
    p1, p2 = beside.sum(), (beside**2).sum()
    others = p1 - beside
    pairs = (p1**2 - p2) / 2 - beside * others
    as_lead = lead * np.where(lone, 1.0, 1 + others + pairs)
    usable = np.where(lone, 0.0, lead)
    lead_sum, lead_beside = usable.sum(), (usable * beside).sum()
    # Beside a lead a != c: sum of lead_a; with one more b: sum over a != c, b not in {a, c} of lead_a * beside_b.
    other_leads = lead_sum - usable
    with_one_more = other_leads * (p1 - beside) - (lead_beside - usable * beside)
    return np.asarray(as_lead + beside * (other_leads + with_one_more))


def _relative(likelihood: Floats, share: Floats) -> Floats:
    return np.asarray(np.log(likelihood / float(likelihood @ share)))


def _share(cause: Cause, setting: Setting, end: str) -> float:
    found = cause.share.get(setting.value)
    if found is None:
        raise KnowledgeError(f"no share for the setting {setting}", place=f"causes/{cause.slug}")
    return float(getattr(found, end))


_FIT_ROUNDS = 40
_TINY = 1e-12
_UNSTATED_SPREAD = 0.7
