"""Health A to Z."""

from __future__ import annotations

from django.urls import path

from myotome.clinic.health import helpful, views

urlpatterns = [
    path("health/", views.health, name="health"),
    path("health/muscle-atrophy/", views.article_page, name="article"),
    path("health/a-z/", views.a_to_z, name="a_to_z"),
    path("health/search/", views.health_search, name="health_search"),
    path("health/body/", views.health_body, name="health_body"),
    path("health/body/<slug:area>/", views.health_area, name="health_area"),
    path("health/<slug:shelf>/<slug:slug>/", views.health_entry, name="health_entry"),
    path("health/<slug:shelf>/<slug:slug>/helpful/", helpful.helpful, name="helpful"),
]
