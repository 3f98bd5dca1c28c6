"""Who waits for an earlier time, and the gaps that are to be offered to them."""

from __future__ import annotations

from django.db import models

from myotome.record.diary.models.bookings import BookingRow, Guest
from myotome.words.timeframe import Timeframe


class Waiting(models.Model):
    """One entry of the waiting list. ``booking`` is what they have and would give up; ``offer`` the hold that is offered now."""

    class State(models.TextChoices):
        """Where the entry stands."""

        WAITING = "waiting", "Waiting"
        SERVED = "served", "Has a time"
        LEFT = "left", "Left the list"

    slug = models.CharField(max_length=19, unique=True)
    guest = models.ForeignKey(Guest, on_delete=models.PROTECT, related_name="waiting")
    service = models.CharField(max_length=40)
    options = models.JSONField(default=list)
    frame = models.CharField(max_length=10, choices=[(f.value, f.value) for f in Timeframe], default=Timeframe.ROUTINE)
    asked_at = models.DateTimeField()
    wishes = models.JSONField(default=dict)
    booking = models.ForeignKey(BookingRow, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    offered = models.JSONField(default=list)
    lapses = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    offer = models.OneToOneField(BookingRow, on_delete=models.PROTECT, null=True, blank=True, related_name="offered_to")
    changed_at = models.DateTimeField()
    once = models.CharField(max_length=64, null=True)
    """A digest of who waits for what: the same wish twice, by two presses, is one entry."""

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["once"], condition=models.Q(state="waiting"), name="one_entry_per_wish"),
        )
        indexes = (models.Index(fields=["state", "service"], name="waiting_by_state"),)


class Gap(models.Model):
    """Cells that became free and were not yet offered to those who wait; the clock's next round takes it up."""

    resource = models.CharField(max_length=60)
    first = models.BigIntegerField()
    end = models.BigIntegerField()
    freed_at = models.DateTimeField()
