"""A cell of the examination that cannot be read."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Slip:
    """One field that cannot be read: the field's name and the sentence that says why."""

    field: str
    sentence: str
