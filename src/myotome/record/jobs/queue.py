"""The queue with leases: take a job, hold it, finish it or give it back; a job whose worker is gone is taken again, and never for ever.

Each step is one short transaction. A worker that lost its lease can write nothing more about the job.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.dispatch import Signal
from django_tasks.base import TaskResultStatus as Status
from django_tasks_db.models import DBTaskResult

from myotome.record.jobs.models import JobLease

MOST_FAILURES: Final = 3
"""Attempts that may end with an error."""
MOST_DEATHS: Final = 5
"""Attempts whose worker may die: more, because a worker also dies for reasons that are not the job's."""
WAITS: Final = (timedelta(seconds=5), timedelta(seconds=30), timedelta(minutes=2))
"""How long a job rests after its first, second, later failed attempt."""
WORKER_GONE: Final = "the worker that read it died or did not answer"

job_failed: Final = Signal()
"""Sent inside the transaction in which a job fails for good: ``job`` (its id) and ``at``. Whoever asked for the job listens."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A job in the hands of one worker."""

    job: UUID
    worker: str
    row: DBTaskResult[..., Any]


def take(worker: str, now: datetime) -> Claim | None:
    """The most urgent job that is ready at ``now``, marked as running and leased to ``worker``; None when there is none."""
    if not DBTaskResult.objects.ready().exists():  # a look takes no lock; only who finds something asks for one
        return None
    with transaction.atomic():
        row = DBTaskResult.objects.ready().select_for_update(skip_locked=True).first()
        if row is None:
            return None
        row.claim(worker)
        JobLease.objects.update_or_create(job=row.pk, defaults={"worker": worker, "until": now + lease_time()})
    return Claim(row.pk, worker, row)


def hold(claim: Claim, now: datetime) -> bool:
    """Lengthen the lease; False when another worker has the job by now."""
    return bool(JobLease.objects.filter(job=claim.job, worker=claim.worker).update(until=now + lease_time()))


def finish(claim: Claim, value: Any, now: datetime) -> bool:
    """Mark the job as done; False when the lease was lost."""
    with transaction.atomic():
        row = _held(claim)
        if row is None:
            return False
        row.set_successful(value)
        JobLease.objects.filter(job=claim.job).update(worker="", until=None, reason="")
    return True


def give_back(claim: Claim, reason: str, now: datetime, *, died: bool = False) -> bool:
    """An attempt ended badly: try again after a while, or fail for good with the reason; False when the lease was lost."""
    with transaction.atomic():
        row = _held(claim)
        if row is None:
            return False
        _after_bad_attempt(row, JobLease.objects.get(job=claim.job), reason, now, died=died)
    return True


def take_from_the_dead(now: datetime) -> int:
    """Give back every running job whose lease has run out, or that never had one; how many there were."""
    dead = [pk for pk in _running() if _is_dead(pk, now)]
    count = 0
    for pk in dead:
        with transaction.atomic():
            row = DBTaskResult.objects.select_for_update().filter(pk=pk, status=Status.RUNNING).first()
            lease, _ = JobLease.objects.select_for_update().get_or_create(job=pk)
            if row is not None and (lease.until is None or lease.until <= now):
                _after_bad_attempt(row, lease, WORKER_GONE, now, died=True)
                count += 1
    return count


def lease_time() -> timedelta:
    """How long a job stays with a worker that says nothing."""
    return timedelta(seconds=settings.JOB_LEASE_SECONDS)


def _running() -> list[UUID]:
    return list(DBTaskResult.objects.filter(status=Status.RUNNING).values_list("pk", flat=True))


def _is_dead(pk: UUID, now: datetime) -> bool:
    return not JobLease.objects.filter(job=pk, until__gt=now).exists()


def _held(claim: Claim) -> DBTaskResult[..., Any] | None:
    lease = JobLease.objects.select_for_update().filter(job=claim.job, worker=claim.worker).first()
    if lease is None:
        return None
    row: DBTaskResult[..., Any] | None = (
        DBTaskResult.objects.select_for_update().filter(pk=claim.job, status=Status.RUNNING).first()
    )
    return row


def _after_bad_attempt(row: DBTaskResult[..., Any], lease: JobLease, reason: str, now: datetime, *, died: bool) -> None:
    lease.failures += not died
    lease.deaths += died
    lease.worker, lease.until, lease.reason = "", None, reason[:300]
    lease.save()
    if lease.failures >= MOST_FAILURES or lease.deaths >= MOST_DEATHS:
        row.status, row.finished_at = Status.FAILED, now
        row.exception_class_path, row.traceback = "myotome.words.errors.MyotomeError", lease.reason
    else:
        tried = lease.failures + lease.deaths
        row.status, row.run_after = Status.READY, now + WAITS[min(tried, len(WAITS)) - 1]
    row.save(update_fields=["status", "finished_at", "run_after", "exception_class_path", "traceback"])
    if row.status == Status.FAILED:
        job_failed.send(sender=None, job=row.pk, at=now)
