"""Registers the record with Django."""

from __future__ import annotations

from django.apps import AppConfig


class RecordConfig(AppConfig):
    """The record as a Django application."""

    name = "myotome.record"
    label = "record"
    default_auto_field = "django.db.models.BigAutoField"
