"""A queue in front of SQLite's one write lock: SQLite lets waiting writers try again by chance, and under a crowd one waits for seconds.

The lock file beside the database hands the turn to who has waited longest, over all threads and processes of this machine. It is only
about fairness: nothing is wrong without it, which is how it is on systems without ``flock`` and on PostgreSQL, whose locks queue by themselves.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.db import connection

_fcntl: Any = import_module("fcntl") if find_spec("fcntl") else None


@contextmanager
def in_turn(outermost: bool) -> Iterator[None]:
    """Wait for the turn of this writer; the lock ends with the file, also when the process is killed."""
    name = connection.settings_dict["NAME"] if connection.vendor == "sqlite" else ""
    if not outermost or _fcntl is None or not name or ":memory:" in str(name):
        yield
        return
    with Path(f"{name}-turn").open("ab") as file:
        _fcntl.flock(file, _fcntl.LOCK_EX)
        yield
