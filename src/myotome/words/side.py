"""Sides of the body, and the two answers that a question about a finding can have."""

from __future__ import annotations

from enum import StrEnum


class Side(StrEnum):
    """The side a finding lies on; ``UNSTATED`` when nobody said, ``MIDLINE`` for tongue, neck, trunk."""

    LEFT = "left"
    RIGHT = "right"
    BOTH = "both"
    MIDLINE = "midline"
    UNSTATED = "unstated"


class State(StrEnum):
    """Whether a finding was looked for and seen. *Not asked* is the lack of a finding, never a state."""

    PRESENT = "present"
    ABSENT = "absent"
