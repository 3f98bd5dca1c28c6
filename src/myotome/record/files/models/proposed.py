"""What was read in a file, what it proposes for the record, and what a clinician said to each proposal."""

from __future__ import annotations

import uuid

from django.db import models

from myotome.record.append_only import AppendOnly
from myotome.record.files.models.kept import StoredFile
from myotome.record.models import User


class FileReading(AppendOnly):
    """What one reader made of a file; ``problem`` says why nothing could be read. One per file and version of the reader."""

    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="readings")
    reader = models.CharField(max_length=40, blank=True)
    """Name of the reader; empty where no room reads such a file."""
    version = models.CharField(max_length=40)
    at = models.DateTimeField()
    title = models.CharField(max_length=200)
    problem = models.TextField(max_length=2000, blank=True)
    notices = models.JSONField(default=list)
    """Sentences about the whole file: what was assumed, what was left out."""
    unread = models.JSONField(default=list)
    """Rows that nobody understood: place, what stands there, and why."""

    class Meta(AppendOnly.Meta):
        constraints = (models.UniqueConstraint(fields=["file", "version"], name="one_reading_per_version"),)


class Proposal(AppendOnly):
    """One value or finding that a reading proposes; nothing of it is in the record until a clinician accepts it."""

    class Kind(models.TextChoices):
        """What the content is."""

        MEASUREMENT = "measurement", "Measured value"
        FINDING = "finding", "Finding"
        MEDICATION = "medication", "Medicine"

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    reading = models.ForeignKey(FileReading, on_delete=models.PROTECT, related_name="proposals")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=12, choices=Kind.choices)
    place = models.CharField(max_length=200)
    """Where in the file it stands."""
    said = models.CharField(max_length=500)
    """The very words of the file."""
    content = models.JSONField()

    class Meta(AppendOnly.Meta):
        constraints = (models.UniqueConstraint(fields=["reading", "number"], name="one_proposal_per_number"),)


class ProposalAnswer(AppendOnly):
    """A clinician accepted or rejected a proposal; ``entry`` is the row of the record that came of it."""

    proposal = models.OneToOneField(Proposal, on_delete=models.PROTECT, related_name="answer")
    accepted = models.BooleanField()
    why = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    entry = models.UUIDField(null=True)


class AnswerTakenBack(AppendOnly):
    """An answer that no longer holds: what came of it was withdrawn, and the same proposal stands ``again`` to be answered."""

    answer = models.OneToOneField(ProposalAnswer, on_delete=models.PROTECT, related_name="taken_back")
    again = models.OneToOneField(Proposal, on_delete=models.PROTECT, related_name="instead_of")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
