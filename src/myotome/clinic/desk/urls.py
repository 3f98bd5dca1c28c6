"""The front desk."""

from __future__ import annotations

from django.urls import path

from myotome.clinic.desk import views

urlpatterns = [
    path("desk/", views.desk, name="desk"),
    path("desk/register/", views.register_page, name="register"),
    path("desk/<uuid:ref>/", views.desk_patient, name="desk_patient"),
]
