"""Assessments as they were made, and what the clinicians made of them."""

from __future__ import annotations

import hashlib
import json
import uuid
import zlib
from typing import Any

from django.db import models
from pydantic_core import from_json

from myotome.record.append_only import AppendOnly
from myotome.record.models.people import Patient, User


class AssessmentRecord(AppendOnly):
    """One assessment with everything that shaped it. Content and report are kept deflated, as written.

    ``basis`` is a fingerprint of the entries and versions it was made from: while it matches, nothing has to be computed again.
    """

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="assessments")
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    """Whose deed called for it."""
    basis = models.CharField(max_length=64)
    program = models.CharField(max_length=40)
    method = models.CharField(max_length=80)
    knowledge = models.CharField(max_length=40)
    content_deflated = models.BinaryField()
    report_deflated = models.BinaryField()

    class Meta(AppendOnly.Meta):
        constraints = (models.UniqueConstraint(fields=["patient", "number"], name="one_assessment_per_number"),)

    @property
    def content(self) -> dict[str, Any]:
        """``assessment.json`` as it was written."""
        return inflated(bytes(self.content_deflated))

    @property
    def report(self) -> str:
        """The report as one HTML page."""
        return zlib.decompress(bytes(self.report_deflated)).decode()


def deflated(text: str) -> bytes:
    """A text as it is kept."""
    return zlib.compress(text.encode(), 6)


def content_sha256(content: dict[str, Any]) -> str:
    """What a signature stands for: the hash of an assessment's content, keys in order."""
    plain = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()


def inflated(kept: bytes) -> dict[str, Any]:
    """The content of an assessment out of what is kept; 170 kB, read on every page, so pydantic's parser reads it, twice as fast as Python's."""
    found: dict[str, Any] = from_json(zlib.decompress(kept), cache_strings="keys")
    return found


class Signature(AppendOnly):
    """A clinician has read and signed an assessment; ``sha256`` is of its content, so that it stands for no other."""

    assessment = models.OneToOneField(AssessmentRecord, on_delete=models.PROTECT, related_name="signature")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    sha256 = models.CharField(max_length=64)


class Release(AppendOnly):
    """What a clinician gives the patient to read: own words, and the paragraph on a cause where one was chosen."""

    assessment = models.ForeignKey(AssessmentRecord, on_delete=models.PROTECT, related_name="releases")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    words = models.TextField(max_length=5000)
    cause = models.CharField(max_length=80, blank=True)


class WorkingDiagnosis(AppendOnly):
    """The clinician's own diagnosis beside an assessment: agreed with the ranking or not, and why."""

    class Stance(models.TextChoices):
        """How it stands to the ranking."""

        AGREE = "agree", "Agrees with the ranking"
        DISAGREE = "disagree", "Disagrees with the ranking"
        OPEN = "open", "Not decided yet"

    assessment = models.ForeignKey(AssessmentRecord, on_delete=models.PROTECT, related_name="working_diagnoses")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    stance = models.CharField(max_length=10, choices=Stance.choices)
    diagnosis = models.CharField(max_length=200)
    reason = models.TextField(max_length=2000)
