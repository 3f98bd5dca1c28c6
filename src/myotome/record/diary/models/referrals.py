"""Referral codes: what lets somebody book a service as soon as a clinician said. No clinical content but service and urgency."""

from __future__ import annotations

from django.db import models

from myotome.record.diary.models.bookings import BookingRow
from myotome.record.models import Patient, User
from myotome.words.timeframe import Timeframe


class Referral(models.Model):
    """One code, kept as its digest only. It serves one booking; when that is cancelled, it serves again until it ends."""

    digest = models.CharField(max_length=64, unique=True)
    service = models.CharField(max_length=40)
    frame = models.CharField(max_length=10, choices=[(f.value, f.value) for f in Timeframe])
    made_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, null=True, blank=True, related_name="referral_codes")
    """Whom it is about, where that is known: shown to the desk, never to who types the code."""
    letter = models.PositiveIntegerField(default=0)
    """The number of the letter on which it is printed; 0 for a code that the desk handed out."""
    used_at = models.DateTimeField(null=True, blank=True)
    booking = models.OneToOneField(BookingRow, on_delete=models.PROTECT, null=True, blank=True, related_name="referral")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
