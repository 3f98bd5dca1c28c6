"""Registers the diary with Django."""

from __future__ import annotations

from django.apps import AppConfig


class DiaryConfig(AppConfig):
    """The diary as a Django application inside the record."""

    name = "myotome.record.diary"
    label = "diary"
    default_auto_field = "django.db.models.BigAutoField"
