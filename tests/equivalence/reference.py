"""The plain form of the kernel: the same model, every set in a loop, nothing vectorised and nothing pruned.

It is the oracle of the fast kernel. Read this to learn what the fast one computes.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import combinations

from myotome.diagnosis.evidence import Item
from myotome.diagnosis.model import LONE_CAUSE, Model


def reference_posterior(
    model: Model, odds: Sequence[float], items: Sequence[Item], lead: Sequence[float] | None = None
) -> dict[tuple[int, ...], float]:
    """Probability of every set of one to three causes, summing to 1; with ``lead`` a set also weighs the sum of its leads."""
    n = len(model.causes)
    weight = {}
    for size in (1, 2, 3):
        for chosen in combinations(range(n), size):
            if size > 1 and any(model.causes[c] == LONE_CAUSE for c in chosen):
                continue
            prior = math.prod(odds[c] for c in chosen) * (sum(lead[c] for c in chosen) if lead else 1.0)
            likelihood = math.prod(chance(model, item, chosen) ** item.weight for item in items)
            weight[chosen] = prior * likelihood
    total = sum(weight.values())
    return {chosen: w / total for chosen, w in weight.items()}


def chance(model: Model, item: Item, chosen: Sequence[int]) -> float:
    """P(the finding stands as it does | these causes act)."""
    if item.concept in model.facet_value:
        name, value = model.facet_value[item.concept]
        present = chance_of_value(model, name, value, chosen)
    else:
        present = chance_of_concept(model, model.concepts.index(item.concept), chosen)
    return present if item.present else 1 - present


def chance_of_concept(model: Model, column: int, chosen: Sequence[int]) -> float:
    """Noisy-OR with a background that some causes scale down."""
    background = float(model.background[column])
    kept_away = 1.0
    spared = 1.0
    for c in chosen:
        p = float(model.p[c, column])
        if p >= background:
            kept_away *= (1 - p) / (1 - background)
        else:
            spared *= p / background
    return 1 - (1 - background * spared) * kept_away


def chance_of_value(model: Model, name: str, value: int, chosen: Sequence[int]) -> float:
    """A mixture of the members' shares, or the share of the highest of the members' values."""
    table = model.band_p[name]
    if model.exclusives[name].combine == "mixture":
        return sum(float(table[c, value]) for c in chosen) / len(chosen)
    up_to = math.prod(float(table[c, : value + 1].sum()) for c in chosen)
    below = math.prod(float(table[c, :value].sum()) for c in chosen)
    return min(max(up_to - below, 1e-6), 1.0)


def reference_marginals(model: Model, posterior: dict[tuple[int, ...], float]) -> list[float]:
    """P(cause acts) for each cause."""
    return [sum(p for chosen, p in posterior.items() if c in chosen) for c in range(len(model.causes))]
