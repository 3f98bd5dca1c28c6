"""Kills processes with -9 at random moments and starts them anew; for the worker, the web server, or anything else that must stand it."""

from __future__ import annotations

import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

NOT_YET = float("inf")
Start = Callable[[], "subprocess.Popen[bytes]"]


@dataclass
class Killer:
    """Keeps ``how_many`` processes of ``start`` running, and kills each at a random moment up to ``longest`` seconds after it began to work.

    ``at_work`` tells from the process id whether it has begun, so that most are not killed while they are still starting; one in five is
    killed whenever it may be. ``tend`` is called often: it kills what is due and starts what is gone. ``kills`` counts the processes that
    were killed alive; one that ended by itself is in ``ended``, with its status.
    """

    start: Start
    random: Random
    at_work: Callable[[int], bool] = lambda _: True
    how_many: int = 2
    longest: float = 3.0
    kills: int = 0
    ended: list[int] = field(default_factory=list)
    _running: list[tuple[subprocess.Popen[bytes], float]] = field(default_factory=list)

    def tend(self) -> None:
        """Kill what is due, replace what is gone."""
        now, kept = time.monotonic(), []
        for process, due in self._running:
            if process.poll() is not None:
                self.ended.append(process.returncode)
            elif due == NOT_YET:
                kept.append((process, self._moment(now) if self.at_work(process.pid) else NOT_YET))
            elif now >= due:
                process.send_signal(signal.SIGKILL)
                process.wait()
                self.kills += 1
            else:
                kept.append((process, due))
        while len(kept) < self.how_many:
            anytime = self.random.random() < 0.2
            kept.append((self.start(), self._moment(now, 4) if anytime else NOT_YET))
        self._running = kept

    def _moment(self, now: float, times: float = 1) -> float:
        return now + self.random.uniform(0, times * self.longest)

    def stop(self) -> None:
        """Kill everything that is left; these do not count."""
        for process, _ in self._running:
            process.kill()
            process.wait()
        self._running = []
