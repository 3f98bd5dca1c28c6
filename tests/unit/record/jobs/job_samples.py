"""Jobs and ticks for the tests: they note that they were called, fail, or answer nothing."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django_tasks import task

from myotome.record.jobs.worker import GaveUp

seen: list[Any] = []


@task()
def note(what: str) -> None:
    seen.append(what)


@task()
def fail() -> None:
    seen.append("failing")
    raise ValueError("Halima Noor")


@task()
def give_up() -> None:
    raise GaveUp("the reader ran out of memory")


def tick_one(now: datetime) -> None:
    seen.append(("one", now))


def tick_that_fails(now: datetime) -> None:
    raise ValueError("Halima Noor")


def tick_two(now: datetime) -> None:
    seen.append(("two", now))
