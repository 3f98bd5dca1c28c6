"""Whether the database answers and has the form that this program expects, and whether a worker is at work. Reads no row about anybody."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Count
from django_tasks_db.models import DBTaskResult

from myotome.record.jobs.models import TickHead

SILENT: Final = timedelta(minutes=3)
"""A worker ticks every minute; one that did not for so long is gone or stuck."""


def database_answers() -> bool:
    """True when a question to the database comes back."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            return cursor.fetchone() == (1,)
    except DatabaseError:
        return False


def waiting_migrations() -> int:
    """How many changes of form the database still lacks; 0 when it is as this program expects it."""
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def a_worker_ticks(now: datetime) -> bool:
    """True when some worker was at work in the last minutes."""
    return TickHead.objects.filter(minute__gte=now - SILENT).exists()


def jobs_by_state() -> dict[str, int]:
    """How many background jobs stand in each state, in the words of the queue (READY, RUNNING, SUCCESSFUL, FAILED)."""
    counted = DBTaskResult.objects.order_by().values_list("status").annotate(Count("pk"))
    return {str(status).lower(): number for status, number in counted}
