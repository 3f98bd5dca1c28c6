"""Closing a time and booking it never pass each other unseen: both take one lock, and a booking asks under it whether it is still open.

Bookings share the lock among themselves; a closure has it alone, until its transaction ends. So a booking that was first is among the visits
that the closure says have to be moved, and one that comes later is refused. SQLite lets one transaction write at a time, and is that lock itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from django.db import connection

from myotome.record.diary.ground import ground
from myotome.visits.answer import Answer, No, Reason, Yes
from myotome.visits.cells import Window
from myotome.visits.house import House
from myotome.visits.offer import Claim

OPENING_HOURS: Final = 0x4D796F64
"""The key of the advisory lock, the bytes of ``Myod``: nothing else in this database takes it."""


def still_open(house: House, claims: Iterable[Claim], now: datetime) -> Answer[None]:
    """Whether every cell of ``claims`` is open, and stays so until this transaction ends; a No(CLOSED) names the resource."""
    _lock("pg_advisory_xact_lock_shared")
    clinic = ground(house, now).clinic
    for claim in claims:
        resource, window = clinic.resource(claim.resource), Window(claim.first, claim.end)
        if resource is None or clinic.open_bits(resource, window) != window.every_bit:
            return No(Reason.CLOSED, claim.resource)
    return Yes(None)


def change_opening() -> None:
    """To be called before a closure is written or taken back: waits for bookings under way, and lets none pass until it stands.

    It also gives closures their numbers in the order in which they come to stand, by which ``ground`` knows that one was added.
    """
    _lock("pg_advisory_xact_lock")


def _lock(function: str) -> None:
    if connection.vendor != "postgresql":
        return
    if not connection.in_atomic_block:
        raise RuntimeError("the lock of the opening hours ends with a transaction, and there is none")
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s)", [OPENING_HOURS])
