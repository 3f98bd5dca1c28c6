"""The knowledge base."""

from __future__ import annotations

from django.urls import path

from myotome.clinic.knowledge import views

urlpatterns = [
    path("knowledge/", views.shelves, name="knowledge"),
    path("knowledge/<slug:shelf>/", views.shelf, name="shelf"),
    path("knowledge/<slug:shelf>/<slug:slug>/", views.entry, name="entry"),
]
