"""The self-check."""

from __future__ import annotations

from django.urls import path

from myotome.clinic.self_check import end, views

urlpatterns = [
    path("self-check/", views.self_check, name="self_check"),
    path("self-check/next/", views.self_check_go_on, name="self_check_go_on"),
    path("self-check/stop/", views.self_check_stop, name="self_check_stop"),
    path("self-check/answers/", views.self_check_answers, name="self_check_answers"),
    path("self-check/result/", end.self_check_result, name="self_check_result"),
    path("self-check/result.pdf", end.self_check_pdf, name="self_check_pdf"),
    path("self-check/forget/", views.self_check_forget, name="self_check_forget"),
    path("self-check/questions/<slug:question>/", views.self_check_question, name="self_check_question"),
]
