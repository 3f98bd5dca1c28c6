"""A patient's path on one page."""

from __future__ import annotations

from django.urls import path

from myotome.clinic.addresses import PATIENT
from myotome.clinic.patient import views

urlpatterns = [
    path(PATIENT, views.patient, name="patient"),
    path(f"{PATIENT}emergency/", views.break_glass, name="break_glass"),
    path(f"{PATIENT}diagnosis/", views.diagnose, name="diagnose"),
    path(f"{PATIENT}release/", views.release, name="release"),
]
