"""A part that was given with a release: its text is kept as the patient read it, whatever the knowledge says later."""

from __future__ import annotations

from django.db import models

from myotome.record.append_only import AppendOnly
from myotome.record.models import Release


class GivenPart(AppendOnly):
    """One part of one release: the plan, or the exercises."""

    class Kind(models.TextChoices):
        """What kind of part."""

        PLAN = "plan", "The plan"
        PROGRAMME = "programme", "The exercises"

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="parts")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    content = models.JSONField()

    class Meta(AppendOnly.Meta):
        constraints = (models.UniqueConstraint(fields=["release", "kind"], name="one_part_of_a_kind"),)
