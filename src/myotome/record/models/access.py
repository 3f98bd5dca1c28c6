"""Who reached for whose record: the chained log, its head, and emergency access."""

from __future__ import annotations

from django.db import models

from myotome.record.append_only import AppendOnly
from myotome.record.models.people import Patient, User


class AccessLog(AppendOnly):
    """One line of the log. People are kept by id and by name as it was then; ``digest`` chains it to the line before."""

    number = models.PositiveBigIntegerField(unique=True)
    at = models.DateTimeField()
    user = models.BigIntegerField(null=True)
    user_name = models.CharField(max_length=150)
    role = models.CharField(max_length=20)
    clinic = models.BigIntegerField(null=True)
    patient = models.BigIntegerField(null=True, db_index=True)
    deed = models.CharField(max_length=40)
    purpose = models.CharField(max_length=120)
    outcome = models.CharField(max_length=10)
    reason = models.CharField(max_length=500, blank=True)
    before = models.CharField(max_length=64)
    digest = models.CharField(max_length=64, unique=True)


class ChainHead(models.Model):
    """Number and digest of the last line: tells when lines are missing at the end. One row."""

    number = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64)
    seal = models.CharField(max_length=64)


class EmergencyAccess(AppendOnly):
    """A clinician opened the record of a patient of another clinic, with a reason, until ``until``."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="emergencies")
    reason = models.CharField(max_length=500)
    at = models.DateTimeField()
    until = models.DateTimeField()


class EmergencyReview(AppendOnly):
    """Somebody looked at an emergency access afterwards and says what they think of it."""

    access = models.OneToOneField(EmergencyAccess, on_delete=models.PROTECT, related_name="review")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    justified = models.BooleanField()
    note = models.CharField(max_length=500, blank=True)
