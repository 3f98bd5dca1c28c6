"""Which one muscle, reflex or skin area to examine next: the one whose answer is expected to tell the leaders apart best.

The value is the mutual information, in bits, between the answer (sign or no sign) and which explanation is right.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from myotome.anatomy.muscles import muscles
from myotome.anatomy.reflexes import reflexes
from myotome.anatomy.skin import skin_areas
from myotome.localisation.columns import Column, columns
from myotome.localisation.hypotheses import shelf
from myotome.localisation.observe import Observations, sides_looked_at
from myotome.localisation.ranking import Explanation
from myotome.localisation.signs import LEVELS, log_tables, setting

LEADERS = 12
"""How many explanations are told apart."""
NO_INFORMATION_BITS = 1e-6
"""At or below this an examination tells nothing."""


@dataclass(frozen=True, slots=True)
class NextSign:
    """One thing to examine: ``kind`` is muscle, reflex or area; ``bits`` the expected information about the leaders."""

    kind: str
    slug: str
    label: str
    side: str
    how: str
    bits: float
    favours: str
    """The explanation that a positive finding would speak for."""
    against: str
    """The explanation that a normal finding would speak for."""


def next_signs(
    ranked: Sequence[Explanation], seen: Observations, how_many: int = 3, *, sided: bool = True
) -> tuple[NextSign, ...]:
    """The most telling bedside examinations not yet done, best first; empty when one explanation is certain.

    ``sided`` False keeps sides out of the labels, for a case that named none.
    """
    leaders = ranked[:LEADERS]
    weight = np.array([explanation.posterior for explanation in leaders])
    weight = weight / weight.sum()
    done = {(modality, part, side) for (modality, slug, side), _ in seen.told for part in (slug, *_members(slug))}
    sides = sides_looked_at(seen)
    candidates = [
        (modality, slug, side)
        for modality, slug, side in _bedside()
        if side in sides and not any((modality, part, side) in done for part in (slug, *_members(slug)))
    ]
    if not candidates:
        return ()
    chance = _chance(leaders, candidates)
    bits = _entropy(weight @ chance) - weight @ _entropy(chance)
    best: dict[str, int] = {}
    for index in np.argsort(-bits, kind="stable"):
        if bits[index] > NO_INFORMATION_BITS:
            best.setdefault(candidates[index][1], int(index))
    chosen = list(best.values())[:how_many]
    return tuple(_sign(candidates[i], float(bits[i]), chance[:, i], weight, leaders, sided) for i in chosen)


def _chance(leaders: Sequence[Explanation], candidates: Sequence[Column]) -> NDArray[np.float64]:
    """P(sign | explanation), shape (leaders, candidates)."""
    known = shelf()
    tables, kinds = log_tables()
    weights = np.asarray(setting("severity", "weights"))
    seen_yes = np.einsum("s,skl->kl", weights, np.exp(tables.astype(np.float64)))
    place = np.array([columns()[column] for column in candidates])
    kind = np.array([kinds[column[0], "yes"] for column in candidates])
    rows = []
    for explanation in leaders:
        kept = np.ones(len(candidates))
        for lesion in explanation.lesions:
            kept *= 1 - known.loss[known.hypotheses.index(lesion), place] / (LEVELS - 1)
        level = np.rint((1 - kept) * (LEVELS - 1)).astype(int)
        rows.append(seen_yes[kind, level])
    return np.array(rows)


def _members(slug: str) -> tuple[str, ...]:
    return tuple(muscles()[slug].members) if slug in muscles() else ()


def _entropy(chance: NDArray[np.float64]) -> NDArray[np.float64]:
    inside = chance.clip(1e-12, 1 - 1e-12)
    return np.asarray(-(inside * np.log2(inside) + (1 - inside) * np.log2(1 - inside)))


@lru_cache(maxsize=1)
def _bedside() -> tuple[Column, ...]:
    allowed = {("weak", slug) for slug, muscle in muscles().items() if muscle.bedside}
    allowed |= {("reflex_reduced", slug) for slug, reflex in reflexes().items() if reflex.kind == "tendon"}
    allowed |= {("sensation", slug) for slug in skin_areas()}
    return tuple(column for column in columns() if column[:2] in allowed)


def _sign(
    column: Column,
    bits: float,
    chance: NDArray[np.float64],
    weight: NDArray[np.float64],
    leaders: Sequence[Explanation],
    sided: bool,
) -> NextSign:
    modality, slug, side = column
    kind = {"weak": "muscle", "reflex_reduced": "reflex", "sensation": "area"}[modality]
    label, how = _instruction(kind, slug)
    positive, negative = weight * chance, weight * (1 - chance)
    return NextSign(
        kind,
        slug,
        label,
        side.value if sided else "",
        how,
        bits,
        leaders[_gains(positive, weight)].told(sided=sided),
        leaders[_gains(negative, weight)].told(sided=sided),
    )


def _instruction(kind: str, slug: str) -> tuple[str, str]:
    if kind == "muscle":
        return muscles()[slug].label, muscles()[slug].test
    if kind == "reflex":
        return reflexes()[slug].label, reflexes()[slug].test
    return skin_areas()[slug].label, "Compare touch and pinprick with the other side and with the skin next to it."


def _gains(after: NDArray[np.float64], before: NDArray[np.float64]) -> int:
    """Index of the explanation whose posterior rises most."""
    return int(np.argmax(after / after.sum() - before))
