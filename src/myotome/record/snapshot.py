"""One state of the record to read from, without keeping a writer waiting."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def only_reading() -> Iterator[None]:
    """A transaction that takes no lock for writing: SQLite begins every other one with it (``transaction_mode`` in ``clinic/site``).

    On PostgreSQL a transaction that only reads keeps nobody waiting as it is. Inside another transaction this is a part of that one.
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        with transaction.atomic():
            yield
        return
    usual, connection.transaction_mode = connection.transaction_mode, "DEFERRED"
    try:
        with transaction.atomic():
            yield
    finally:
        connection.transaction_mode = usual
