"""Addresses for those who run the site; no page of the clinic begins with a dash."""

from __future__ import annotations

from django.urls import path

from myotome.clinic.running import views

urlpatterns = [
    path("-/live", views.live, name="live"),
    path("-/ready", views.ready, name="ready"),
    path("-/metrics", views.metrics, name="metrics"),
]
