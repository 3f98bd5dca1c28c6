"""Registers the readers' counts and answers with Django."""

from __future__ import annotations

from django.apps import AppConfig


class ReadersConfig(AppConfig):
    """Counts and answers of readers as a part of the record with migrations of its own."""

    name = "myotome.record.readers"
    label = "readers"
    default_auto_field = "django.db.models.BigAutoField"
