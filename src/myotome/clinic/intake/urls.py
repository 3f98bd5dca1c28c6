"""The interview, of a patient by a clinician or by the patient."""

from __future__ import annotations

from django.urls import path

from myotome.clinic.addresses import PATIENT
from myotome.clinic.intake import form, injury_pages, views

urlpatterns = [
    path(f"{PATIENT}interview/", views.start, name="intake"),
    path(f"{PATIENT}interview/next/", views.go_on, name="intake_go_on"),
    path(f"{PATIENT}interview/urgent/", views.urgent, name="intake_urgent"),
    path(f"{PATIENT}interview/own-words/", views.understood, name="intake_understood"),
    path(f"{PATIENT}interview/check/", views.check, name="intake_check"),
    path(f"{PATIENT}interview/send/", views.send, name="intake_send"),
    path(f"{PATIENT}interview/questions/<slug:question>/", views.question, name="intake_question"),
    path(f"{PATIENT}interview/injuries/<int:number>/<slug:asked>/", injury_pages.injury, name="intake_injury"),
    path(f"{PATIENT}interview/form/", form.whole_form, name="intake_form"),
    path("my/questions/", views.start, name="my_intake"),
    path("my/questions/next/", views.go_on, name="my_intake_go_on"),
    path("my/questions/urgent/", views.urgent, name="my_intake_urgent"),
    path("my/questions/own-words/", views.understood, name="my_intake_understood"),
    path("my/questions/check/", views.check, name="my_intake_check"),
    path("my/questions/send/", views.send, name="my_intake_send"),
    path("my/questions/sent/", views.sent, name="my_intake_sent"),
    path("my/questions/injuries/<int:number>/<slug:asked>/", injury_pages.injury, name="my_intake_injury"),
    path("my/questions/<slug:question>/", views.question, name="my_intake_question"),
]
