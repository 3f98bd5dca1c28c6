"""Health checks."""

from __future__ import annotations

from django.urls import path

from myotome.clinic.addresses import PATIENT
from myotome.clinic.health_check import letter, views

CHECK = f"{PATIENT}health-check/<uuid:check>/"
urlpatterns = [
    path("health-checks/", views.health_checks, name="health_checks"),
    path("my/health-check/", letter.my_check_letter, name="my_check_letter"),
    path(f"{PATIENT}health-check/", views.begin_check, name="begin_check"),
    path(CHECK, views.health_check, name="health_check"),
    path(f"{CHECK}letter/", letter.check_letter, name="check_letter"),
    path(f"{CHECK}<slug:part>/", views.check_part, name="check_part"),
]
