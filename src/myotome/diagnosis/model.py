"""The two-layer network as arrays: causes above, concepts below, compiled once from the catalogue.

For a set S of causes acting together, concept f is present with probability

    P(f | S) = 1 - (1 - background_f * prod_{c in S} spare_cf) * prod_{c in S} keep_cf

``keep_cf`` is the chance that cause c fails to bring f about (noisy-OR, Pearl 1988); ``spare_cf`` <= 1 scales the background
down where a cause is known to leave something alone (ALS spares sensation). One cause alone gives exactly its own published
or elicited p. Values of an exclusive facet combine as the *highest* (the CK of two myopathies) or as a *mixture*.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from myotome.causes.cause import Cause
from myotome.symptoms.concepts import ExclusiveFacet, Vocabulary

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

P_FLOOR, P_CAP = 0.005, 0.995
"""No share is trusted beyond these: one atypical finding must not exclude a cause. A background below the floor stays reachable."""
BACKGROUND_FLOOR, BACKGROUND_CAP = 0.0005, 0.98
PERSON_FACETS = ("age", "sex")
"""Exclusive facets that belong to the person; they shape the base rate and are never findings."""
LONE_CAUSE = "none_known"
"""The cause that stands for everything not in the catalogue. It shows each finding as often as the known causes do on average, and
never shares the blame."""
BACKGROUND_WEIGHT = 10.0
"""Observations that a background rate is worth when its uncertainty is drawn."""


@dataclass(frozen=True)
class Model:
    """Probabilities for n causes and m concepts.

    ``p`` (n, m): P(concept | this cause alone); ``listed`` (n, m): whether the cause's file says so, or the background stands in;
    ``weight`` (n, m): observations behind each p; ``band_p[facet]`` (n, k): shares of its values, rows summing to 1.
    """

    causes: tuple[str, ...]
    concepts: tuple[str, ...]
    p: Floats
    listed: NDArray[np.bool_]
    weight: Floats
    background: Floats
    exclusives: Mapping[str, ExclusiveFacet]
    band_p: Mapping[str, Floats]
    band_weight: Mapping[str, Floats]
    facet_of: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def keep(self) -> Floats:
        """(n, m) chance that a cause fails to bring a concept about."""
        return np.minimum(1.0, (1 - self.p) / (1 - self.background))

    @cached_property
    def spare(self) -> Floats:
        """(n, m) factor by which a cause scales the background of a concept down."""
        return np.minimum(1.0, self.p / self.background)

    @cached_property
    def concept_index(self) -> dict[str, int]:
        """Column of each concept."""
        return {concept: j for j, concept in enumerate(self.concepts)}

    @cached_property
    def cause_index(self) -> dict[str, int]:
        """Position of each cause."""
        return {cause: i for i, cause in enumerate(self.causes)}

    @cached_property
    def facet_value(self) -> dict[str, tuple[str, int]]:
        """Concept slug of an exclusive value -> its facet and its position there."""
        return {
            value: (name, k)
            for name, facet in self.exclusives.items()
            if name not in PERSON_FACETS
            for k, value in enumerate(facet.values)
        }

    @cached_property
    def alone(self) -> NDArray[np.bool_]:
        """(n,) True for the cause that never shares the blame."""
        return np.array([cause == LONE_CAUSE for cause in self.causes])

    def knows(self, concept: str) -> bool:
        """Whether any cause says something about the concept."""
        return concept in self.concept_index or concept in self.facet_value

    def listing(self, concept: str) -> Ints:
        """Causes under which the concept differs from its background; only these act on it together (the lone cause never does)."""
        if concept in self.facet_value:
            return np.flatnonzero(~self.alone)
        return np.flatnonzero(self.listed[:, self.concept_index[concept]] & ~self.alone)

    def background_chance(self, concept: str) -> float:
        """P(concept present | a cause that says nothing about it)."""
        if concept in self.facet_value:
            name, k = self.facet_value[concept]
            return self.exclusives[name].background[k]
        return float(self.background[self.concept_index[concept]])

    def chance(self, concept: str, *members: Ints) -> Floats:
        """P(concept present | S) for many sets at once: one index array per member, all of one length (one to three members)."""
        if concept in self.facet_value:
            name, k = self.facet_value[concept]
            return _facet_chance(self.exclusives[name].combine, self.band_p[name], k, members)
        j = self.concept_index[concept]
        keep, spare = self.keep[:, j], self.spare[:, j]
        kept, spared = keep[members[0]], spare[members[0]]
        for member in members[1:]:
            kept, spared = kept * keep[member], spared * spare[member]
        return np.asarray(1 - (1 - self.background[j] * spared) * kept)


def compile_model(causes: Mapping[str, Cause], vocabulary: Vocabulary) -> Model:
    """Lay the catalogue out as arrays. Concepts that no cause lists carry no information and are left out."""
    names = tuple(causes)
    claimed = {concept for cause in causes.values() for concept in cause.claims}
    kept = [c for c in vocabulary.concepts.values() if c.slug in claimed and c.scored and not c.exclusive]
    column = {c.slug: j for j, c in enumerate(kept)}
    background = np.clip([c.background for c in kept], BACKGROUND_FLOOR, BACKGROUND_CAP)
    p = np.repeat(background[None, :], len(names), axis=0)
    listed = np.zeros(p.shape, dtype=bool)
    weight = np.full(p.shape, BACKGROUND_WEIGHT)
    for i, cause in enumerate(causes.values()):
        for claim in cause.claims.values():
            j = column.get(claim.concept)
            if j is not None:
                p[i, j] = min(max(claim.p, min(P_FLOOR, background[j])), P_CAP)
                listed[i, j], weight[i, j] = True, claim.weight
    lone = [i for i, name in enumerate(names) if name == LONE_CAUSE]
    if lone:
        # An unknown disease shows what diseases show on average, not what healthy people show.
        others = [i for i in range(len(names)) if i not in lone]
        p[lone], listed[lone] = p[others].mean(axis=0), listed.any(axis=0)
    band_p, band_weight = _bands(tuple(causes.values()), vocabulary.exclusives)
    facet_of = {c.slug: c.facet for c in vocabulary.concepts.values()}
    concepts = tuple(c.slug for c in kept)
    return Model(names, concepts, p, listed, weight, background, vocabulary.exclusives, band_p, band_weight, facet_of)


def _facet_chance(combine: str, table: Floats, k: int, members: Sequence[Ints]) -> Floats:
    if combine == "mixture":
        return np.asarray(sum(table[member, k] for member in members) / len(members))
    up_to = np.cumsum(table, axis=1)
    reach, below = up_to[:, k], up_to[:, k - 1] if k else np.zeros(len(table))
    all_reach, all_below = reach[members[0]], below[members[0]]
    for member in members[1:]:
        all_reach, all_below = all_reach * reach[member], all_below * below[member]
    return np.asarray(np.clip(all_reach - all_below, 1e-6, 1 - 1e-6))


def _bands(
    causes: Sequence[Cause], exclusives: Mapping[str, ExclusiveFacet]
) -> tuple[dict[str, Floats], dict[str, Floats]]:
    tables, weights = {}, {}
    for name, facet in exclusives.items():
        table = np.repeat(np.asarray(facet.background, float)[None, :], len(causes), axis=0)
        weight = np.full(len(causes), BACKGROUND_WEIGHT)
        for i, cause in enumerate(causes):
            bands = cause.bands.get(name)
            if bands is not None:
                table[i] = [bands.p.get(value, 0.0) for value in facet.values]
                weight[i] = bands.weight
        for i, cause in enumerate(causes):
            if cause.slug == LONE_CAUSE and len(causes) > 1:
                table[i] = np.delete(table, i, axis=0).mean(axis=0)
        table = np.maximum(table, P_FLOOR)
        tables[name], weights[name] = table / table.sum(axis=1, keepdims=True), weight
    return tables, weights
