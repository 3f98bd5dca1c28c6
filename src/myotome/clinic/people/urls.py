"""Logins and emergency access."""

from __future__ import annotations

from django.urls import path

from myotome.clinic.people import views

urlpatterns = [
    path("people/", views.people, name="people"),
    path("people/<int:pk>/", views.change_person, name="change_person"),
    path("people/<int:pk>/second-factor/reset/", views.reset_factor, name="reset_factor"),
    path("people/emergency-access/", views.emergencies, name="emergencies"),
]
