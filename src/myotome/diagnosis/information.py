"""What an answer would tell: expected information about the causes, and where each answer would take the ranking."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from myotome.diagnosis.evidence import ABSENT_WEIGHT, TEMPER
from myotome.diagnosis.expansion import Expansion
from myotome.diagnosis.kernel import Posterior, heaviest
from myotome.diagnosis.model import Floats


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
        self.concepts = (*model.concepts, *model.facet_value)
        self.place = {concept: k for k, concept in enumerate(self.concepts)}
        self.table = np.clip(self._chances(), 1e-9, 1 - 1e-9)
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
        yes = np.clip(self.table @ self.probability, 1e-12, 1 - 1e-12)
        bits = _entropy(yes) - _entropy(among) @ (mass / mass.sum())
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
        groups = self._groups(concepts)
        ranked = sorted(groups, key=lambda group: -self._group_bits([group]))[:most]
        return self._group_bits(ranked) if ranked else 0.0

    @cached_property
    def moved(self) -> tuple[Floats, Floats]:
        """(concepts, causes) probability of each cause after a yes and after a no about each concept."""
        yes = self.table ** self.weight[:, None] * self.probability
        no = (1 - self.table) ** (ABSENT_WEIGHT * self.weight[:, None]) * self.probability
        held = self.inside.T
        return (yes @ held) / yes.sum(axis=1, keepdims=True), (no @ held) / no.sum(axis=1, keepdims=True)

    def answers(self, concept: str) -> tuple[Answer, Answer]:
        """Where a yes and where a no would take the ranking."""
        return self._answer(concept, True), self._answer(concept, False)

    def _answer(self, concept: str, present: bool) -> Answer:
        k = self.place[concept]
        after = self.moved[0 if present else 1][k]
        yes = float(self.table[k] @ self.probability)
        most = int(np.argmax(np.abs(after - self.before)))
        names = self.model.causes
        leader = names[int(np.argmax(after))]
        chance = yes if present else 1 - yes
        return Answer(concept, present, chance, names[most], float(self.before[most]), float(after[most]), leader)

    def _chances(self) -> Floats:
        model, size = self.model, (self.members >= 0).sum(axis=1)
        kept, spared = (
            np.ones((len(self.members), len(model.concepts))),
            np.ones((len(self.members), len(model.concepts))),
        )
        for k in range(3):
            held = size > k
            kept[held] *= model.keep[self.members[held, k]]
            spared[held] *= model.spare[self.members[held, k]]
        plain = 1 - (1 - model.background * spared) * kept
        values = np.empty((len(self.members), len(model.facet_value)))
        for k, value in enumerate(model.facet_value):
            for count in (1, 2, 3):
                held = size == count
                if held.any():
                    values[held, k] = model.chance(value, *self.members[held, :count].T)
        return np.concatenate([plain, values], axis=1).T

    def _groups(self, concepts: Sequence[str]) -> list[tuple[float, Floats]]:
        """(discount, (outcomes, s) chances) of each answer, values of one exclusive facet taken together."""
        groups: list[tuple[float, Floats]] = []
        facets: set[str] = set()
        for concept in concepts:
            if concept in self.model.facet_value:
                name, _ = self.model.facet_value[concept]
                values = self.model.exclusives[name].values
                if name in facets or self.known & set(values):
                    continue
                facets.add(name)
                table = np.stack([self.chance(value) for value in values])
                groups.append((1.0, table / table.sum(axis=0)))
            elif concept in self.place and concept not in self.known:
                chance = self.chance(concept)
                groups.append((float(self.weight[self.place[concept]]), np.stack([chance, 1 - chance])))
        return groups

    def _group_bits(self, groups: Sequence[tuple[float, Floats]]) -> float:
        joint = np.ones((1, len(self.probability)))
        for _, table in groups:
            joint = (joint[:, None, :] * table[None, :, :]).reshape(-1, joint.shape[1])
        with_chief = joint @ self.chief.T
        with_chief = with_chief / with_chief.sum()
        bits = _disorder(with_chief.sum(axis=1)) + _disorder(with_chief.sum(axis=0)) - _disorder(with_chief)
        return max(0.0, bits) * float(np.mean([discount for discount, _ in groups]))


def _entropy(chance: Floats) -> Floats:
    """Entropy of a yes-or-no answer, in bits."""
    return np.asarray(-(chance * np.log2(chance) + (1 - chance) * np.log2(1 - chance)))


def _disorder(probability: Floats) -> float:
    """Entropy of a distribution, in bits."""
    return float(-(probability * np.log2(np.maximum(probability, 1e-300))).sum())


_NEGLIGIBLE = 1e-4
_COVER = 0.999
_MOST_SETS = 300
