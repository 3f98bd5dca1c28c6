"""Who works on a job and until when, how often it was tried, and which minute was last ticked."""

from __future__ import annotations

from django.db import models


class JobLease(models.Model):
    """What django-tasks does not keep of a job: ``worker`` has it until ``until``; afterwards another may take it.

    ``failures`` counts attempts that ended with an error, ``deaths`` those whose worker was gone. ``reason`` says what went wrong last
    and holds no value and no name.
    """

    job = models.UUIDField(primary_key=True)
    worker = models.CharField(max_length=64, blank=True)
    until = models.DateTimeField(null=True)
    failures = models.PositiveSmallIntegerField(default=0)
    deaths = models.PositiveSmallIntegerField(default=0)
    reason = models.CharField(max_length=300, blank=True)


class TickHead(models.Model):
    """The last minute for which the functions of ``settings.TICKS`` were called. One row."""

    minute = models.DateTimeField()
