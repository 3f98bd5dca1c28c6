"""The outbox: every message to a person, whether it was sent, and each attempt to send it."""

from __future__ import annotations

from django.db import models

from myotome.record.append_only import AppendOnly
from myotome.record.diary.models.bookings import BookingRow, Guest


class Outgoing(models.Model):
    """One message. ``key`` is unique: what was queued once is never queued again. No clinical content, by the templates."""

    class State(models.TextChoices):
        """Where the message stands."""

        QUEUED = "queued", "Waiting to be sent"
        SENDING = "sending", "Being sent"
        SENT = "sent", "Sent"
        FAILED = "failed", "Not sent"
        DROPPED = "dropped", "Not wanted any more"

    key = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=20)
    guest = models.ForeignKey(Guest, on_delete=models.PROTECT, related_name="messages")
    booking = models.ForeignKey(BookingRow, on_delete=models.PROTECT, null=True, blank=True, related_name="messages")
    language = models.CharField(max_length=12)
    to = models.CharField(max_length=254)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    calendar = models.TextField(blank=True)
    """The iCalendar text that is attached; empty for none."""
    stop_link = models.CharField(max_length=300, blank=True)
    message_id = models.CharField(max_length=200, blank=True)
    """The Message-ID of every attempt, from the first one on."""
    queued_at = models.DateTimeField()
    due_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    reason = models.CharField(max_length=200, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = (models.Index(fields=["state", "due_at"], name="outgoing_by_due"),)


class Attempt(AppendOnly):
    """One thing that happened to an attempt to send a message: begun, then how it ended. What began and never ended is not known."""

    class Outcome(models.TextChoices):
        """What came of it so far."""

        BEGUN = "begun", "Begun"
        SENT = "sent", "Sent"
        FAILED = "failed", "Failed"
        UNKNOWN = "unknown", "Not known"

    message = models.ForeignKey(Outgoing, on_delete=models.PROTECT, related_name="tries")
    at = models.DateTimeField()
    sent = models.BooleanField()
    outcome = models.CharField(max_length=8, choices=Outcome.choices, null=True)
    """Empty in rows from before it was noted; ``sent`` says it there."""
    reason = models.CharField(max_length=200, blank=True)

    @property
    def words(self) -> str:
        """The outcome as the outbox says it."""
        return str(self.get_outcome_display() or ("Sent" if self.sent else "Failed"))
