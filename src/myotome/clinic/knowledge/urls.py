"""The knowledge base: to read, to compare, to review."""

from __future__ import annotations

from django.urls import path

from myotome.clinic.knowledge import reviewing, views

urlpatterns = [
    path("knowledge/", views.shelves, name="knowledge"),
    path("knowledge/review-list/", reviewing.review_list, name="review_list"),
    path("knowledge/<slug:shelf>/", views.shelf, name="shelf"),
    path("knowledge/<slug:shelf>/<slug:slug>/", views.entry, name="entry"),
    path("knowledge/<slug:shelf>/<slug:slug>/review/", reviewing.review, name="review_entry"),
    path("knowledge/<slug:shelf>/<slug:slug>/versions/", reviewing.versions, name="entry_versions"),
    path("knowledge/<slug:shelf>/<slug:slug>/compare/", reviewing.compare_versions, name="compare_versions"),
]
