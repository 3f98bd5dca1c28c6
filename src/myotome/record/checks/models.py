"""Rows of a health check, all written once; the latest row of a part is the one that holds, and a letter is signed once."""

from __future__ import annotations

import json
import uuid
import zlib
from typing import Any

from django.db import models

from myotome.record.append_only import AppendOnly
from myotome.record.models import Encounter, Patient, User


class HealthCheck(AppendOnly):
    """One check of one patient. ``options`` are the extras; ``booking`` the reference of the appointment, where there was one."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="health_checks")
    encounter = models.ForeignKey(Encounter, on_delete=models.PROTECT, related_name="+")
    options = models.JSONField(default=list)
    booking = models.CharField(max_length=20, blank=True)
    started_at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")


class CheckPart(AppendOnly):
    """A part was done, or left out with the reason; ``note`` is the report of a part that has no values."""

    class State(models.TextChoices):
        """What became of it."""

        DONE = "done", "Done"
        LEFT_OUT = "left_out", "Left out"

    check_of = models.ForeignKey(HealthCheck, on_delete=models.PROTECT, related_name="parts")
    part = models.CharField(max_length=40)
    state = models.CharField(max_length=10, choices=State.choices)
    why = models.CharField(max_length=300, blank=True)
    note = models.TextField(max_length=4000, blank=True)
    entries = models.JSONField(default=list)
    """[kind, ref] of every entry of the record that this part wrote, so that doing it again withdraws them."""
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class CheckLetter(AppendOnly):
    """The letter as it was signed: its content, deflated, and the hash of it. One for each check."""

    check_of = models.OneToOneField(HealthCheck, on_delete=models.PROTECT, related_name="letter")
    content_deflated = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    @property
    def content(self) -> dict[str, Any]:
        """The letter as plain values."""
        found: dict[str, Any] = json.loads(zlib.decompress(bytes(self.content_deflated)))
        return found
