"""Which causes explain a case together, and which findings none of them explains."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from myotome.diagnosis.evidence import Item
from myotome.diagnosis.expansion import Expansion
from myotome.diagnosis.kernel import Posterior, heaviest
from myotome.diagnosis.model import Floats, Ints

EXPLAINED_BELOW = 0.2
"""A present finding counts as unexplained when, on average, less than this share of it is brought about by the causes believed in."""

NO_EXPLANATION_NEEDED = ("exposure", "history", "comorbidity", "family", "activity", "developmental")
"""Facets of what comes before a disease: a drug taken or an old injury asks for no cause."""


@dataclass(frozen=True, slots=True)
class JointExplanation:
    """One set of causes acting together, and the belief in exactly this set."""

    causes: tuple[str, ...]
    probability: float


@dataclass(frozen=True, slots=True)
class Unexplained:
    """A present finding that the believed causes leave to chance; ``explained`` is the share they do account for (0 to 1)."""

    concept: str
    explained: float


def joint_explanations(expansion: Expansion, posterior: Posterior, *, most: int = 8) -> tuple[JointExplanation, ...]:
    """The best sets of causes, likeliest first."""
    members, probability = heaviest(expansion, posterior, cover=1.0, most=most)
    names = expansion.model.causes
    return tuple(
        JointExplanation(tuple(names[c] for c in row if c >= 0), float(p))
        for row, p in zip(members, probability, strict=True)
    )


def unexplained(expansion: Expansion, posterior: Posterior, items: Sequence[Item]) -> tuple[Unexplained, ...]:
    """Present findings that are left to the background, least explained first. Values of exclusive facets are never listed."""
    members, probability = heaviest(expansion, posterior, cover=0.99, most=200)
    probability = probability / probability.sum()
    found = []
    for item in items:
        facet = expansion.model.facet_of.get(item.concept, "")
        if (
            item.present
            and item.concept in expansion.model.concept_index
            and not facet.startswith(NO_EXPLANATION_NEEDED)
        ):
            share = float(probability @ explained_share(expansion, item.concept, members))
            if share < EXPLAINED_BELOW:
                found.append(Unexplained(item.concept, share))
    return tuple(sorted(found, key=lambda finding: (finding.explained, finding.concept)))


def explained_share(expansion: Expansion, concept: str, members: Ints) -> Floats:
    """(s,) chance that a present finding was brought about by a cause of the set rather than by the background."""
    model = expansion.model
    j = model.concept_index[concept]
    filled = members >= 0
    who = np.where(filled, members, 0)
    spared = np.where(filled, model.spare[who, j], 1.0).prod(axis=1)
    kept = np.where(filled, model.keep[who, j], 1.0).prod(axis=1)
    by_chance = model.background[j] * spared
    return np.asarray((1 - by_chance) * (1 - kept) / (1 - (1 - by_chance) * kept))
