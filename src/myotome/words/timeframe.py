"""How soon something has to happen: one scale for red flags, referrals and appointments."""

from __future__ import annotations

from enum import StrEnum


class Timeframe(StrEnum):
    """How soon, most urgent first. A red flag is never ``ROUTINE``."""

    MINUTES = "minutes"
    HOURS = "hours"
    SAME_DAY = "same_day"
    TWO_DAYS = "48h"
    TWO_WEEKS = "2_weeks"
    ROUTINE = "routine"

    @property
    def rank(self) -> int:
        """0 for the most urgent."""
        return list(Timeframe).index(self)
