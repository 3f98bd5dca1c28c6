"""Reports and signatures."""

from __future__ import annotations

from django.urls import path

from myotome.clinic.addresses import PATIENT
from myotome.clinic.report import views

urlpatterns = [
    path(f"{PATIENT}reports/<int:number>/", views.report, name="report"),
    path(f"{PATIENT}reports/<int:number>/pdf/", views.report_pdf, name="report_pdf"),
    path(f"{PATIENT}reports/<int:number>/knowledge/", views.report_knowledge, name="report_knowledge"),
    path(f"{PATIENT}reports/<int:number>/sign/", views.sign, name="sign"),
]
