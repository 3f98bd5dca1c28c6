"""A count per page, and the answers to "was this helpful?": no address, no name, no hour, no browser."""

from __future__ import annotations

from django.db import models

from myotome.record.append_only import AppendOnly

LONGEST_REMARK = 500


class PageReads(models.Model):
    """How often a page was read, in all languages together; ``page`` as in its address (``causes/als``)."""

    page = models.CharField(max_length=120, primary_key=True)
    reads = models.PositiveBigIntegerField(default=0)


class HelpAnswer(AppendOnly):
    """One answer. Only the day is kept, so that it cannot be laid beside a log of visits."""

    page = models.CharField(max_length=120)
    language = models.CharField(max_length=10)
    helpful = models.BooleanField()
    remark = models.CharField(max_length=LONGEST_REMARK, blank=True)
    day = models.DateField()

    class Meta:
        indexes = [models.Index(fields=["page"])]
