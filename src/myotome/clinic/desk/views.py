"""The front desk: who the patients are and when they come. No clinical page, and no clinical row is read."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from myotome.clinic.desk.forms import PatientForm
from myotome.clinic.doors import gateway_of, open_to, user_of
from myotome.record.calls import desk_queue
from myotome.record.diary.at_desk import read_booking
from myotome.record.diary.desk_booking import match
from myotome.record.lists import desk_list, register
from myotome.record.roles import Deed, Role
from myotome.visits.answer import No
from myotome.visits.reference import read_reference


@open_to(Role.FRONT_DESK)
def desk(request: HttpRequest) -> HttpResponse:
    """Names, numbers and telephone, by family name."""
    search = request.GET.get("search", "").strip()[:100]
    page = desk_list(user_of(request), search=search, key=request.GET.get("after", ""))
    context = {"page": page, "search": search, "first": "after" not in request.GET, "call": _call(request)}
    return render(request, "desk/desk.html", context)


@open_to(Role.FRONT_DESK)
def register_page(request: HttpRequest) -> HttpResponse:
    """Register a new patient; from a booking or a call-back, leads back to it."""
    asked = {name: request.GET.get(name, "") for name in ("booking", "call")}
    form = PatientForm(request.POST or None, initial=_known(request, **asked))
    if request.method == "POST" and form.is_valid():
        ref = register(user_of(request), **form.cleaned_data)
        messages.success(request, "The patient is registered.")
        if asked["booking"]:
            answer = match(user_of(request), read_reference(asked["booking"]) or "", ref, now=timezone.now())
            if isinstance(answer, No):
                messages.error(request, answer.reason.sentence)
            return redirect("desk_booking", reference=asked["booking"])
        if asked["call"]:
            return redirect(f"{reverse('desk_book')}?patient={ref}&call={quote(asked['call'])}")
        return redirect("desk_patient", ref=ref)
    return render(request, "desk/register.html", {"form": form}, status=422 if form.errors else 200)


@open_to(Role.FRONT_DESK)
def desk_patient(request: HttpRequest, ref: UUID) -> HttpResponse:
    """One patient's name and bookings; leads on to a new one."""
    with gateway_of(request).open(ref, Deed.READ_IDENTITY, "diary") as file:
        who, visits = file.identity, file.visits()
    context = {"who": who, "visits": visits, "ref": ref, "call": _call(request)}
    return render(request, "desk/patient.html", context)


def _call(request: HttpRequest) -> UUID | None:
    """The call-back from which the desk came here."""
    try:
        return UUID(request.GET.get("call", ""))
    except ValueError:
        return None


def _known(request: HttpRequest, booking: str, call: str) -> dict[str, Any]:
    """What a booking or a call-back says of a person: fills the form, which the desk corrects."""
    if booking:
        sheet = read_booking(user_of(request), read_reference(booking) or "")
        given, _, family = sheet.name.rpartition(" ")
        return {"given_name": given, "family_name": family, "born_on": sheet.born_on, "phone": sheet.phone}
    asked = _call(request)
    if asked is not None:
        sheet_of_call = desk_queue.read(user_of(request), asked).call
        given, _, family = sheet_of_call.name.rpartition(" ")
        return {"given_name": given, "family_name": family, "phone": sheet_of_call.number.shown}
    return {}
