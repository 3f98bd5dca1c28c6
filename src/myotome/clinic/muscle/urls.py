"""One muscle at a time, from the body map or by name."""

from __future__ import annotations

from django.urls import path

from myotome.clinic.addresses import PATIENT
from myotome.clinic.muscle import views

urlpatterns = [
    path(f"{PATIENT}muscles/", views.choose_muscle, name="choose_muscle"),
    path(f"{PATIENT}muscles/<slug:muscle>/<slug:side>/", views.one_muscle, name="muscle"),
]
