"""Letters of a record."""

from __future__ import annotations

from typing import Final

from django.urls import path

from myotome.clinic.addresses import PATIENT
from myotome.clinic.letters import views, writing

ONE: Final = f"{PATIENT}letters/<int:number>/"

urlpatterns = [
    path(f"{PATIENT}letters/", views.letter_list, name="letters"),
    path(ONE, views.letter_page, name="letter"),
    path(f"{ONE}pdf/", views.letter_pdf, name="letter_pdf"),
    path(f"{ONE}edit/", writing.edit, name="letter_edit"),
    path(f"{ONE}sign/", writing.sign, name="letter_sign"),
    path(f"{ONE}give/", writing.give, name="letter_give"),
    path(f"{ONE}correct/", writing.correct, name="letter_correct"),
    path(f"{ONE}drop/", writing.drop, name="letter_drop"),
]
