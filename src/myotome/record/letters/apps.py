"""Registers the letters with Django."""

from __future__ import annotations

from django.apps import AppConfig


class LettersConfig(AppConfig):
    """Letters as a Django application."""

    name = "myotome.record.letters"
    label = "letters"
    default_auto_field = "django.db.models.BigAutoField"
