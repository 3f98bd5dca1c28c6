"""Requests to be called back, every step that was taken with them, where each one stands, and the buckets of the limits.

A request and its steps are written once. They are deleted as a whole, by ``keeping`` alone, when they have been closed for long enough:
people who are nobody's patient wrote them, and nothing medical rests on them.
"""

from __future__ import annotations

import uuid

from django.db import models

from myotome.record.append_only import AppendOnly
from myotome.record.models import Clinic, User
from myotome.visits.call_back import Outcome, Result


class CallRequest(AppendOnly):
    """What somebody asked. ``sent_as`` is the token of the form, so that a form sent twice is one request."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="+")
    sent_as = models.CharField(max_length=64, unique=True)
    asked_at = models.DateTimeField()
    name = models.CharField(max_length=100)
    number_e164 = models.CharField(max_length=20)
    number_shown = models.CharField(max_length=40)
    number_country = models.CharField(max_length=2)
    topic = models.CharField(max_length=40)
    text = models.TextField(max_length=1000, blank=True)
    best = models.JSONField(default=list)
    """Names of the times of day that suit, empty for any."""
    flags = models.JSONField(default=list)
    language = models.CharField(max_length=10)


class CallStep(AppendOnly):
    """One step: a call that was tried, a booking that came of it, or an end. Numbered, so that two at once cannot both be the next."""

    class Kind(models.TextChoices):
        """What was done."""

        TRIED = "tried", "Called"
        BOOKED = "booked", "Appointment made"
        CLOSED = "closed", "Closed"

    request = models.ForeignKey(CallRequest, on_delete=models.CASCADE, related_name="steps")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=8, choices=Kind.choices)
    result = models.CharField(max_length=20, blank=True, choices=[(one.value, one.value) for one in Result])
    outcome = models.CharField(max_length=20, choices=[(one.value, one.value) for one in Outcome])
    """Where the request stood after it."""
    reference = models.CharField(max_length=20, blank=True)
    note = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta(AppendOnly.Meta):
        constraints = (models.UniqueConstraint(fields=["request", "number"], name="one_call_step_per_number"),)


class CallStanding(models.Model):
    """Where a request stands now, for the queue. Who has claimed it calls, and nobody else until ``claimed_until``."""

    request = models.OneToOneField(CallRequest, on_delete=models.CASCADE, primary_key=True, related_name="standing")
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="+")
    unflagged = models.BooleanField()
    """False sorts first: what is flagged stands on top."""
    due_at = models.DateTimeField()
    outcome = models.CharField(max_length=20, default=Outcome.OPEN.value)
    reference = models.CharField(max_length=20, blank=True)
    changed_at = models.DateTimeField()
    claimed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    claimed_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = (
            models.Index(fields=["clinic", "outcome", "unflagged", "due_at"], name="call_queue"),
            models.Index(fields=["outcome", "changed_at"], name="call_closed"),
        )


class LimitBucket(models.Model):
    """What is left for one key; the key is a keyed hash of an address or a number. Forgotten when it has filled up again."""

    key = models.CharField(max_length=64, primary_key=True)
    limit = models.CharField(max_length=40)
    tokens = models.FloatField()
    at = models.DateTimeField()
    full_at = models.DateTimeField(db_index=True)
