"""Registers the files of patients with Django."""

from __future__ import annotations

from django.apps import AppConfig


class FilesConfig(AppConfig):
    """Files, what was read in them, and ordered tests, as a Django application inside the record."""

    name = "myotome.record.files"
    label = "files"
    default_auto_field = "django.db.models.BigAutoField"
