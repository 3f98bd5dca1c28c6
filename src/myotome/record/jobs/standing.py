"""How a job stands, in words that a page can show."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django_tasks.base import TaskResultStatus as Status
from django_tasks_db.models import DBTaskResult

from myotome.record.jobs.models import JobLease

WAITING, WORKING, AGAIN, DONE, FAILED = "waiting", "working", "again", "done", "failed"


@dataclass(frozen=True, slots=True)
class Standing:
    """One job: ``state`` is one of the names above; ``reason`` says what went wrong last, ``attempts`` how often it was tried."""

    state: str
    reason: str = ""
    attempts: int = 0

    @property
    def settled(self) -> bool:
        """True when nothing more will happen by itself."""
        return self.state in {DONE, FAILED}


def standings(jobs: Iterable[UUID]) -> dict[UUID, Standing]:
    """How these jobs stand; a job whose row was pruned is done."""
    wanted = set(jobs)
    leases = JobLease.objects.in_bulk(wanted)
    found = dict.fromkeys(wanted, Standing(DONE))
    for row in DBTaskResult.objects.filter(pk__in=wanted).only("pk", "status", "worker_ids"):
        lease = leases.get(row.pk)
        reason, tried = (lease.reason, lease.failures + lease.deaths) if lease else ("", 0)
        if row.status == Status.SUCCESSFUL:
            state, reason = DONE, ""
        elif row.status == Status.FAILED:
            state = FAILED
        elif row.status == Status.RUNNING:
            state = WORKING
        else:
            state = AGAIN if tried else WAITING
        found[row.pk] = Standing(state, reason, tried)
    return found
