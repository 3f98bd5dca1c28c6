"""Registers the web application with Django."""

from __future__ import annotations

from django.apps import AppConfig


class ClinicConfig(AppConfig):
    """The pages as a Django application."""

    name = "myotome.clinic"
    label = "clinic"
