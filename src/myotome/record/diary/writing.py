"""One write, whole or not at all: tried again by itself while the database is busy, so that nobody ever reads "database is locked"."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from typing import Final, TypeVar

from django.db import DatabaseError, IntegrityError, OperationalError, connection, transaction

from myotome.record.diary.turns import in_turn
from myotome.visits.answer import Answer, No, Reason

T = TypeVar("T")
PATIENCE_S: Final = 45.0
"""Longer than this nobody waits for a page; then the answer is a clear no."""
MOST_CLASHES: Final = 8
SQLITE_BUSY: Final = frozenset({5, 6})
"""SQLITE_BUSY and SQLITE_LOCKED, https://www.sqlite.org/rescode.html"""
POSTGRES_BUSY: Final = frozenset({"40001", "40P01", "55P03"})
"""Serialization failure, deadlock, lock not available; PostgreSQL manual, appendix A."""


def one_write(deed: Callable[[], Answer[T]]) -> Answer[T]:
    """Run ``deed`` in one transaction and give its answer; a No undoes what the deed wrote.

    The deed may run several times: when another writer was quicker by a unique row, it asks again and sees that row. It must
    therefore look for itself whether what it wants is free. Inside a transaction of the caller a busy database is the caller's.
    """
    outermost = not connection.in_atomic_block
    clashes = 0
    for wait_s in _waits():
        try:
            with in_turn(outermost), transaction.atomic():
                answer = deed()
                if isinstance(answer, No):
                    raise _Undo(answer)
            return answer
        except _Undo as undo:
            return undo.answer
        except IntegrityError:
            clashes += 1
            if clashes >= MOST_CLASHES:
                raise
        except OperationalError as error:
            if not outermost or not is_busy(error):
                raise
        time.sleep(wait_s)
    return No(Reason.BUSY)


def is_busy(error: DatabaseError) -> bool:
    """Whether the database could not be written just now, and can be in a moment."""
    cause = error.__cause__
    code = getattr(cause, "sqlite_errorcode", None)
    return (code is not None and code & 0xFF in SQLITE_BUSY) or getattr(cause, "sqlstate", None) in POSTGRES_BUSY


def _waits() -> Iterator[float]:
    """Waiting times in seconds, longer and longer, never the same for two writers, until patience ends."""
    ends = time.monotonic() + PATIENCE_S
    longest = 0.004
    while time.monotonic() < ends:
        yield random.uniform(0, longest)  # noqa: S311 - spreads writers out, keeps no secret
        longest = min(longest * 2, 0.25)


class _Undo(Exception):
    def __init__(self, answer: No) -> None:
        super().__init__(answer)
        self.answer = answer
