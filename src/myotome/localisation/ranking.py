"""The ranked list of explanations: lesions and pairs of lesions with their posterior, neighbours reported together."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from myotome.localisation.hypotheses import Hypothesis, shelf
from myotome.localisation.weigh import Weighed
from myotome.words.side import Side

NEGLIGIBLE = 1e-6
"""Posterior below which a pair is not listed (its mass still counts in the total)."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """One lesion, or two at once, with the posterior of its whole family; ``lesions`` is its likeliest member."""

    lesions: tuple[Hypothesis, ...]
    posterior: float

    @property
    def slug(self) -> str:
        """Families joined by '+', without sides."""
        return "+".join(sorted(lesion.family for lesion in self.lesions))

    @property
    def label(self) -> str:
        """What to print: 'right L5 root', or two of them with 'and'."""
        return self.told(sided=True)

    def told(self, *, sided: bool) -> str:
        """The label with or without sides; without them when nobody said the side."""
        return " and ".join(lesion.full_label if sided else lesion.label for lesion in self.lesions)

    @property
    def facet(self) -> str:
        """Value of the localisation facet: that of the lesion, or of the two together."""
        facets = {lesion.facet for lesion in self.lesions}
        nerves = {(lesion.nerve, lesion.side) for lesion in self.lesions}
        if facets == {"single_nerve"} and len(nerves) > 1:
            return "multiple_nerves"
        widest = [lesion for lesion in self.lesions if not lesion.focal] or list(self.lesions)
        return widest[0].facet


def rank(weighed: Weighed) -> tuple[Explanation, ...]:
    """Every explanation with a posterior worth listing, best first; ties keep the order of the tables."""
    known = shelf().hypotheses
    best: dict[tuple[tuple[str, Side], ...], tuple[float, tuple[Hypothesis, ...]]] = {}
    mass: dict[tuple[tuple[str, Side], ...], float] = {}

    def add(lesions: tuple[Hypothesis, ...], posterior: float) -> None:
        key = tuple(sorted((lesion.family, lesion.side) for lesion in lesions))
        mass[key] = mass.get(key, 0.0) + posterior
        if posterior > best.get(key, (-1.0, ()))[0]:
            best[key] = (posterior, lesions)

    for hypothesis, log_posterior in zip(known, weighed.single, strict=True):
        add((hypothesis,), float(np.exp(log_posterior)))
    for row, other in np.argwhere(weighed.pairs > np.log(NEGLIGIBLE)):
        lesions = tuple(sorted((known[weighed.leaders[row]], known[other]), key=lambda lesion: not lesion.focal))
        add(lesions, float(np.exp(weighed.pairs[row, other])))
    ordered = sorted(mass, key=lambda key: -mass[key])
    return tuple(Explanation(best[key][1], mass[key]) for key in ordered)
