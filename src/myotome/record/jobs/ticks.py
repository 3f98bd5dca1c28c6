"""Calls the functions of ``settings.TICKS`` once a minute over all workers together, each with the minute it is called for."""

from __future__ import annotations

import logging
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from myotome.record.jobs.models import TickHead

log = logging.getLogger("myotome.jobs")


def tick(now: datetime) -> bool:
    """Call the functions if nobody did so in this minute; False when somebody did.

    A function that fails is logged by its name and kind of error and stops no other. When the worker dies in between, the minute is
    not called again: what a function does must not hang on one minute.
    """
    minute = _minute(now)
    if not _take(minute):
        return False
    for path in settings.TICKS:
        try:
            import_string(path)(minute)
        except Exception as error:
            log.error("tick %s failed: %s", path, type(error).__name__)
    return True


def tick_is_due(now: datetime) -> bool:
    """Whether nobody has ticked in this minute yet; only a look, ``tick`` decides."""
    return not TickHead.objects.filter(minute__gte=_minute(now)).exists()


def _minute(now: datetime) -> datetime:
    return now.replace(second=0, microsecond=0)


def _take(minute: datetime) -> bool:
    with transaction.atomic():
        if TickHead.objects.filter(pk=1, minute__lt=minute).update(minute=minute):
            return True
        _, made = TickHead.objects.get_or_create(pk=1, defaults={"minute": minute})
    return made
