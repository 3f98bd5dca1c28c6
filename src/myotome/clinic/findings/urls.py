"""Entering, correcting and withdrawing."""

from __future__ import annotations

from django.urls import path

from myotome.clinic.addresses import PATIENT
from myotome.clinic.findings import views

urlpatterns = [
    path(f"{PATIENT}findings/", views.add_finding, name="add_finding"),
    path(f"{PATIENT}answers/", views.answer_question, name="answer_question"),
    path(f"{PATIENT}results/", views.add_measurement, name="add_measurement"),
    path(f"{PATIENT}medicines/", views.add_medication, name="add_medication"),
    path(f"{PATIENT}injuries/", views.add_injury, name="add_injury"),
    path(f"{PATIENT}notes/", views.add_note, name="add_note"),
    path(f"{PATIENT}findings/<uuid:entry>/", views.correct_finding, name="correct_finding"),
    path(f"{PATIENT}<str:kind>/<uuid:entry>/withdraw/", views.withdraw, name="withdraw"),
]
