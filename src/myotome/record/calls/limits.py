"""Limits against abuse, kept in the database so that they count over every process: one bucket per hashed address or number."""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import IntegrityError, transaction

from myotome.record.calls.models import LimitBucket
from myotome.visits.answer import Answer, No, Reason, Yes
from myotome.visits.rate_limit import Bucket, Limit, Verdict, knock, load_rate_limits

FORGET_AT_ONCE: Final = 200
"""Buckets that are forgotten with one knock, so that nobody waits for a long clearing."""


def knock_at(limit: str, who: str, now: datetime) -> Answer[None]:
    """Take one token of the row ``limit`` of ``rate_limits.toml`` for ``who``; a No(TOO_MANY) when there is none.

    A refusal writes nothing, so that a flood of ten thousand costs ten thousand readings and no row.
    """
    key, rule = _key(limit, who), load_rate_limits()[limit]
    if not _asked(LimitBucket.objects.filter(pk=key).first(), rule, now).allowed:
        return No(Reason.TOO_MANY)
    try:
        with transaction.atomic():
            row = LimitBucket.objects.select_for_update().filter(pk=key).first()
            verdict = _asked(row, rule, now)
            if not verdict.allowed:
                return No(Reason.TOO_MANY)
            kept = _row(key, limit, rule, verdict.bucket)
            kept.save(force_insert=row is None, force_update=row is not None)
            _forget(now)
    except IntegrityError:  # two first knocks at one moment: the second one finds the bucket
        return knock_at(limit, who, now)
    return Yes(None)


def _asked(row: LimitBucket | None, rule: Limit, now: datetime) -> Verdict:
    return knock(Bucket(row.tokens, row.at) if row else None, rule, now)


def _row(key: str, limit: str, rule: Limit, bucket: Bucket) -> LimitBucket:
    fills = timedelta(hours=(rule.burst - bucket.tokens) / rule.per_hour)
    return LimitBucket(key=key, limit=limit, tokens=bucket.tokens, at=bucket.at, full_at=bucket.at + fills)


def _forget(now: datetime) -> None:
    """A full bucket says what no bucket says."""
    full = LimitBucket.objects.filter(full_at__lte=now).values_list("pk", flat=True)[:FORGET_AT_ONCE]
    LimitBucket.objects.filter(pk__in=list(full)).delete()


def _key(limit: str, who: str) -> str:
    """A keyed hash: the table tells nobody which addresses and numbers were here."""
    return hmac.new(settings.SECRET_KEY.encode(), f"limit|{limit}|{who}".encode(), hashlib.sha256).hexdigest()
