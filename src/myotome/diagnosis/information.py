"""What an answer would tell: expected information about the causes, and where each answer would take the ranking."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from myotome.diagnosis.evidence import ABSENT_WEIGHT, TEMPER
from myotome.diagnosis.expansion import Expansion
from myotome.diagnosis.kernel import Posterior, heaviest
from myotome.diagnosis.model import Floats, Ints


@dataclass(frozen=True, slots=True)
class Answer:
    """What one answer does: its chance, and the cause whose probability it changes most."""

    concept: str
    present: bool
    chance: float
    cause: str
    before: float
    after: float
    leader: str
    """The cause that would lead after this answer."""


class Outlook:
    """The sets that hold nearly all belief, asked once and for all what every concept would tell about them."""

    def __init__(
        self, expansion: Expansion, posterior: Posterior, known: Sequence[str] = (), lead: Floats | None = None
    ) -> None:
        """``known``: concepts already answered. ``lead`` (n,): how readily each cause is the reason to come (see prior.py); information is
        about that chief cause, so that a worn knee or a thin diet beside it does not decide which test comes next."""
        self.model = model = expansion.model
        self.members, probability = heaviest(expansion, posterior, cover=_COVER, most=_MOST_SETS)
        self.probability = probability / probability.sum()
        self.inside = np.zeros((len(model.causes), len(self.members)))
        for k in range(3):
            held = np.flatnonzero(self.members[:, k] >= 0)
            self.inside[self.members[held, k], held] = 1.0
        self.before = self.inside @ self.probability
        chief = self.inside * (1.0 if lead is None else lead[:, None])
        chief = chief / chief.sum(axis=0) * self.probability
        self.chief = chief[chief.sum(axis=1) > _NEGLIGIBLE]
        """(chiefs, s): P(this set, and this cause of it the reason to come), for the causes that can be it."""
        self.known = frozenset(known)
        self._facet_groups: dict[str, _Group] = {}
        self.concepts = (*model.concepts, *model.facet_value)
        self.place = {concept: k for k, concept in enumerate(self.concepts)}
        self.table = self._chances()
        """(concepts, s): P(concept present | each set)."""
        answered: dict[str, int] = {}
        for concept in self.known:
            facet = model.facet_of.get(concept, concept)
            answered[facet] = answered.get(facet, 0) + 1
        counts = [answered.get(model.facet_of.get(concept, concept), 0) for concept in self.concepts]
        self.weight = TEMPER ** np.array(counts, dtype=float)
        """(concepts,): how much a further fact of the concept's facet still counts."""

    @cached_property
    def all_bits(self) -> Floats:
        """(concepts,) expected information of a yes or no about each concept, in bits; 0 for what is known."""
        mass = self.chief.sum(axis=1)
        among = np.clip(self.table @ self.chief.T / mass, 1e-12, 1 - 1e-12)
        bits = _entropy(among @ (mass / mass.sum())) - _entropy(among) @ (mass / mass.sum())
        open_ = np.array([concept not in self.known for concept in self.concepts])
        return np.asarray(np.maximum(bits, 0.0) * self.weight * open_)

    def chance(self, concept: str) -> Floats:
        """(s,) P(concept present | each set)."""
        return np.asarray(self.table[self.place[concept]])

    def bits(self, concept: str) -> float:
        """Expected information of a yes or no about one concept, in bits; 0 when it is known or no cause speaks of it."""
        k = self.place.get(concept)
        return 0.0 if k is None else float(self.all_bits[k])

    def joint_bits(self, concepts: Sequence[str], *, most: int = 5) -> float:
        """Expected information of several answers that come together, in bits.

        The most telling ``most`` are taken, each discounted by what is already known of its facet; given the causes they are taken to be
        independent. Values of one exclusive facet count as one answer with several outcomes.
        """
        ranked = sorted(self._groups(concepts), key=lambda group: -group.bits)[:most]
        return self._group_bits(ranked) if len(ranked) > 1 else sum(group.bits for group in ranked)

    @cached_property
    def moved(self) -> tuple[Floats, Floats]:
        """(concepts, causes) probability of each cause after a yes and after a no about each concept."""
        yes = _powers(self.table, self.weight) * self.probability
        no = _powers(1 - self.table, ABSENT_WEIGHT * self.weight) * self.probability
        held = self.inside.T
        return (yes @ held) / yes.sum(axis=1, keepdims=True), (no @ held) / no.sum(axis=1, keepdims=True)

    @cached_property
    def yes(self) -> Floats:
        """(concepts,) chance that each is present."""
        return np.asarray(self.table @ self.probability)

    def answers(self, concept: str) -> tuple[Answer, Answer]:
        """Where a yes and where a no would take the ranking."""
        return self._answer(concept, True), self._answer(concept, False)

    def _answer(self, concept: str, present: bool) -> Answer:
        k = self.place[concept]
        after = self.moved[0 if present else 1][k]
        most, first = (int(indices[k]) for indices in self._turns[0 if present else 1])
        names = self.model.causes
        chance = float(self.yes[k] if present else 1 - self.yes[k])
        return Answer(concept, present, chance, names[most], float(self.before[most]), float(after[most]), names[first])

    @cached_property
    def _turns(self) -> tuple[tuple[Ints, Ints], tuple[Ints, Ints]]:
        """After a yes and after a no: (concepts,) which cause moves most, and which then leads."""
        yes, no = ((np.abs(after - self.before).argmax(axis=1), after.argmax(axis=1)) for after in self.moved)
        return yes, no

    def _chances(self) -> Floats:
        """(concepts, s), rows side by side."""
        model, members = self.model, self.members
        kept, spared = model.keep[members[:, 0]], model.spare[members[:, 0]]
        for member in members.T[1:]:
            held = np.flatnonzero(member >= 0)
            kept[held] *= model.keep[member[held]]
            spared[held] *= model.spare[member[held]]
        table = np.empty((len(self.concepts), len(members)))
        table[: len(model.concepts)] = (1 - (1 - model.background * spared) * kept).T
        size = (members >= 0).sum(axis=1)
        for count in (1, 2, 3):
            held = np.flatnonzero(size == count)
            if len(held):
                who = tuple(members[held, :count].T)
                for k, value in enumerate(model.facet_value, start=len(model.concepts)):
                    table[k, held] = model.chance(value, *who)
        return np.clip(table, 1e-9, 1 - 1e-9, out=table)

    def _groups(self, concepts: Sequence[str]) -> list[_Group]:
        """What can be answered, values of one exclusive facet taken together."""
        groups: dict[str, _Group] = {}
        for concept in concepts:
            if concept in self.model.facet_value:
                name, _ = self.model.facet_value[concept]
                if not self.known & set(self.model.exclusives[name].values):
                    groups[name] = self._facet_group(name)
            elif concept in self.place and concept not in self.known:
                k = self.place[concept]
                outcomes = np.stack([self.table[k], 1 - self.table[k]])
                groups[concept] = _Group(float(self.weight[k]), outcomes, float(self.all_bits[k]))
        return list(groups.values())

    def _facet_group(self, name: str) -> _Group:
        if name not in self._facet_groups:
            table = np.stack([self.chance(value) for value in self.model.exclusives[name].values])
            group = _Group(1.0, table / table.sum(axis=0), 0.0)
            self._facet_groups[name] = replace(group, bits=self._group_bits([group]))
        return self._facet_groups[name]

    def _group_bits(self, groups: Sequence[_Group]) -> float:
        joint = groups[0].outcomes
        for group in groups[1:]:
            joint = (joint[:, None, :] * group.outcomes[None, :, :]).reshape(-1, joint.shape[1])
        with_chief = joint @ self.chief.T
        with_chief = with_chief / with_chief.sum()
        bits = _disorder(with_chief.sum(axis=1)) + _disorder(with_chief.sum(axis=0)) - _disorder(with_chief)
        return max(0.0, bits) * sum(group.discount for group in groups) / len(groups)


@dataclass(frozen=True, slots=True)
class _Group:
    """One answer: how much it still counts, (outcomes, s) chance of each outcome, and what it tells alone, in bits."""

    discount: float
    outcomes: Floats
    bits: float


def _powers(chance: Floats, weight: Floats) -> Floats:
    """Each row raised to its own power; the powers are few, and numpy knows 1 and 0.5 by heart."""
    raised = np.empty_like(chance)
    for power in sorted(set(weight.tolist())):
        rows = weight == power
        raised[rows] = chance[rows] ** power
    return raised


def _entropy(chance: Floats) -> Floats:
    """Entropy of a yes-or-no answer, in bits."""
    return np.asarray(-(chance * np.log2(chance) + (1 - chance) * np.log2(1 - chance)))


def _disorder(probability: Floats) -> float:
    """Entropy of a distribution, in bits."""
    return float(-(probability * np.log2(np.maximum(probability, 1e-300))).sum())


_NEGLIGIBLE = 1e-4
_COVER = 0.999
_MOST_SETS = 300
