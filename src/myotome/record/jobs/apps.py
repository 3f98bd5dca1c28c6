"""Registers the background jobs with Django."""

from __future__ import annotations

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Leases and ticks as a Django application inside the record."""

    name = "myotome.record.jobs"
    label = "jobs"
    default_auto_field = "django.db.models.BigAutoField"
