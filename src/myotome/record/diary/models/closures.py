"""Times at which a resource, or the whole house, is closed beyond what the house file says: leave, repair, a burst pipe."""

from __future__ import annotations

from django.db import models

from myotome.record.append_only import AppendOnly
from myotome.record.models import User


class Closure(AppendOnly):
    """Closed every day from ``first`` to ``last``, both included, between two minutes of the local day. ``undoes`` opens it again."""

    resource = models.CharField(max_length=60, blank=True)
    """Empty for the whole house."""
    first = models.DateField()
    last = models.DateField()
    opens = models.PositiveSmallIntegerField(default=0)
    closes = models.PositiveSmallIntegerField(default=1440)
    why = models.CharField(max_length=120, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    undoes = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="undone_by")
