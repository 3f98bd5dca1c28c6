"""One row per patient for the worklist: a copy of what the appended rows say, rewritten with each assessment, for speed only."""

from __future__ import annotations

from django.db import models

from myotome.record.models.people import Clinic, Patient


class WorklistRow(models.Model):
    """What the list shows, in the order of the list: urgency, then the longest wait. ``family_key`` and ``given_key`` are case-folded names."""

    patient = models.OneToOneField(Patient, on_delete=models.CASCADE, related_name="worklist_row", primary_key=True)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="+")
    family_key = models.CharField(max_length=80)
    given_key = models.CharField(max_length=80)
    urgency = models.PositiveSmallIntegerField()
    """Rank of the most urgent red flag, ``NO_FLAG`` where none fired, ``NOT_ASSESSED`` before the first assessment."""
    flag = models.CharField(max_length=200, blank=True)
    timeframe = models.CharField(max_length=20, blank=True)
    leading = models.CharField(max_length=200, blank=True)
    changed_at = models.DateTimeField()
    changed = models.CharField(max_length=200, blank=True)
    """What was last added to the record, in a few words."""
    changed_by_patient = models.BooleanField(default=False)
    seen_at = models.DateTimeField(null=True, blank=True)
    """When a clinician last opened the record."""
    signed = models.BooleanField(default=False)
    """Whether the newest assessment is signed and rests on the record as it is."""
    to_answer = models.PositiveIntegerField(default=0)
    """Proposals of uploaded files that nobody has accepted or rejected."""
    files_failed = models.PositiveIntegerField(default=0)
    """Uploaded files that could not be read, and that nobody has dealt with."""
    results_wait = models.BooleanField(default=False)
    """True where either of the two is above zero: what a filter's index can stand on."""

    NO_FLAG = 50
    NOT_ASSESSED = 60

    class Meta:
        indexes = (
            models.Index(fields=["clinic", "urgency", "changed_at", "patient"], name="worklist_order"),
            models.Index(
                fields=["clinic", "urgency", "changed_at", "patient"],
                condition=models.Q(results_wait=True),
                name="worklist_results",
            ),
            models.Index(
                fields=["clinic", "urgency", "changed_at", "patient"],
                condition=models.Q(signed=False),
                name="worklist_unsigned",
            ),
            models.Index(
                fields=["clinic", "urgency", "changed_at", "patient"],
                condition=models.Q(seen_at=None) | models.Q(seen_at__lt=models.F("changed_at")),
                name="worklist_changed",
            ),
            models.Index(fields=["clinic", "family_key"], name="worklist_family"),
            models.Index(fields=["clinic", "given_key"], name="worklist_given"),
        )
