"""Counting of reads: added up in memory and written together, so that a page kept in memory costs no row."""

from __future__ import annotations

import atexit
from collections import Counter
from collections.abc import Mapping
from threading import Lock
from time import monotonic
from typing import Final

from django.db import DatabaseError, connection, transaction
from django.db.models import F

from myotome.record.readers.models import PageReads

EVERY_SECONDS: Final = 60.0
"""At most this often are the counts written; a process that dies loses what it counted since."""


class ReadCounter:
    """The counts of one process that are not written yet."""

    def __init__(self) -> None:
        self._waiting: Counter[str] = Counter()
        self._lock = Lock()
        self._due = monotonic() + EVERY_SECONDS

    def add(self, page: str) -> None:
        """One more read; costs no more than a dictionary's entry."""
        with self._lock:
            self._waiting[page] += 1

    def of(self, page: str) -> int:
        """How often the page was read: what is written, and what waits in this process."""
        written = PageReads.objects.filter(pk=page).values_list("reads", flat=True).first() or 0
        return int(written) + self._waiting[page]

    def write_when_due(self) -> None:
        """Write what waits if the last time is a minute ago; a busy database is tried again later, and no page breaks."""
        if monotonic() < self._due:
            return
        self._due = monotonic() + EVERY_SECONDS
        self.write()

    def write(self) -> None:
        """Write what waits."""
        with self._lock:
            taken, self._waiting = self._waiting, Counter()
        if not taken:
            return
        try:
            _write(taken)
        except DatabaseError:
            with self._lock:
                self._waiting.update(taken)


def most_read(count: int) -> Mapping[str, int]:
    """The pages that were read most, most first."""
    return dict(PageReads.objects.order_by("-reads", "page").values_list("page", "reads")[:count])


def _write(taken: Mapping[str, int]) -> None:
    with transaction.atomic():
        PageReads.objects.bulk_create([PageReads(page=page) for page in taken], ignore_conflicts=True)
        # In one order everywhere, so that two processes never wait for each other crosswise.
        for page in sorted(taken):
            PageReads.objects.filter(pk=page).update(reads=F("reads") + taken[page])


counter = ReadCounter()
"""The counter of this process."""


def _last_write() -> None:
    try:
        counter.write()
        connection.close()
    except Exception:  # noqa: S110  # the process ends; there is nobody left to tell, and a count is no reason to fail
        pass


atexit.register(_last_write)
