"""Registers the health checks with Django."""

from __future__ import annotations

from django.apps import AppConfig


class ChecksConfig(AppConfig):
    """Health checks as a part of the record with migrations of its own."""

    name = "myotome.record.checks"
    label = "checks"
    default_auto_field = "django.db.models.BigAutoField"
