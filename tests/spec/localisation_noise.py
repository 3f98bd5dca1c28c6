"""One wrong sign for a pattern: an abnormal finding in a structure that the lesion spares and the row does not name."""

from __future__ import annotations

import random

import numpy as np

from myotome.anatomy.muscles import single_muscles
from myotome.anatomy.reflexes import reflexes
from myotome.anatomy.skin import skin_areas
from myotome.localisation.columns import SIDES as BOTH
from myotome.localisation.columns import Column, columns
from myotome.localisation.evidence import Item, ReflexFinding, Sensation, Strength
from myotome.localisation.hypotheses import shelf
from myotome.localisation.observe import observations
from myotome.words.side import Side
from spec.localisation_table import SIDES, Pattern

SPARED_BELOW = 3
"""Steps of 1/40: a structure that loses less counts as spared."""


def wrong_signs(pattern: Pattern) -> list[Item]:
    """Every wrong sign that could be drawn: weak muscles (4), lost tendon reflexes and numb areas on either side."""
    loss = _loss(pattern)
    told = {column for column, _ in observations(pattern.evidence.items).told}
    return [
        item
        for column, item in _abnormal_signs().items()
        if column not in told and loss[columns()[column]] < SPARED_BELOW
    ]


def drawn(pattern: Pattern, draws: int, seed: int) -> list[Item]:
    """``draws`` wrong signs for ``pattern``; the same for the same seed."""
    return random.Random(f"{seed}-{pattern.id}").choices(wrong_signs(pattern), k=draws)


def _loss(pattern: Pattern) -> np.ndarray:
    families = pattern.lesion.split("+")
    sides = {Side.BOTH, *(SIDES[pattern.side] or BOTH)}
    known = shelf()
    mine = [i for i, h in enumerate(known.hypotheses) if h.family in families and h.side in sides]
    return known.loss[mine].max(axis=0)


def _abnormal_signs() -> dict[Column, Item]:
    signs: dict[Column, Item] = {}
    for side in BOTH:
        for muscle in single_muscles():
            signs["weak", muscle.slug, side] = Strength(muscle.slug, side, 4.0)
        for area in skin_areas():
            signs["sensation", area, side] = Sensation(area, side)
        for reflex in reflexes().values():
            if reflex.kind == "tendon":
                signs["reflex_reduced", reflex.slug, side] = ReflexFinding(reflex.slug, side, 0)
    return signs
