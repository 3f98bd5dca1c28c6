"""What readers said."""

from __future__ import annotations

from django.urls import path

from myotome.clinic.readers import views

urlpatterns = [path("readers/", views.readers, name="readers")]
