"""Addresses that have no language."""

from __future__ import annotations

from django.urls import path

from myotome.clinic.public import plain

urlpatterns = [
    path("robots.txt", plain.robots, name="robots"),
    path("sitemap.xml", plain.sitemap, name="sitemap"),
]
