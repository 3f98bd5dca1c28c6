"""A client that asks at a steady rate, whatever the server does: time is counted from when a request was due, not from when it was sent.

A client that waits for each answer asks less of a slow server and so does not see it wait (the fault that wrk2 was written against).
"""

from __future__ import annotations

import http.client
import itertools
import math
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

IN_TIME = 30.0
"""Seconds after which an answer counts as none."""


@dataclass(frozen=True)
class Asked:
    """What came of one run: milliseconds from due to answered, in order of size; answers that were not 200; requests a second; bytes each."""

    latencies_ms: list[float]
    wrong: int
    rate: float
    bytes_each: int

    def within(self, share: float) -> float:
        """The time within which that share of the requests was answered, in ms."""
        return self.latencies_ms[min(len(self.latencies_ms), math.ceil(share * len(self.latencies_ms))) - 1]


def ask_steadily(
    port: int,
    page: Callable[[int], str],
    headers: Mapping[str, str],
    *,
    rate: float,
    seconds: float,
    connections: int = 64,
) -> Asked:
    """Ask ``page(0)``, ``page(1)`` ... of the server on this machine, ``rate`` times a second for so many seconds."""
    numbers, total = itertools.count(), int(rate * seconds)
    begin = time.perf_counter() + 0.2
    spent: list[float] = []
    sizes: list[int] = []
    wrong = [0]

    def visitor() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=IN_TIME)
        while (number := next(numbers)) < total:
            due = begin + number / rate
            if (wait := due - time.perf_counter()) > 0:
                time.sleep(wait)
            try:
                connection.request("GET", page(number), headers=dict(headers))
                answer = connection.getresponse()
                size, status = len(answer.read()), answer.status
            except (OSError, http.client.HTTPException):
                connection.close()
                size, status = 0, 0
            spent.append(1000 * (time.perf_counter() - due))
            sizes.append(size)
            wrong[0] += status != 200
        connection.close()

    visitors = [threading.Thread(target=visitor) for _ in range(connections)]
    for one in visitors:
        one.start()
    for one in visitors:
        one.join()
    lasted = time.perf_counter() - begin
    return Asked(sorted(spent), wrong[0], total / lasted, sum(sizes) // max(1, len(sizes)))
