"""Clears what nobody can ask for any more: objects in the store that no row names, uploads that were left half-way, and finished jobs of long ago."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import Final

from django_tasks.base import TaskResultStatus as Status
from django_tasks_db.models import DBTaskResult

from myotome.record.files.delivering import sweep_deliveries
from myotome.record.files.models import Content, Piece
from myotome.record.files.stores import site_store
from myotome.record.jobs.models import JobLease

log = logging.getLogger("myotome.jobs")
KEPT_FOR: Final = timedelta(days=1)
"""An object is stored before its row is written: a young one may be on its way."""
JOBS_KEPT_FOR: Final = timedelta(days=90)
SWEEP_MINUTE: Final = 17
"""Of every hour."""


def sweep_each_hour(now: datetime) -> None:
    """A tick: sweep once an hour."""
    if now.minute == SWEEP_MINUTE:
        sweep(now)


def sweep(now: datetime) -> int:
    """Remove orphans of the store, left deliveries and old finished jobs; how many objects went. A name is used once, so an orphan stays one."""
    store, gone = site_store(), sweep_deliveries(now)
    old = [name for name, at in store.names() if now - at > KEPT_FOR]
    few = {"name__in": old} if len(old) < 500 else {}
    known = {name for table in (Content, Piece) for name in table.objects.filter(**few).values_list("name", flat=True)}
    for name in old:
        if name not in known:
            store.remove(name)
            gone += 1
    jobs = DBTaskResult.objects.filter(status=Status.SUCCESSFUL, finished_at__lt=now - JOBS_KEPT_FOR)
    JobLease.objects.filter(job__in=jobs.values("pk")).delete()
    jobs.delete()
    if gone:
        log.info("the sweep removed %d stored objects that nobody can ask for", gone)
    return gone
