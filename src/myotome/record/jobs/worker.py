"""One worker: takes jobs one after the other, keeps their leases alive, calls the ticks, and goes when it is told to.

A job may run for ``settings.JOB_SECONDS``. A thread cannot be stopped from outside, so a worker whose job runs over gives the job back
and ends itself; whoever started it starts another.
"""

from __future__ import annotations

import logging
import os
import signal
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final

from django.conf import settings
from django.db import DatabaseError, close_old_connections, connection
from django.utils import timezone
from django_tasks.base import TaskContext

from myotome.record.jobs.queue import Claim, finish, give_back, hold, take, take_from_the_dead
from myotome.record.jobs.ticks import tick, tick_is_due
from myotome.words.errors import MyotomeError

log = logging.getLogger("myotome.jobs")
REST_SECONDS: Final = 0.5
"""Between two looks into an empty queue."""
OVER_TIME: Final = 75
"""Exit status of a worker that ended itself because its job ran over."""


class GaveUp(MyotomeError):
    """An attempt that may go better next time. Its ``problem`` is shown as the reason, so it holds no value and no name."""


@dataclass
class Worker:
    """A worker with a name that nobody else bears: the number of its process, for whoever looks for it, and a random part."""

    name: str = field(default_factory=lambda: f"{os.getpid()}-{uuid.uuid4().hex}")
    stopping: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        """Work until told to stop; a database that cannot be reached for a while is waited for."""
        while not self.stopping.is_set():
            close_old_connections()
            try:
                worked = self.work_once()
            except DatabaseError as error:
                log.warning("the database could not be used: %s", type(error).__name__)
                connection.close()
                worked = False
            if not worked:
                self.stopping.wait(REST_SECONDS)

    def work_once(self) -> bool:
        """Tick, take over from the dead, and do one job; False when there was none."""
        now = timezone.now()
        if tick_is_due(now):
            with self._watched(None):
                tick(now)
        take_from_the_dead(now)
        claim = take(self.name, now)
        if claim is None:
            return False
        self._do(claim)
        return True

    def stop_at_signals(self) -> None:
        """SIGTERM and SIGINT let the present job end; a second one ends the worker at once, and the job is taken again."""

        def stop(number: int, frame: Any) -> None:
            if self.stopping.is_set():
                os._exit(128 + number)
            self.stopping.set()

        signal.signal(signal.SIGTERM, stop)
        signal.signal(signal.SIGINT, stop)

    def _do(self, claim: Claim) -> None:
        log.info("job %s begins", claim.job)
        try:
            with self._watched(claim):
                value = _called(claim)
            kept = finish(claim, value, timezone.now())
        except Exception as error:
            reason = error.problem if isinstance(error, GaveUp) else f"an error of the kind {type(error).__name__}"
            log.warning("job %s failed: %s", claim.job, reason)
            give_back(claim, reason, timezone.now())
        else:
            log.info("job %s %s", claim.job, "is done" if kept else "was taken by another worker meanwhile")

    @contextmanager
    def _watched(self, claim: Claim | None) -> Iterator[None]:
        """Keep the lease while the block runs, and end this process when it runs over its time."""
        over, ended = time.monotonic() + settings.JOB_SECONDS, threading.Event()

        def watch() -> None:
            while not ended.wait(settings.JOB_LEASE_SECONDS / 5):
                try:
                    if time.monotonic() > over:
                        _end_over_time(claim)
                    if claim is not None:
                        hold(claim, timezone.now())
                except DatabaseError:
                    connection.close()
            connection.close()

        watcher = threading.Thread(target=watch, daemon=True)
        watcher.start()
        try:
            yield
        finally:
            ended.set()
            watcher.join()


def _called(claim: Claim) -> Any:
    result = claim.row.task_result
    if result.task.takes_context:
        return result.task.call(TaskContext(task_result=result), *result.args, **result.kwargs)
    return result.task.call(*result.args, **result.kwargs)


def _end_over_time(claim: Claim | None) -> None:
    log.error("job %s ran over its time", claim.job if claim else "of a tick")
    try:
        if claim is not None:
            give_back(claim, f"it took longer than {settings.JOB_SECONDS} s", timezone.now(), died=True)
    finally:  # also when the stuck job itself locks the database: the lease then runs out
        os._exit(OVER_TIME)
