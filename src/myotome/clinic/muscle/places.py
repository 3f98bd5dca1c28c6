"""Which muscles can be asked for, on which sides, and which girth goes with each."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from myotome.anatomy.muscles import REGIONS, Muscle, muscles
from myotome.clinic.examination.sheet import MIDLINE
from myotome.words.errors import UnknownName
from myotome.words.side import Side

GIRTHS: Final[Mapping[str, str]] = {
    "upper_arm": "mid_upper_arm_circumference",
    "forearm": "forearm_circumference",
    "thigh": "thigh_circumference",
    "lower_leg": "calf_circumference",
}
"""Region of the body to the measure of its girth; the other regions have none."""


@lru_cache(maxsize=1)
def muscles_by_region() -> tuple[tuple[str, tuple[Muscle, ...]], ...]:
    """Every muscle and group under its region, from head to foot, by name."""
    return tuple(
        (
            region.replace("_", " ").capitalize(),
            tuple(sorted((m for m in muscles().values() if m.region == region), key=lambda m: m.label)),
        )
        for region in REGIONS
    )


def muscle_at(slug: str, side: str) -> tuple[Muscle, Side]:
    """The muscle and the side on which it is examined; the tongue and the neck have none. Raises UnknownName."""
    found = muscles().get(slug)
    if found is None:
        raise UnknownName("no muscle goes by this name", value=slug, cure="Choose one from the list.")
    if slug in MIDLINE:
        return found, Side.MIDLINE
    if side not in {Side.LEFT.value, Side.RIGHT.value}:
        raise UnknownName("this muscle is examined on the left or the right", value=side, cure="Choose a side.")
    return found, Side(side)
