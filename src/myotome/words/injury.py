"""One injury that a person has had, old or new: what, where, which side, when, and what it left."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from myotome.words.errors import OutOfRange
from myotome.words.side import Side

FIRST_YEAR, LAST_YEAR = 1900, 2100


class Harm(StrEnum):
    """What an injury did."""

    FRACTURE = "fracture"
    DISLOCATION = "dislocation"
    NERVE = "nerve"
    BURN = "burn"
    ELECTRIC = "electric"
    CRUSH = "crush"
    PLASTER = "plaster"


class Place(StrEnum):
    """Where an injury was, in the words of the body map's regions and joints."""

    HEAD = "head"
    NECK = "neck"
    SHOULDER = "shoulder"
    UPPER_ARM = "upper_arm"
    ELBOW = "elbow"
    FOREARM = "forearm"
    HAND = "hand"
    CHEST = "chest"
    BACK = "back"
    BELLY = "belly"
    HIP = "hip"
    THIGH = "thigh"
    KNEE = "knee"
    LOWER_LEG = "lower_leg"
    FOOT = "foot"
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True, slots=True)
class Injury:
    """``what`` in the words in which it was told. ``year`` and ``month`` (1 to 12) are None where nobody knows them.

    ``before``: whether it came before the trouble that brings the person; ``same_limb``: whether it hit the part that is weak or thin
    now. None for either means that nobody said.
    """

    what: str
    place: Place | None = None
    side: Side = Side.UNSTATED
    year: int | None = None
    month: int | None = None
    harms: tuple[Harm, ...] = ()
    before: bool | None = None
    same_limb: bool | None = None

    def __post_init__(self) -> None:
        if not self.what.strip():
            raise OutOfRange("an injury needs a few words", value=self.what, cure="Say what happened.")
        if self.year is not None and not FIRST_YEAR <= self.year <= LAST_YEAR:
            raise OutOfRange("this year cannot be", value=self.year, cure=f"Give a year from {FIRST_YEAR} on.")
        if self.month is not None and (self.year is None or not 1 <= self.month <= 12):
            raise OutOfRange("a month needs its year, and lies between 1 and 12", value=self.month)
