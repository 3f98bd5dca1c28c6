"""Registers the logins' own tables with Django."""

from __future__ import annotations

from django.apps import AppConfig


class LoginsConfig(AppConfig):
    """Tables beside the logins as a Django application."""

    name = "myotome.record.logins"
    label = "record_logins"
    default_auto_field = "django.db.models.BigAutoField"
