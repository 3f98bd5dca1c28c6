from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("django_tasks_db")
sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture
def jobs() -> Iterator[Any]:
    import job_samples

    job_samples.seen.clear()
    yield job_samples


def _now() -> datetime:
    from django.utils import timezone

    return timezone.now()


def _standing(job: Any) -> Any:
    from uuid import UUID

    from myotome.record.jobs.standing import standings

    return standings([UUID(job.id)])[UUID(job.id)]


def _wait_is_over() -> None:
    """The back-off of every waiting job has passed."""
    from django_tasks_db.models import DBTaskResult

    DBTaskResult.objects.filter(status="READY").update(run_after=_now() - timedelta(seconds=1))


def test_a_job_that_somebody_holds_is_not_given_to_another(jobs: Any) -> None:
    """While a lease runs nobody else gets the job, and it is not taken for dead."""
    from myotome.record.jobs.queue import take, take_from_the_dead

    jobs.note.enqueue("x")
    assert take("first", _now()) is not None
    assert take("second", _now()) is None
    assert take_from_the_dead(_now() + timedelta(seconds=29)) == 0


def test_a_worker_that_lost_its_lease_can_write_nothing_more(jobs: Any) -> None:
    """After another worker took the job over, the first one's end, failure and heartbeat all change nothing."""
    from myotome.record.jobs.queue import finish, give_back, hold, take, take_from_the_dead

    job = jobs.note.enqueue("x")
    slow = take("slow", _now())
    assert take_from_the_dead(_now() + timedelta(seconds=31)) == 1
    _wait_is_over()
    fresh = take("fresh", _now())
    assert slow is not None and fresh is not None and fresh.job == slow.job
    assert not hold(slow, _now()) and not finish(slow, None, _now()) and not give_back(slow, "late", _now())
    assert _standing(job).state == "working"
    assert finish(fresh, None, _now())
    assert _standing(job).state == "done"


def test_a_job_is_done_once_and_in_order(jobs: Any) -> None:
    """A worker does what is there and then finds nothing more."""
    from myotome.record.jobs.worker import Worker

    first, second = jobs.note.enqueue("first"), jobs.note.enqueue("second")
    worker = Worker()
    assert worker.work_once() and worker.work_once() and not worker.work_once()
    assert jobs.seen == ["first", "second"]
    assert _standing(first).state == _standing(second).state == "done"


def test_a_job_that_fails_is_tried_three_times_and_then_shown_with_its_reason(
    jobs: Any, caplog: pytest.LogCaptureFixture
) -> None:
    """Bounded, with a rest in between; neither the log nor the row holds what the error said, which may name a person."""
    from django_tasks_db.models import DBTaskResult

    from myotome.record.jobs.worker import Worker

    caplog.set_level(logging.INFO, "myotome.jobs")
    job = jobs.fail.enqueue()
    worker = Worker()
    for attempt in (1, 2, 3):
        assert worker.work_once()
        assert jobs.seen == ["failing"] * attempt
        assert not worker.work_once(), "it rests before the next attempt"
        _wait_is_over()
    assert not worker.work_once()
    standing = _standing(job)
    assert (standing.state, standing.attempts) == ("failed", 3)
    assert standing.reason == "an error of the kind ValueError"
    kept = DBTaskResult.objects.get(pk=job.id)
    assert "Halima" not in caplog.text + kept.traceback + kept.exception_class_path


def test_a_job_that_gives_up_says_why(jobs: Any) -> None:
    """Its own words are the reason while it waits for another attempt."""
    from myotome.record.jobs.worker import Worker

    job = jobs.give_up.enqueue()
    Worker().work_once()
    assert (_standing(job).state, _standing(job).reason) == ("again", "the reader ran out of memory")


def test_a_job_that_kills_its_worker_every_time_is_not_tried_for_ever(jobs: Any) -> None:
    """Five workers die over it; then it has failed, and says so."""
    from myotome.record.jobs.queue import MOST_DEATHS, WORKER_GONE, take, take_from_the_dead

    job = jobs.note.enqueue("x")
    for death in range(MOST_DEATHS):
        assert _standing(job).state in {"waiting", "again"}
        assert take(f"worker {death}", _now()) is not None
        assert take_from_the_dead(_now() + timedelta(seconds=31)) == 1
        _wait_is_over()
    assert take("another", _now()) is None
    assert (_standing(job).state, _standing(job).reason) == ("failed", WORKER_GONE)


def test_a_job_that_runs_without_a_lease_is_taken_again(jobs: Any) -> None:
    """A row that another program left running does not stay so."""
    from django_tasks_db.models import DBTaskResult

    from myotome.record.jobs.queue import take_from_the_dead

    job = jobs.note.enqueue("x")
    DBTaskResult.objects.filter(pk=job.id).update(status="RUNNING", worker_ids=["elsewhere"])
    assert take_from_the_dead(_now()) == 1
    assert _standing(job).state == "again"


def test_a_tick_comes_once_a_minute_and_one_that_fails_stops_no_other(
    jobs: Any, settings_ticks: Any, caplog: pytest.LogCaptureFixture
) -> None:
    """Over all workers one call a minute, none for a minute that has passed; the log names the function and not what it said."""
    from myotome.record.jobs.ticks import tick, tick_is_due

    settings_ticks("job_samples.tick_one", "job_samples.tick_that_fails", "job_samples.tick_two")
    minute = datetime(2031, 5, 6, 9, 30, tzinfo=_now().tzinfo)
    assert tick(minute.replace(second=12))
    assert not tick_is_due(minute) and not tick(minute.replace(second=40)) and not tick(minute - timedelta(minutes=1))
    assert jobs.seen == [("one", minute), ("two", minute)]
    assert "tick_that_fails" in caplog.text and "Halima" not in caplog.text
    assert tick(minute + timedelta(minutes=1))


@pytest.fixture
def settings_ticks() -> Iterator[Any]:
    from django.test import override_settings

    changed: list[Any] = []

    def set_ticks(*paths: str) -> None:
        changed.append(override_settings(TICKS=paths))
        changed[-1].enable()

    yield set_ticks
    for one in changed:
        one.disable()
