"""Registers what patients were given with Django."""

from __future__ import annotations

from django.apps import AppConfig


class GivenConfig(AppConfig):
    """What patients were given as a Django application."""

    name = "myotome.record.given"
    label = "given"
    default_auto_field = "django.db.models.BigAutoField"
