"""One day of a record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Day:
    """One day with what happened, in a few words each; ``ahead`` is a day to come."""

    on: date
    entered: tuple[str, ...]
    assessed: tuple[str, ...]
    visits: tuple[str, ...]
    ahead: bool

    @property
    def events(self) -> tuple[str, ...]:
        """Everything of the day."""
        return (*self.entered, *self.assessed, *self.visits)
