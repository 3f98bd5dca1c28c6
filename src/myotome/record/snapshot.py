"""One state of the record to read from, without keeping a writer waiting."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction


@contextmanager
def only_reading() -> Iterator[None]:
    """A transaction in which every question meets the same state, and which takes no lock for writing.

    SQLite begins every other transaction with that lock (``transaction_mode`` in ``clinic/site``); PostgreSQL lets each question see what was
    written since the last, unless told otherwise. Inside another transaction this is a part of that one.
    """
    if connection.in_atomic_block:
        with transaction.atomic():
            yield
        return
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        usual, connection.transaction_mode = connection.transaction_mode, "DEFERRED"
        try:
            with transaction.atomic():
                yield
        finally:
            connection.transaction_mode = usual
        return
    # Said with the BEGIN, which costs nothing; to a connection that was found to be alive, since another would not have been told.
    connection.close_if_health_check_failed()
    connection.ensure_connection()
    driver = connection.connection
    driver.isolation_level, driver.read_only = _repeatable_read(), True
    try:
        with transaction.atomic():
            yield
    finally:
        if not driver.closed:
            driver.isolation_level = driver.read_only = None


def _repeatable_read() -> Any:
    from django.db.backends.postgresql.psycopg_any import IsolationLevel

    return IsolationLevel.REPEATABLE_READ
