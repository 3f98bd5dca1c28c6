"""Wrong codes in a row, per login: the lock of a quarter of an hour slows a guesser down, this count stops one."""

from __future__ import annotations

from django.db import models

from myotome.record.models import User


class WrongCodes(models.Model):
    """How many codes of the second factor were wrong since the last right one."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="wrong_codes", primary_key=True)
    count = models.PositiveIntegerField(default=0)
