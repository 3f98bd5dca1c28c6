"""How soon a visit has to be: the time frame of a referral or self-check, and the last instant that still keeps to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from pydantic import TypeAdapter

from myotome.visits.cells import start_of, utc
from myotome.visits.local_time import day_window
from myotome.visits.tables import table
from myotome.words.rows import FORBID_EXTRA, read_row
from myotome.words.timeframe import Timeframe


@dataclass(frozen=True, slots=True)
class Limit:
    """A row of ``urgency.toml``: whether an appointment may be offered, and within how many elapsed hours."""

    __pydantic_config__ = FORBID_EXTRA

    bookable: bool
    within_hours: float | None = None
    label: Mapping[str, str] = field(default_factory=dict)


@lru_cache(maxsize=1)
def load_limits() -> Mapping[Timeframe, Limit]:
    """The table, one row per time frame; raises KnowledgeError when one is missing or broken."""
    book = table("urgency.toml")
    return {frame: read_row(_LIMIT, book.content.get(frame, {}), f"urgency > {frame}") for frame in Timeframe}


def deadline(frame: Timeframe, asked_at: datetime, zone: ZoneInfo) -> datetime | None:
    """The instant before which the visit has to begin; None where no appointment is soon enough."""
    limit = load_limits()[frame]
    if not limit.bookable:
        return None
    if limit.within_hours is None:
        return start_of(day_window(asked_at.astimezone(zone).date(), zone).end)
    return utc(asked_at) + timedelta(hours=limit.within_hours)


_LIMIT = TypeAdapter(Limit)
