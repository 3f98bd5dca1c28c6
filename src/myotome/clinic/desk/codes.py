"""Hands out a booking code for what a clinician has decided: read out on the telephone, or printed as a slip."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from myotome.clinic.doors import gateway_of, open_to, user_of
from myotome.clinic.forms import CalmForm
from myotome.clinic.house import house
from myotome.record.diary.links import code_link
from myotome.record.diary.referring import give_at_desk
from myotome.record.roles import Deed, Role
from myotome.visits.answer import Yes
from myotome.visits.services import load_services
from myotome.visits.urgency import load_limits
from myotome.words.errors import UnknownName
from myotome.words.timeframe import Timeframe


class CodeForm(CalmForm):
    """Which appointment, and how soon a clinician wants it."""

    service = forms.ChoiceField(label="For what")
    frame = forms.ChoiceField(label="How soon", help_text="As a clinician has decided.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["service"].choices = [("", "Choose"), *((s.slug, s.label["en"]) for s in load_services().values())]
        soon = [(frame.value, row.label["en"]) for frame, row in load_limits().items() if row.bookable]
        self.fields["frame"].choices = [("", "Choose"), *soon]


@open_to(Role.FRONT_DESK)
def give_booking_code(request: HttpRequest) -> HttpResponse:
    """The form; then the code, shown this once, because only its digest is kept."""
    user, patient, who = user_of(request), _patient(request), None
    if patient is not None:
        with gateway_of(request).open(patient, Deed.READ_IDENTITY, "booking code") as file:
            who = file.identity
    form, given, problem = CodeForm(request.POST or None), None, ""
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        frame, now = Timeframe(said["frame"]), timezone.now()
        answer = give_at_desk(user, house(), said["service"], frame, now=now, patient=patient)
        if isinstance(answer, Yes):
            given = answer.value
        else:
            problem = answer.reason.sentence
    context: dict[str, Any] = {"form": form, "given": given, "problem": problem, "who": who, "patient": patient}
    if given is not None:
        context["service"] = load_services()[given.service].label["en"]
        context["soon"] = load_limits()[given.frame].label["en"]
        context |= {"address": code_link("en"), "house": house()}
    return render(request, "desk/code.html", context, status=422 if form.errors or problem else 200)


def _patient(request: HttpRequest) -> UUID | None:
    given = (request.POST if request.method == "POST" else request.GET).get("patient", "")
    try:
        return UUID(given) if given else None
    except ValueError as error:
        raise UnknownName("no such patient", value=given[:40]) from error
