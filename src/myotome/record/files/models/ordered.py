"""Tests that were ordered, and how each stands; the latest step is the one that holds."""

from __future__ import annotations

import uuid

from django.db import models

from myotome.record.append_only import AppendOnly
from myotome.record.models import Patient, User


class TestOrder(AppendOnly):
    """One ordered test: ``test`` is a slug of the catalogue, ``lines`` what is written on the request."""

    __test__ = False
    """Not a test of code, whatever its name begins with."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="test_orders")
    test = models.CharField(max_length=80)
    group = models.CharField(max_length=30)
    lines = models.TextField(max_length=4000)
    why = models.TextField(max_length=2000, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class OrderStep(AppendOnly):
    """One step of an order."""

    class State(models.TextChoices):
        """How the order stands after the step."""

        ORDERED = "ordered", "Ordered"
        SCHEDULED = "scheduled", "Scheduled"
        RESULTED = "resulted", "Result is here"
        CANCELLED = "cancelled", "Cancelled"

    order = models.ForeignKey(TestOrder, on_delete=models.PROTECT, related_name="steps")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=State.choices)
    on = models.DateField(null=True, blank=True)
    """The day it is scheduled for."""
    note = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta(AppendOnly.Meta):
        constraints = (models.UniqueConstraint(fields=["order", "number"], name="one_step_per_number"),)
