"""Registers the call-backs with Django."""

from __future__ import annotations

from django.apps import AppConfig


class CallsConfig(AppConfig):
    """Call-backs as a part of the record with migrations of its own."""

    name = "myotome.record.calls"
    label = "calls"
    default_auto_field = "django.db.models.BigAutoField"
