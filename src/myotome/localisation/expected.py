"""From what a lesion takes to what it shows: the loss on every column (modality, structure, side)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

from myotome.anatomy.conduction import motor_studies, sensory_studies
from myotome.anatomy.muscles import muscles
from myotome.anatomy.reflexes import reflexes
from myotome.anatomy.skin import dermatomes
from myotome.localisation.columns import MUSCLE_MODALITIES, Column, columns
from myotome.localisation.evidence import UPPER_MOTOR_SIGNS, WHOLE_BODY_SIGNS
from myotome.localisation.loss import Loss, group_loss
from myotome.localisation.signs import expression
from myotome.words.side import Side

Row = NDArray[np.float64]

SPREAD_SHARE = 0.5
"""Weight of the worst against the mean when a sign is about the whole body, as in 'reflexes reduced' (elicited)."""


def expected(loss: Loss, kind: str, sides: Iterable[Side], override: Mapping[str, float] | None = None) -> Row:
    """Loss on every column, shape (columns,), for a lesion of ``kind`` (a row of signs.toml) on ``sides``.

    ``override`` replaces single entries of the expression row, such as less fasciculation.
    """
    shows = {**expression(kind), **(override or {})}
    per_structure = _per_structure(loss, shows)
    row = np.zeros(len(columns()))
    for (modality, slug), value in per_structure.items():
        for side in sides:
            row[columns()[modality, slug, side]] = value
    for sign, value in loss.sign.items():
        _put_sign(row, sign, value, sides)
    _sum_up(row, per_structure, shows)
    return row


def combined(rows: Iterable[Row]) -> Row:
    """The loss when several lesions act at once: what each spares is multiplied."""
    kept = 1.0 - np.stack(list(rows))
    return np.asarray(1.0 - kept.prod(axis=0))


def _per_structure(loss: Loss, shows: Mapping[str, float]) -> dict[tuple[str, str], float]:
    found: dict[tuple[str, str], float] = {}
    by_needle = {**loss.muscle, **loss.needle}
    for slug in muscles():
        for modality in MUSCLE_MODALITIES:
            lost = group_loss(slug, by_needle if modality.startswith("emg") else loss.muscle)
            found[modality, slug] = shows.get(modality, 0.0) * lost
    for slug in reflexes():
        found["reflex_reduced", slug] = shows.get("reflex_reduced", 0.0) * loss.reflex.get(slug, 0.0)
        found["reflex_brisk", slug] = loss.brisk.get(slug, 0.0)
    felt = shows.get("sensation", 0.0)
    for slug, lost in loss.skin.items():
        found["sensation", slug] = felt * lost
    for slug, dermatome in dermatomes().items():
        mean = sum(share * loss.skin.get(area, 0.0) for area, share in dermatome.areas.items())
        found["sensation", slug] = felt * max(mean, loss.dermatome.get(slug, 0.0))
    for nerve, areas in sensory_studies().items():
        found["snap_low", nerve] = shows.get("snap_low", 0.0) * sum(p * loss.skin.get(a, 0.0) for a, p in areas.items())
    for nerve, recorded in motor_studies().items():
        found["cmap_low", nerve] = shows.get("cmap_low", 0.0) * sum(
            p * loss.muscle.get(m, 0.0) for m, p in recorded.items()
        )
    for slug, value in loss.block.items():
        found["block", slug] = value
    return found


def _put_sign(row: Row, sign: str, value: float, sides: Iterable[Side]) -> None:
    modality = "upper" if sign in UPPER_MOTOR_SIGNS else "general"
    places: Iterable[Side] = (Side.MIDLINE,) if sign in WHOLE_BODY_SIGNS else sides
    for side in places:
        key: Column = (modality, sign, side)
        row[columns()[key]] = value


def _sum_up(row: Row, found: Mapping[tuple[str, str], float], shows: Mapping[str, float]) -> None:
    skin = [value for (modality, _), value in found.items() if modality == "sensation"]
    _raise(row, "any_sensory_loss", max(skin, default=0.0) if shows.get("sensation") else 0.0)
    for sign, modality in (("reflexes_reduced", "reflex_reduced"), ("reflexes_brisk", "reflex_brisk")):
        values = [found[modality, slug] for slug, reflex in reflexes().items() if reflex.kind == "tendon"]
        _raise(row, sign, SPREAD_SHARE * max(values) + (1 - SPREAD_SHARE) * sum(values) / len(values))


def _raise(row: Row, sign: str, value: float) -> None:
    index = columns()["general", sign, Side.MIDLINE]
    row[index] = max(row[index], value)
