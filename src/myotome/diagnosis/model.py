"""The two-layer network as arrays: causes above, concepts below, compiled once from the catalogue.

For a set S of causes acting together, concept f is present with probability

    P(f | S) = 1 - (1 - background_f * prod_{c in S} spare_cf) * prod_{c in S} keep_cf

``keep_cf`` is the chance that cause c fails to bring f about (noisy-OR, Pearl 1988); ``spare_cf`` <= 1 scales the background
down where a cause is known to leave something alone (ALS spares sensation). One cause alone gives exactly its own published
or elicited p. Values of an exclusive facet combine as the *highest* (the CK of two myopathies) or as a *mixture*.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
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


@dataclass(frozen=True, slots=True)
class Parts:
    """How causes combine on one concept: ``of_cause`` holds (n,) arrays whose entries are joined member by member.

    ``chance(size, *joined)`` is P(concept present | a set of that size with these joined parts).
    """

    of_cause: tuple[Floats, ...]
    join: np.ufunc
    chance: Callable[..., Floats]


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
        """Causes under which the concept differs from its background; only these act on it together.

        For the value of an exclusive facet that is every cause, the lone one among them: what is worked out for sets that it
        would share is never used.
        """
        if concept in self.facet_value:
            return np.arange(len(self.causes))
        return np.flatnonzero(self.listed[:, self.concept_index[concept]] & ~self.alone)

    def interplay(self, concept: str, present: bool) -> Ints:
        """Those of ``listing`` whose effects on this finding do more, or less, together than the product of each alone.

        An absence is the product of what each cause fails to bring about; only causes that spare its background interlock.
        """
        who = self.listing(concept)
        if present or concept in self.facet_value:
            return who
        return np.asarray(who[self.spare[who, self.concept_index[concept]] < 1.0])

    def background_chance(self, concept: str) -> float:
        """P(concept present | a cause that says nothing about it)."""
        if concept in self.facet_value:
            name, k = self.facet_value[concept]
            return self.exclusives[name].background[k]
        return float(self.background[self.concept_index[concept]])

    def chance(self, concept: str, *members: Ints) -> Floats:
        """P(concept present | S) for many sets at once: one index array per member, all of one length (one to three members)."""
        parts = self.parts(concept)
        carried = [part[members[0]] for part in parts.of_cause]
        for member in members[1:]:
            carried = [parts.join(so_far, part[member]) for so_far, part in zip(carried, parts.of_cause, strict=True)]
        return parts.chance(len(members), *carried)

    def parts(self, concept: str) -> Parts:
        """What each cause brings to a concept, and how the parts of a set become its chance."""
        if concept in self.facet_value:
            name, k = self.facet_value[concept]
            table = self.band_p[name]
            if self.exclusives[name].combine == "mixture":
                return Parts((table[:, k],), np.add, lambda size, total: total / size)
            up_to = np.cumsum(table, axis=1)
            below = up_to[:, k - 1] if k else np.zeros(len(table))
            return Parts((up_to[:, k], below), np.multiply, _highest)
        j = self.concept_index[concept]
        background, keep, spare = self.background[j], self.keep[:, j], self.spare[:, j]
        if (spare == 1.0).all():
            return Parts((keep,), np.multiply, lambda _, kept: 1 - (1 - background) * kept)
        return Parts((keep, spare), np.multiply, lambda _, kept, spared: 1 - (1 - background * spared) * kept)


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


def _highest(_: int, reach: Floats, below: Floats) -> Floats:
    """Chance that the highest of the members' values is this one: all reach no further, and not all stay below."""
    return np.asarray(np.clip(reach - below, 1e-6, 1 - 1e-6))


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
