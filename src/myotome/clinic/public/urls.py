"""The front page."""

from __future__ import annotations

from django.urls import path

from myotome.clinic.public import views

urlpatterns = [
    path("", views.front, name="front"),
]
