"""What the shelf keeps: texts by hash, which texts made up a version of the knowledge, and reviews. All written once."""

from __future__ import annotations

import json
import zlib

from django.db import models

from myotome.record.append_only import AppendOnly
from myotome.record.models import User
from myotome.words.standing import Decision


class Snapshot(AppendOnly):
    """The content of one knowledge file, everything above its ``[review]`` table, as it stood when it was first served."""

    kind = models.CharField(max_length=20)
    slug = models.CharField(max_length=80)
    sha256 = models.CharField(max_length=64)
    text_deflated = models.BinaryField()
    version = models.CharField(max_length=40)
    """As the file called itself."""
    program = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta(AppendOnly.Meta):
        constraints = (models.UniqueConstraint(fields=["kind", "slug", "sha256"], name="one_snapshot_per_content"),)

    @property
    def text(self) -> str:
        """The content as TOML."""
        return zlib.decompress(bytes(self.text_deflated)).decode()


class Edition(AppendOnly):
    """One version of the whole knowledge (its fingerprint, as assessments name it) with the hash of every file in it."""

    knowledge = models.CharField(max_length=40, unique=True)
    program = models.CharField(max_length=40)
    at = models.DateTimeField()
    contents_deflated = models.BinaryField()

    @property
    def contents(self) -> dict[str, str]:
        """Hash of each file by ``kind/slug``."""
        found: dict[str, str] = json.loads(zlib.decompress(bytes(self.contents_deflated)))
        return found


class ReviewEntry(AppendOnly):
    """One decision of a reviewer on one content. ``by_name``, ``role`` and ``clinic`` are kept as they were said that day."""

    kind = models.CharField(max_length=20)
    slug = models.CharField(max_length=80)
    sha256 = models.CharField(max_length=64)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=150)
    role = models.CharField(max_length=120)
    registration = models.CharField(max_length=60, blank=True)
    clinic = models.CharField(max_length=120, blank=True)
    decision = models.CharField(max_length=20, choices=[(d.value, d.value) for d in Decision])
    remark = models.TextField(max_length=5000, blank=True)
    next_review = models.DateField(null=True, blank=True)
    at = models.DateTimeField()

    class Meta(AppendOnly.Meta):
        indexes = (models.Index(fields=["kind", "slug"], name="reviews_of_an_entry"),)
