"""Reading free text, and recognising medicines."""

from __future__ import annotations

from django.urls import path

from myotome.clinic.addresses import PATIENT
from myotome.clinic.reading import medicines, views

urlpatterns = [
    path(f"{PATIENT}read/", views.read_text_page, name="read_text"),
    path("medicines/recognised/", medicines.recognised, name="recognised_medicines"),
]
