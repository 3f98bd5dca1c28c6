"""An injury in words: what, where, when, what it did, and how it stands to the present trouble."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from myotome.journey.wording import SIDES
from myotome.words.injury import Harm, Injury, Place

PLACES: Final[Mapping[Place, str]] = {
    Place.HEAD: "head",
    Place.NECK: "neck",
    Place.SHOULDER: "shoulder or collarbone",
    Place.UPPER_ARM: "upper arm",
    Place.ELBOW: "elbow",
    Place.FOREARM: "forearm or wrist",
    Place.HAND: "hand",
    Place.CHEST: "chest",
    Place.BACK: "back",
    Place.BELLY: "belly",
    Place.HIP: "hip or pelvis",
    Place.THIGH: "thigh",
    Place.KNEE: "knee",
    Place.LOWER_LEG: "lower leg or ankle",
    Place.FOOT: "foot",
    Place.ELSEWHERE: "elsewhere",
}
HARMS: Final[Mapping[Harm, str]] = {
    Harm.FRACTURE: "a broken bone",
    Harm.DISLOCATION: "a joint out of its socket",
    Harm.NERVE: "a damaged nerve",
    Harm.BURN: "a large or deep burn",
    Harm.ELECTRIC: "a strong electric shock",
    Harm.CRUSH: "crushed, or lying on the floor for hours",
    Harm.PLASTER: "in plaster, a sling or bed for over a week",
}
MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def when_words(injury: Injury) -> str:
    """Month and year as far as they are known."""
    if injury.year is None:
        return ""
    return f"{MONTHS[injury.month - 1]} {injury.year}" if injury.month else str(injury.year)


def injury_words(injury: Injury) -> str:
    """One line; what nobody said is left out."""
    where = " ".join(filter(None, (SIDES[injury.side], PLACES[injury.place] if injury.place else "")))
    harms = ", ".join(HARMS[harm] for harm in injury.harms)
    before = {True: "before the present trouble", False: "after the present trouble began", None: ""}[injury.before]
    same = "the part that is weak or thin now" if injury.same_limb else ""
    head = ", ".join(filter(None, (injury.what, where, when_words(injury))))
    tail = "; ".join(filter(None, (harms, before, same)))
    return f"{head} ({tail})" if tail else head
