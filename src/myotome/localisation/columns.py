"""The columns that every lesion is described on: one per modality, structure and side."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from myotome.anatomy.conduction import motor_studies, sensory_studies
from myotome.anatomy.muscles import muscles
from myotome.anatomy.nerves import nerves
from myotome.anatomy.reflexes import reflexes
from myotome.anatomy.skin import dermatomes, skin_areas
from myotome.localisation.evidence import SIDED_SIGNS, UPPER_MOTOR_SIGNS, WHOLE_BODY_SIGNS
from myotome.words.side import Side

Column = tuple[str, str, Side]
SIDES = (Side.LEFT, Side.RIGHT)
MUSCLE_MODALITIES = ("weak", "wasting", "fasciculation", "emg_denervated", "emg_myopathic")
REFLEX_MODALITIES = ("reflex_reduced", "reflex_brisk")


@lru_cache(maxsize=1)
def columns() -> Mapping[Column, int]:
    """Index of each column (modality, structure, side)."""
    structures: dict[str, tuple[str, ...]] = dict.fromkeys(MUSCLE_MODALITIES, tuple(muscles()))
    structures |= dict.fromkeys(REFLEX_MODALITIES, tuple(reflexes()))
    structures["sensation"] = (*skin_areas(), *dermatomes())
    structures["snap_low"] = tuple(sensory_studies())
    structures["cmap_low"] = tuple(motor_studies())
    structures["block"] = tuple(block_slug(nerve.slug, site) for nerve in nerves().values() for site in nerve.sites)
    structures["upper"] = UPPER_MOTOR_SIGNS
    structures["general"] = SIDED_SIGNS
    names = [(modality, slug, side) for modality, slugs in structures.items() for slug in slugs for side in SIDES]
    names += [("general", slug, Side.MIDLINE) for slug in WHOLE_BODY_SIGNS]
    return MappingProxyType({name: index for index, name in enumerate(names)})


def block_slug(nerve: str, site: str) -> str:
    """The structure of a conduction block."""
    return f"{nerve}@{site}"
