"""Registers the shelf with Django."""

from __future__ import annotations

from django.apps import AppConfig


class ShelfConfig(AppConfig):
    """Snapshots and reviews of the knowledge as a Django application."""

    name = "myotome.record.shelf"
    label = "shelf"
    default_auto_field = "django.db.models.BigAutoField"
