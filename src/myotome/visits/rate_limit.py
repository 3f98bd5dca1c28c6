"""Limits against abuse: a bucket of tokens that fills up with time, as a pure function of the time that is passed in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from pydantic import TypeAdapter

from myotome.visits.cells import utc
from myotome.visits.tables import table
from myotome.words.errors import KnowledgeError
from myotome.words.rows import FORBID_EXTRA, read_row


@dataclass(frozen=True, slots=True)
class Limit:
    """A row of ``rate_limits.toml``: ``burst`` at once, then ``per_hour``."""

    __pydantic_config__ = FORBID_EXTRA

    burst: float
    per_hour: float

    def __post_init__(self) -> None:
        if self.burst < 1 or self.per_hour <= 0:
            raise KnowledgeError("a limit lets at least one through, and fills up again", value=self.burst)


@dataclass(frozen=True, slots=True)
class Bucket:
    """What is left for one key at one time; the store keeps it."""

    tokens: float
    at: datetime


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether this one may pass, the bucket to keep, and how long to wait otherwise (0 when it may pass)."""

    allowed: bool
    bucket: Bucket
    wait_s: float


def knock(bucket: Bucket | None, limit: Limit, now: datetime) -> Verdict:
    """Take one token; ``bucket`` is None for a key never seen. A refusal takes nothing. A clock that goes back fills nothing."""
    now = utc(now)
    if bucket is None:
        bucket = Bucket(limit.burst, now)
    passed_s = max(0.0, (now - bucket.at).total_seconds())
    tokens = min(limit.burst, bucket.tokens + passed_s * limit.per_hour / 3600)
    at = max(now, bucket.at)
    if tokens >= 1:
        return Verdict(True, Bucket(tokens - 1, at), 0.0)
    return Verdict(False, Bucket(tokens, at), (1 - tokens) * 3600 / limit.per_hour)


def full(bucket: Bucket, limit: Limit, now: datetime) -> bool:
    """Whether the bucket has filled up again, so that the store may forget it."""
    return bucket.tokens + max(0.0, (now - bucket.at).total_seconds()) * limit.per_hour / 3600 >= limit.burst


@lru_cache(maxsize=1)
def load_rate_limits() -> Mapping[str, Limit]:
    """The limits by name."""
    return {
        name: read_row(_LIMIT, row, f"rate_limits > {name}") for name, row in table("rate_limits.toml").content.items()
    }


_LIMIT = TypeAdapter(Limit)
