"""Counts and durations since the start, in memory that all web processes of one `myotome serve` share.

Each process writes a region of its own, so that none waits for another; who asks gets the sum of all regions. A series is the name of a route
or of a deed of the program, never anything from an address, a form or a record.
"""

from __future__ import annotations

import mmap
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from threading import Lock
from typing import Final

BUCKETS_SECONDS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Upper ends of the buckets; what takes longer falls into one more."""
STATUSES: Final = (200, 204, 206, 301, 302, 303, 304, 400, 403, 404, 405, 413, 429, 500, 503)
OTHER: Final = "other"
_BUCKETS_AT: Final = len(STATUSES) + 1
_SUM_AT: Final = _BUCKETS_AT + len(BUCKETS_SECONDS) + 1
_ROW: Final = _SUM_AT + 1
_HEAD: Final = 3
"""A region begins with the number of its process, how many requests wait there, and the most that ever did."""
_BYTES: Final = 8


@dataclass(frozen=True, slots=True)
class Series:
    """One series over all processes: answers by status, how many lasted at most each bucket's seconds (cumulative), and the sum of seconds."""

    name: str
    by_status: tuple[tuple[str, int], ...]
    within: tuple[int, ...]
    seconds: float

    @property
    def count(self) -> int:
        """How many there were."""
        return self.within[-1]


class Meters:
    """Fixed rows of numbers: one per series and process. Made before the processes part, so that they share the memory."""

    def __init__(self, names: Iterable[str], processes: int = 1) -> None:
        self._rows = {name: at for at, name in enumerate(dict.fromkeys((*names, OTHER)))}
        self._region_cells = _HEAD + _ROW * len(self._rows)
        self._regions = max(1, processes)
        self._cells = memoryview(mmap.mmap(-1, _BYTES * self._region_cells * self._regions)).cast("d")
        self._lock = Lock()
        self.take_region(0)

    def take_region(self, region: int) -> None:
        """Write into this region from now on. One that a dead process left goes on from where it stood, so that counts never fall."""
        self._start = region * self._region_cells
        self._cells[self._start] = os.getpid()

    def note(self, name: str, seconds: float, status: int = 0) -> None:
        """Count one answer of a route, or one deed of the program (no ``status``), that took ``seconds``."""
        row = self._start + _HEAD + _ROW * self._rows.get(name, self._rows[OTHER])
        bucket = next((at for at, end in enumerate(BUCKETS_SECONDS) if seconds <= end), len(BUCKETS_SECONDS))
        with self._lock:
            self._cells[row + (STATUSES.index(status) if status in STATUSES else len(STATUSES))] += 1
            self._cells[row + _BUCKETS_AT + bucket] += 1
            self._cells[row + _SUM_AT] += seconds

    def note_waiting(self, number: int) -> None:
        """Say how many requests of this process wait for a thread."""
        with self._lock:
            self._cells[self._start + 1] = number
            self._cells[self._start + 2] = max(number, self._cells[self._start + 2])

    def waiting(self) -> tuple[tuple[int, int], ...]:
        """Of each process: how many requests waited when it last began or ended one, and the most that ever did."""
        starts = (region * self._region_cells for region in range(self._regions))
        return tuple((int(self._cells[at + 1]), int(self._cells[at + 2])) for at in starts)

    def series(self) -> Iterator[Series]:
        """Every series that was counted at least once."""
        for name, at in self._rows.items():
            row = self._sum(_HEAD + _ROW * at)
            if any(row):
                labels = (*map(str, STATUSES), OTHER)
                seen = tuple((label, int(n)) for label, n in zip(labels, row, strict=False) if n)
                yield Series(name, seen, tuple(map(int, accumulate(row[_BUCKETS_AT:_SUM_AT]))), row[_SUM_AT])

    def processes(self) -> tuple[int, ...]:
        """Process numbers of those that write."""
        pids = (int(self._cells[region * self._region_cells]) for region in range(self._regions))
        return tuple(pid for pid in pids if pid)

    def _sum(self, offset: int) -> Sequence[float]:
        starts = [region * self._region_cells + offset for region in range(self._regions)]
        return [sum(self._cells[start + cell] for start in starts) for cell in range(_ROW)]
