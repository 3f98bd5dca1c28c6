"""What the letters keep: each save of a draft, the signed page with its hash, and what became of it. Nothing is changed afterwards."""

from __future__ import annotations

from django.db import models

from myotome.record.append_only import AppendOnly
from myotome.record.models import AssessmentRecord, Patient, User


class LetterEntry(AppendOnly):
    """One letter of a patient, numbered within the record. ``corrects`` is the letter that it takes the place of."""

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="letters")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=10)
    assessment = models.ForeignKey(AssessmentRecord, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    corrects = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="corrected_by"
    )
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta(AppendOnly.Meta):
        constraints = (models.UniqueConstraint(fields=["patient", "number"], name="one_letter_per_number"),)


class LetterDraft(AppendOnly):
    """One save of a letter that is being written."""

    letter = models.ForeignKey(LetterEntry, on_delete=models.PROTECT, related_name="drafts")
    version = models.PositiveIntegerField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    content_deflated = models.BinaryField()

    class Meta(AppendOnly.Meta):
        constraints = (models.UniqueConstraint(fields=["letter", "version"], name="one_draft_per_version"),)


class LetterSignature(AppendOnly):
    """The letter as it was signed; ``sha256`` is over content and page, so that one changed byte of either voids it."""

    letter = models.OneToOneField(LetterEntry, on_delete=models.PROTECT, related_name="signature")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=150)
    at = models.DateTimeField()
    sha256 = models.CharField(max_length=64)
    content_deflated = models.BinaryField()
    page_deflated = models.BinaryField()


class LetterGiven(AppendOnly):
    """A signed letter was put where the patient can read it."""

    letter = models.OneToOneField(LetterEntry, on_delete=models.PROTECT, related_name="given")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class LetterDropped(AppendOnly):
    """A draft will not be sent: it is hidden, with who and why."""

    letter = models.OneToOneField(LetterEntry, on_delete=models.PROTECT, related_name="dropped")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    why = models.CharField(max_length=300)


class PrintedPage(AppendOnly):
    """A page as PDF, under the hash of its HTML and of what made it: it is made once."""

    sha256 = models.CharField(max_length=64, unique=True)
    at = models.DateTimeField()
    pdf = models.BinaryField()
