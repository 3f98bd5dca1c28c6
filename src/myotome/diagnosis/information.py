"""What an answer would tell: expected information about the causes, and where each answer would take the ranking."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

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
    """The sets that hold nearly all belief, ready to be asked what any concept would tell about them."""

    def __init__(self, expansion: Expansion, posterior: Posterior, known: Sequence[str] = ()) -> None:
        self.expansion, self.model = expansion, expansion.model
        self.members, probability = heaviest(expansion, posterior, cover=0.999, most=400)
        self.probability = probability / probability.sum()
        n = len(self.model.causes)
        self.inside = np.zeros((n, len(self.members)))
        for k in range(3):
            held = np.flatnonzero(self.members[:, k] >= 0)
            self.inside[self.members[held, k], held] = 1.0
        self.before = self.inside @ self.probability
        self.known = frozenset(known)
        self._answered: dict[str, int] = {}
        for concept in self.known:
            facet = self.model.facet_of.get(concept, concept)
            self._answered[facet] = self._answered.get(facet, 0) + 1
        self._chance: dict[str, Floats] = {}

    def chance(self, concept: str) -> Floats:
        """(s,) P(concept present | each set)."""
        if concept not in self._chance:
            size = (self.members >= 0).sum(axis=1)
            chance = np.empty(len(self.members))
            for k in (1, 2, 3):
                of_size = size == k
                if of_size.any():
                    chance[of_size] = self.model.chance(concept, *self.members[of_size, :k].T)
            self._chance[concept] = np.clip(chance, 1e-9, 1 - 1e-9)
        return self._chance[concept]

    def discount(self, concept: str) -> float:
        """How much a further fact of the concept's facet still counts, given what is known of that facet (0 to 1)."""
        return TEMPER ** self._answered.get(self.model.facet_of.get(concept, concept), 0)

    def bits(self, concept: str) -> float:
        """Expected information of a yes or no about one concept, in bits."""
        return self.joint_bits((concept,))

    def joint_bits(self, concepts: Sequence[str], *, most: int = 5) -> float:
        """Expected information of several answers that come together, in bits.

        The most telling ``most`` are taken, each discounted by what is already known of its facet; given the causes they are taken to be
        independent. Values of one exclusive facet count as one answer with several outcomes.
        """
        groups = self._groups(concepts)
        ranked = sorted(groups, key=lambda group: -self._group_bits([group]))[:most]
        return self._group_bits(ranked) if ranked else 0.0

    def answers(self, concept: str) -> tuple[Answer, Answer]:
        """Where a yes and where a no would take the ranking."""
        chance, weight = self.chance(concept), self.discount(concept)
        yes, no = chance**weight, (1 - chance) ** (weight * ABSENT_WEIGHT)
        return self._answer(concept, True, chance, yes), self._answer(concept, False, 1 - chance, no)

    def _answer(self, concept: str, present: bool, chance: Floats, likelihood: Floats) -> Answer:
        after = self.probability * likelihood
        marginal = self.inside @ (after / after.sum())
        moved = int(np.argmax(np.abs(marginal - self.before)))
        names = self.model.causes
        leader = names[int(np.argmax(marginal))]
        expected = float(self.probability @ chance)
        return Answer(
            concept, present, expected, names[moved], float(self.before[moved]), float(marginal[moved]), leader
        )

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
            elif concept in self.model.concept_index and concept not in self.known:
                chance = self.chance(concept)
                groups.append((self.discount(concept), np.stack([chance, 1 - chance])))
        return groups

    def _group_bits(self, groups: Sequence[tuple[float, Floats]]) -> float:
        joint = np.ones((1, len(self.probability)))
        within = 0.0
        for _, table in groups:
            joint = (joint[:, None, :] * table[None, :, :]).reshape(-1, joint.shape[1])
            within += float(-(table * np.log2(table)).sum(axis=0) @ self.probability)
        outcome = joint @ self.probability
        bits = float(-(outcome * np.log2(np.maximum(outcome, 1e-300))).sum()) - within
        return max(0.0, bits) * float(np.mean([discount for discount, _ in groups]))


def asked_value(outlook: Outlook, concept: str) -> float:
    """Bits that the answer to one question would be expected to give; 0 when no cause speaks of it or it is known."""
    if not outlook.model.knows(concept) or concept in outlook.known:
        return 0.0
    return outlook.joint_bits((concept,))
