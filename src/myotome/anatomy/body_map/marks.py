"""What is shown on the body map: how weak or wasted a muscle is on a side, on one scale of five steps (scale.toml)."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from myotome.anatomy.muscles import muscles
from myotome.words.errors import OutOfRange, UnknownName
from myotome.words.shelf import read_book
from myotome.words.side import Side


class Degree(Enum):
    """What can stand in place of a number."""

    UNSTATED = "unstated"
    """Present, and nobody said how much."""


Amount = float | Degree | None
"""0 (normal) to 1 (nothing left); ``Degree.UNSTATED`` when present without a number; None when not examined."""

MOST_STEPS: Final = 5
"""Steps of the scale above normal; see scale.toml."""

_ROUNDING: Final = 1e-9
"""Keeps 3/5 in its own step although 0.6 * 5 is not exactly 3 in floating point."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One muscle (or group) on one side: ``weakness`` and ``wasting`` from 0 (none) to 1 (complete), None when not examined.

    ``weakness`` is (5 - MRC grade) / 5, ``wasting`` the share of muscle lost. ``label`` is the clinic's own grade in a few
    words ("MRC 2"), ``note`` anything longer. ``region`` names the region a mark was spread from, empty for a muscle that was
    itself examined. Raises UnknownName for a muscle that is not in the table, OutOfRange for an amount outside 0 to 1.
    """

    muscle: str
    side: Side = Side.BOTH
    weakness: Amount = None
    wasting: Amount = None
    fasciculation: bool = False
    note: str = ""
    label: str = ""
    region: str = ""

    def __post_init__(self) -> None:
        if self.muscle not in muscles():
            raise UnknownName(
                "no muscle goes by this name", value=self.muscle, cure="Look it up in anatomy.muscles first."
            )
        object.__setattr__(self, "side", Side(self.side))
        for what, amount in (("weakness", self.weakness), ("wasting", self.wasting)):
            if isinstance(amount, Degree) or amount is None:
                continue
            if not (math.isfinite(amount) and 0 <= amount <= 1):
                raise OutOfRange(
                    f"{what} must lie between 0 (none) and 1 (complete)",
                    place=self.muscle,
                    value=amount,
                    cure="For an MRC grade give (5 - grade) / 5.",
                )

    @property
    def step(self) -> str:
        """The worse of weakness and wasting as a slug of the scale: what the muscle is filled with."""
        return max((step_of(self.weakness), step_of(self.wasting)), key=RANK.index)

    @property
    def abnormal(self) -> bool:
        """True when there is something to say beside the drawing."""
        return self.step not in ("not_examined", "normal") or self.fasciculation or bool(self.note)


RANK: Final = ("not_examined", "normal", "unstated", "1", "2", "3", "4", "5")
"""A stated degree says more than an unstated one, so it wins the fill."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the scale: its words, its ground and its hatch."""

    slug: str
    label: str
    fill: str
    ink: str
    hatch: str
    mrc: str = ""
    lost_up_to_percent: int | None = None


@lru_cache(maxsize=1)
def scale() -> Mapping[str, Step]:
    """Every step by slug, in the order of the legend."""
    book = read_book("myotome.anatomy.body_map", "scale.toml")
    return MappingProxyType({row["slug"]: Step(**row) for row in book.content["step"]})


def step_of(amount: Amount) -> str:
    """Slug of the step: ``not_examined``, ``normal``, ``1`` to ``5`` (a fifth each, upper limit included) or ``unstated``."""
    if amount is None:
        return "not_examined"
    if isinstance(amount, Degree):
        return "unstated"
    return "normal" if amount == 0 else str(max(1, math.ceil(amount * MOST_STEPS - _ROUNDING)))


def spoken(mark: Mark) -> str:
    """What a mark says, in words: ``severe weakness, mild wasting, fasciculations, MRC 2``."""
    words = [_amount(step_of(mark.weakness), "weakness"), _amount(step_of(mark.wasting), "wasting")]
    words += ["fasciculations"] if mark.fasciculation else []
    words += [text for text in (mark.label, mark.note) if text]
    said = [word for word in words if word]
    if mark.step == "normal" and not mark.fasciculation:
        said = ["normal", *(text for text in (mark.label, mark.note) if text)]
    if mark.region and said:
        said.append("known for the region only")
    return ", ".join(said) if said else "not examined"


def _amount(step: str, what: str) -> str:
    if step == "not_examined":
        return ""
    if step == "normal":
        return f"no {what}"
    return f"{what} of unstated degree" if step == "unstated" else f"{scale()[step].label} {what}"
