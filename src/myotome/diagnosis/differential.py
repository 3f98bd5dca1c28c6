"""The differential of one case: ranked causes with intervals, what pushed them, joint explanations, and what stays unexplained."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from myotome.causes.cause import Cause
from myotome.causes.prevalence import prevalence
from myotome.diagnosis.evidence import ABSENT_WEIGHT, Evidence, Item, weigh
from myotome.diagnosis.expansion import Expansion
from myotome.diagnosis.explain import JointExplanation, Unexplained, joint_explanations, unexplained
from myotome.diagnosis.information import Outlook
from myotome.diagnosis.interval import Resampler
from myotome.diagnosis.kernel import Posterior, infer, marginals
from myotome.diagnosis.model import LONE_CAUSE, Floats, Model, compile_model
from myotome.diagnosis.prior import BaseRates, SetPrior, build_base_rates, personal
from myotome.diagnosis.push import pushes
from myotome.symptoms.concepts import Vocabulary
from myotome.words.case import Person, Setting
from myotome.words.finding import Finding

METHOD = "noisy-or-triples 1"
"""Name and version of the method; it changes whenever the same case could rank differently with the same knowledge."""
SEED = 20261123
"""Seed of the draws behind every interval, so that a case always gets the same one."""


@dataclass(frozen=True, slots=True)
class Push:
    """What one finding did to a cause, in decibans (10 multiply the odds by ten)."""

    concept: str
    present: bool
    decibans: float


@dataclass(frozen=True, slots=True)
class RankedCause:
    """One cause: probability that it is acting, its interval, the base rate it started from, and the pushes in between.

    ``base_decibans + sum of pushes = decibans`` (log odds). Empty ``pushes`` means that they were not asked for.
    """

    slug: str
    probability: float
    low: float
    high: float
    base_rate: float
    base_decibans: float
    decibans: float
    pushes: tuple[Push, ...]


@dataclass(frozen=True, slots=True)
class Differential:
    """All causes, likeliest first, and what else the posterior says. ``none_known`` is the chance of a cause not in the catalogue."""

    ranked: tuple[RankedCause, ...]
    joint: tuple[JointExplanation, ...]
    unexplained: tuple[Unexplained, ...]
    none_known: float
    evidence: Evidence

    def probability(self, slug: str) -> float:
        """Probability of one cause."""
        return next(cause.probability for cause in self.ranked if cause.slug == slug)

    def rank(self, slug: str) -> int:
        """Place of a cause, 1 for the likeliest; the lone stand-in for unknown causes is not counted as a rival."""
        named = [cause.slug for cause in self.ranked if cause.slug != LONE_CAUSE]
        return named.index(slug) + 1


class Reasoner:
    """The compiled catalogue, ready to weigh cases. Build it once; it keeps what it works out."""

    def __init__(
        self, causes: Mapping[str, Cause], vocabulary: Vocabulary, *, absent_weight: float = ABSENT_WEIGHT
    ) -> None:
        self.causes, self.vocabulary, self.absent_weight = causes, vocabulary, absent_weight
        self.model: Model = compile_model(causes, vocabulary)
        self.expansion = Expansion(self.model)
        self.resampler = Resampler(self.model, SEED)

    def prepare(self) -> None:
        """Work everything out beforehand that is else worked out when first needed: for servers, so that nobody waits.

        Takes a third of a second and 100 MB; a program that assesses one case is done sooner without. The expansion keeps the findings
        that were asked for last, up to its own limit.
        """
        for setting in Setting:
            _ = self.base_rates[setting]
        for concept in (*self.model.concepts, *self.model.facet_value):
            for present in (True, False):
                self.expansion.terms(concept, present)
            self.resampler.prepare(concept)

    @cached_property
    def base_rates(self) -> Mapping[Setting, BaseRates]:
        """Base rates of each setting, fitted to the catalogue's shares when it is first asked for."""
        return _Rates(self)

    def weigh(self, findings: Iterable[Finding]) -> Evidence:
        """Findings as weighted evidence."""
        return weigh(self.expansion, self.vocabulary, findings, absent_weight=self.absent_weight)

    def prior(self, person: Person, setting: Setting) -> SetPrior:
        """Weight of every set of causes for this person in this setting, before anything is found."""
        return personal(self.model, self.base_rates[setting], person)

    def posterior(self, person: Person, setting: Setting, items: Sequence[Item]) -> Posterior:
        """Belief over all sets of causes."""
        return infer(self.expansion, self.prior(person, setting), items)

    def probabilities(self, cases: Iterable[tuple[Person, Setting, Iterable[Finding]]]) -> Iterator[Floats]:
        """(n,) probability of each cause of the model for many people in turn, as ``posterior`` gives it, and nothing else."""
        return marginals(
            self.expansion, ((self.prior(who, where), self.weigh(seen).items) for who, where, seen in cases)
        )

    def differential(
        self,
        person: Person,
        setting: Setting,
        findings: Iterable[Finding],
        *,
        explained: int = 12,
        intervals: bool = True,
    ) -> Differential:
        """Rank all causes; the ``explained`` likeliest get their pushes. Without ``intervals`` each interval is the point itself."""
        evidence = self.weigh(findings)
        prior = self.prior(person, setting)
        posterior = infer(self.expansion, prior, evidence.items)
        return self.describe(setting, evidence, prior, posterior, explained=explained, intervals=intervals)

    def describe(
        self,
        setting: Setting,
        evidence: Evidence,
        prior: SetPrior,
        posterior: Posterior,
        *,
        explained: int = 12,
        intervals: bool = True,
    ) -> Differential:
        """Put a posterior into words: ranking, intervals, pushes, joint explanations, what is unexplained."""
        items, marginal, names = evidence.items, posterior.marginal, self.model.causes
        low = high = marginal
        if intervals:
            spread = self.base_rates[setting].log_share_sd
            low, high = self.resampler.intervals(self.expansion, prior, spread, items, posterior)
        order = sorted(range(len(names)), key=lambda c: (-marginal[c], names[c]))
        base = infer(self.expansion, prior, ()).marginal
        told = pushes(self.expansion, prior, items, posterior, order[:explained]) if explained else None
        ranked = []
        for place, c in enumerate(order):
            pushed: tuple[Push, ...] = ()
            if told is not None and place < explained:
                pushed = tuple(
                    Push(item.concept, item.present, float(d)) for item, d in zip(items, told.push[place], strict=True)
                )
            final = _decibans(marginal[c])
            ranked.append(
                RankedCause(
                    names[c],
                    float(marginal[c]),
                    float(low[c]),
                    float(high[c]),
                    float(base[c]),
                    final - sum(p.decibans for p in pushed) if pushed else _decibans(base[c]),
                    final,
                    pushed,
                )
            )
        lone = self.model.cause_index.get(LONE_CAUSE)
        return Differential(
            tuple(ranked),
            joint_explanations(self.expansion, posterior),
            unexplained(self.expansion, posterior, items),
            0.0 if lone is None else float(marginal[lone]),
            evidence,
        )

    def outlook(self, setting: Setting, posterior: Posterior, evidence: Evidence) -> Outlook:
        """What further answers would tell, given this posterior."""
        known = [item.concept for item in evidence.items]
        return Outlook(self.expansion, posterior, known, self.base_rates[setting].lead)


class _Rates(dict[Setting, BaseRates]):
    """Base rates by setting, each built when it is first looked up."""

    def __init__(self, reasoner: Reasoner) -> None:
        super().__init__()
        self._reasoner = reasoner

    def __missing__(self, setting: Setting) -> BaseRates:
        causes = self._reasoner.causes
        built = build_base_rates(causes, prevalence(causes, setting), setting, self._reasoner.expansion.sets)
        self[setting] = built
        return built


def _decibans(probability: float) -> float:
    inside = min(max(float(probability), 1e-12), 1 - 1e-12)
    return float(10 * np.log10(inside / (1 - inside)))
