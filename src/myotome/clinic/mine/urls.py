"""The patient's own pages."""

from __future__ import annotations

from django.urls import path

from myotome.clinic.mine import views

urlpatterns = [
    path("my/", views.my_home, name="my_home"),
]
