"""What was uploaded: the content once per clinic, and the file of a patient that has this content."""

from __future__ import annotations

import uuid

from django.db import models

from myotome.record.append_only import AppendOnly
from myotome.record.models import Clinic, Patient, User


class Content(models.Model):
    """Encrypted content in the store, once per clinic: the same file of another clinic is another row and another object.

    ``name`` is the object's name in the store; it tells nothing of the content to who has the store alone.
    """

    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)
    """Of the content as it was uploaded."""
    size_bytes = models.PositiveBigIntegerField()
    name = models.CharField(max_length=100, unique=True)
    kept_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["clinic", "sha256"], name="one_content_per_clinic"),)


class StoredFile(AppendOnly):
    """One file of one patient. ``name`` is a text that people gave it, and never a path; ``kind`` is what its first bytes say."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="stored_files")
    content = models.ForeignKey(Content, on_delete=models.PROTECT, related_name="files")
    name = models.CharField(max_length=255)
    kind = models.CharField(max_length=20)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    order = models.ForeignKey(
        "files.TestOrder", on_delete=models.PROTECT, null=True, blank=True, related_name="results"
    )
    """The ordered test whose result it is, where somebody said so."""

    class Meta(AppendOnly.Meta):
        constraints = (models.UniqueConstraint(fields=["patient", "content"], name="one_file_per_content"),)


class FileWithdrawal(AppendOnly):
    """A file that no longer belongs to the record: hidden, with who and why."""

    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="withdrawal")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    why = models.CharField(max_length=500)


class FileJob(AppendOnly):
    """The background job that reads a file; a second one where somebody asked to try again."""

    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="jobs")
    job = models.UUIDField(unique=True)
    at = models.DateTimeField()


class FailureSettled(AppendOnly):
    """A clinician has dealt with a file that could not be read: it stays as it is, and waits for nothing. Of one attempt, not of all."""

    attempt = models.OneToOneField(FileJob, on_delete=models.PROTECT, related_name="settled")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
