"""The examination."""

from __future__ import annotations

from django.urls import path

from myotome.clinic.addresses import PATIENT
from myotome.clinic.examination import views

urlpatterns = [
    path(f"{PATIENT}examination/", views.examination, name="examination"),
]
