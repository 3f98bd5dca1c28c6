"""The worklist."""

from __future__ import annotations

from django.urls import path

from myotome.clinic.worklist import views

urlpatterns = [
    path("worklist/", views.worklist_page, name="worklist"),
]
