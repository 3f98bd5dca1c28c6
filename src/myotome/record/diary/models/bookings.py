"""Bookings as they stand, the steps that led there, and the unique row for each cell that is taken."""

from __future__ import annotations

from django.db import models

from myotome.record.append_only import AppendOnly
from myotome.record.models import Patient, User
from myotome.visits.booking import Status
from myotome.words.timeframe import Timeframe


class Guest(models.Model):
    """Who a booking is for, as they said it themselves; the front desk finds the patient that belongs to it.

    Not a patient: nothing here opens a record. ``patient`` is set by the desk, or when it books for a patient it knows.
    """

    name = models.CharField(max_length=120)
    born_on = models.DateField()
    phone = models.CharField(max_length=20, blank=True)
    """E.164, or as the record has it where the desk booked."""
    email = models.EmailField(max_length=254, blank=True)
    language = models.CharField(max_length=12, default="en")
    wants_email = models.BooleanField(default=False)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, null=True, blank=True, related_name="guests")
    made_at = models.DateTimeField()


class BookingRow(models.Model):
    """A booking as it stands now. ``version`` counts every change, so that two people cannot overwrite each other unseen."""

    reference = models.CharField(max_length=19, unique=True)
    digest = models.CharField(max_length=64, unique=True, null=True)
    """SHA-256 of the reference: what a typed reference is looked up by, so that the time it takes tells nothing of its letters."""
    sequence = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=0)
    service = models.CharField(max_length=40)
    options = models.JSONField(default=list)
    start_cell = models.BigIntegerField()
    end_cell = models.BigIntegerField()
    claims = models.JSONField()
    """[resource, first cell, end cell] in the order of the service's needs, as they were when it was booked."""
    status = models.CharField(max_length=10, choices=[(s.value, s.value) for s in Status])
    changed_at = models.DateTimeField()
    hold_until = models.DateTimeField(null=True, blank=True)
    series = models.CharField(max_length=19, blank=True)
    frame = models.CharField(max_length=10, choices=[(f.value, f.value) for f in Timeframe], default=Timeframe.ROUTINE)
    guest = models.ForeignKey(Guest, on_delete=models.PROTECT, null=True, blank=True, related_name="bookings")
    """Empty while a time is only held."""
    for_what = models.CharField(max_length=120, blank=True)
    """A word for the desk; nothing clinical."""
    enclosed = models.JSONField(null=True, blank=True)
    """What the person sent along (the answers of the self-check); clinicians read it, the desk does not."""

    class Meta:
        indexes = (
            models.Index(fields=["start_cell"], name="booking_by_start"),
            models.Index(fields=["series"], name="booking_by_series", condition=~models.Q(series="")),
            models.Index(fields=["hold_until"], name="booking_by_hold", condition=models.Q(status=Status.HELD.value)),
        )


class Cell(models.Model):
    """One quarter of an hour of one resource that is taken. The key is what makes a double booking impossible.

    ``until`` is the end of a hold: from then on the next writer may take the row away. It is empty for a booking.
    """

    resource = models.CharField(max_length=60)
    cell = models.BigIntegerField()
    booking = models.ForeignKey(BookingRow, on_delete=models.PROTECT, related_name="cells")
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["resource", "cell"], name="one_row_per_cell"),)


class Step(AppendOnly):
    """One thing that happened to a booking: written once, so that what a booking was can always be read."""

    booking = models.ForeignKey(BookingRow, on_delete=models.PROTECT, related_name="steps")
    version = models.PositiveIntegerField()
    status = models.CharField(max_length=10)
    sequence = models.PositiveIntegerField()
    start_cell = models.BigIntegerField()
    claims = models.JSONField()
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    """Empty for somebody without a login, and for the clock."""
    how = models.CharField(max_length=40)
    """The door it came through: ``public``, ``desk``, ``own record``, ``waiting list``, ``clock``, ``demo``."""
    why = models.CharField(max_length=200, blank=True)

    class Meta(AppendOnly.Meta):
        constraints = (models.UniqueConstraint(fields=["booking", "version"], name="one_step_per_version"),)
