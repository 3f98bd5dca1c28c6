"""Draws patients from the model itself, or from a world whose numbers differ from it, and looks at them as a first visit would.

A *world* is the catalogue with every number drawn anew from its own uncertainty (times ``spread``): what the truth may be if the
catalogue is right on average. A patient gets a set of causes from the base rates, a chief cause among them, age and sex, and every
finding that these bring about. What is looked for depends on earlier answers only, never on what is not yet seen: a standard list
first, then what the program itself would ask, then the two tests that it would order.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from myotome.diagnosis.information import Outlook
from myotome.diagnosis.kernel import infer, members_of
from myotome.diagnosis.model import Floats, Model
from myotome.diagnosis.next_test import propose_tests
from myotome.diagnosis.prior import SetPrior
from myotome.journey.knowledge import Knowledge
from myotome.words.case import Case, Person, Setting, Sex
from myotome.words.finding import Finding
from myotome.words.side import State

AGE_BANDS_YEARS = ((1, 18), (18, 40), (40, 65), (65, 90))
STANDARD_QUESTIONS = 25
FURTHER_QUESTIONS = 6
ROUNDS = 2
TESTS = 2


@dataclass(frozen=True)
class World:
    """What is true: ``model`` holds the drawn numbers, ``prior`` the drawn base rates of sets (nothing known of the person)."""

    model: Model
    prior: SetPrior


@dataclass(frozen=True)
class Simulated:
    """One patient: the case with all that was looked for, the causes that act, and the chief one."""

    case: Case
    acting: tuple[str, ...]
    chief: str


def draw_world(knowledge: Knowledge, setting: Setting, chance: np.random.Generator, spread: float = 1.0) -> World:
    """A world in which every number is drawn; ``spread`` multiplies its standard deviation, 0 leaves the model as it is."""
    reasoner = knowledge.reasoner
    model, rates = reasoner.model, reasoner.base_rates[setting]
    if spread == 0:
        return World(model, rates.prior)
    size = model.weight / spread**2
    background = chance.beta(model.background * 30 / spread**2, (1 - model.background) * 30 / spread**2)
    background = np.clip(background, model.background / 4, 1 - (1 - model.background) / 4)
    p = np.clip(chance.beta(model.p * size, (1 - model.p) * size), 1e-3, 1 - 1e-3)
    p = np.where(model.listed, p, background)
    bands = {}
    for name, table in model.band_p.items():
        weight = model.band_weight[name][:, None] / spread**2
        drawn = np.maximum(chance.standard_gamma(table * weight), 1e-3)
        bands[name] = drawn / drawn.sum(axis=1, keepdims=True)
    noise = spread * rates.log_share_sd * chance.standard_normal(len(p))
    return World(
        replace(model, p=p, background=background, band_p=bands), replace(rates.prior, one=rates.prior.one + noise)
    )


class Ward:
    """Sees patients of one setting; the standard questions are the most telling ones before anything is known."""

    def __init__(self, knowledge: Knowledge, setting: Setting) -> None:
        self.knowledge, self.reasoner, self.setting = knowledge, knowledge.reasoner, setting
        concepts = knowledge.vocabulary.concepts
        self.bedside = {c for c in self.reasoner.model.concepts if {"asked", "examined"} & set(concepts[c].learned_by)}

    @cached_property
    def standard(self) -> tuple[str, ...]:
        """Most telling bedside concepts at the base rates."""
        prior = self.reasoner.prior(Person(), self.setting)
        outlook = Outlook(self.reasoner.expansion, infer(self.reasoner.expansion, prior, ()))
        return tuple(self._telling(outlook)[:STANDARD_QUESTIONS])

    def patients(
        self, world: World, count: int, chance: np.random.Generator, name: str, rounds: int | None = ROUNDS
    ) -> Iterator[Simulated]:
        """``count`` patients whose causes are all of the catalogue.

        ``rounds`` of further questions and then the tests; None stops after the standard questions.
        """
        expansion = self.reasoner.expansion
        belief = infer(expansion, world.prior, ())
        probability = np.concatenate([belief.single, belief.pair, belief.triple])
        probability[: len(belief.single)][self.reasoner.model.alone] = 0.0
        chosen = chance.choice(len(probability), count, p=probability / probability.sum())
        lead = self.reasoner.base_rates[self.setting].lead
        for k, row in enumerate(members_of(expansion, chosen)):
            causes = row[row >= 0]
            weight = lead[causes] / lead[causes].sum()
            chief = self.reasoner.model.causes[int(chance.choice(causes, p=weight))]
            acting = tuple(self.reasoner.model.causes[c] for c in causes)
            yield Simulated(self._seen(world, causes, chance, f"{name}-{k}", rounds), acting, chief)

    def _seen(
        self, world: World, causes: Sequence[int], chance: np.random.Generator, name: str, rounds: int | None
    ) -> Case:
        person = self._person(world, causes, chance)
        truth = _findings(world.model, causes, chance)
        looked = list(self.standard)
        looked += [value for f in self._bedside_facets() for value in world.model.exclusives[f].values]
        prior = self.reasoner.prior(person, self.setting)
        for turn in range(0 if rounds is None else rounds + 1):
            evidence = self.reasoner.weigh(_case_findings(looked, truth))
            posterior = infer(self.reasoner.expansion, prior, evidence.items)
            outlook = self.reasoner.outlook(self.setting, posterior, evidence)
            if turn < (rounds or 0):
                looked += [c for c in self._telling(outlook) if c not in looked][:FURTHER_QUESTIONS]
            else:
                for test in propose_tests(outlook, self.knowledge.orders, self.setting)[:TESTS]:
                    looked += [c for c in test.settles if c not in looked]
        return Case(name, person, self.setting, tuple(_case_findings(looked, truth)))

    def _telling(self, outlook: Outlook) -> list[str]:
        order = np.argsort(-outlook.all_bits, kind="stable")
        return [outlook.concepts[k] for k in order if outlook.concepts[k] in self.bedside and outlook.all_bits[k] > 0]

    def _bedside_facets(self) -> list[str]:
        concepts = self.knowledge.vocabulary.concepts
        return [
            name
            for name, facet in self.reasoner.model.exclusives.items()
            if all(v in concepts and {"asked", "examined"} & set(concepts[v].learned_by) for v in facet.values)
        ]

    def _person(self, world: World, causes: Sequence[int], chance: np.random.Generator) -> Person:
        share = self.reasoner.base_rates[self.setting].share
        drawn = {}
        for facet in ("age", "sex"):
            table = world.model.band_p[facet]
            overall = share @ table
            weight = overall * (table[list(causes)] / overall).prod(axis=0)
            drawn[facet] = int(chance.choice(len(weight), p=weight / weight.sum()))
        low, high = AGE_BANDS_YEARS[drawn["age"]]
        male = world.model.exclusives["sex"].values[drawn["sex"]] == "sex_male"
        return Person(float(chance.integers(low, high)), Sex.MALE if male else Sex.FEMALE)


def _findings(model: Model, causes: Sequence[int], chance: np.random.Generator) -> dict[str, bool]:
    """State of every concept under these causes acting together."""
    who = list(causes)
    kept, spared = model.keep[who].prod(axis=0), model.spare[who].prod(axis=0)
    present = chance.random(len(kept)) < 1 - (1 - model.background * spared) * kept
    truth = dict(zip(model.concepts, present.tolist(), strict=True))
    facets = {name for name, _ in model.facet_value.values()}
    for name in facets:
        values = model.exclusives[name].values
        share: Floats = np.array([float(model.chance(v, *(np.array([c]) for c in who))[0]) for v in values])
        drawn = int(chance.choice(len(values), p=share / share.sum()))
        truth |= {value: k == drawn for k, value in enumerate(values)}
    return truth


def _case_findings(looked: Sequence[str], truth: dict[str, bool]) -> list[Finding]:
    return [Finding(concept, State.PRESENT if truth[concept] else State.ABSENT) for concept in looked]
