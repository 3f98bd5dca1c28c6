"""A file on its way in pieces: what has arrived so far, until it is whole and kept, or left and swept. No part of any record."""

from __future__ import annotations

import uuid

from django.db import models

from myotome.record.models import Patient, User


class Delivery(models.Model):
    """One file that one person sends for one patient. ``mark`` is how the sender's browser knows the same file again."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=255)
    mark = models.CharField(max_length=64)
    size_bytes = models.PositiveBigIntegerField()
    """As it was announced: no byte more is taken."""
    received_bytes = models.PositiveBigIntegerField(default=0)
    begun_at = models.DateTimeField()
    last_at = models.DateTimeField(db_index=True)
    """When something arrived last."""
    kept_as = models.UUIDField(null=True)
    """The file that came of it: who did not hear the answer asks again and is told the same."""
    new = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["patient", "by", "name", "size_bytes", "mark"],
                condition=models.Q(kept_as=None),
                name="one_open_delivery_per_file",
            ),
        )


class Piece(models.Model):
    """One piece, sealed in the store under ``name``; pieces follow each other without gap or overlap."""

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="pieces")
    offset = models.PositiveBigIntegerField()
    size_bytes = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    name = models.CharField(max_length=100, unique=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["delivery", "offset"], name="one_piece_per_offset"),)
