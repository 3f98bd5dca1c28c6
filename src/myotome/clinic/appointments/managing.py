"""One booking for who holds its reference and gives the birth date: see it, keep it in a calendar, move it, cancel it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from myotome.clinic.appointments.choice import Choice, read_choice
from myotome.clinic.appointments.forms import FindForm, ProofForm
from myotome.clinic.appointments.shown import is_old, moment_of, read_offers, words_of
from myotome.clinic.appointments.times import times_page
from myotome.clinic.appointments.visitor import give_proof, has_proof, may_knock
from myotome.clinic.appointments.wishes import read_wishes
from myotome.clinic.doors import open_to_anyone
from myotome.clinic.house import house
from myotome.record.diary import changing
from myotome.record.diary.by_reference import of_series, prove, standing
from myotome.record.diary.rows import BookingSheet
from myotome.visits.answer import Answer, No, Reason
from myotome.visits.booking import Booking, Status
from myotome.visits.ical import calendar_text
from myotome.visits.services import load_services

DONE = frozenset({"booked", "moved", "cancelled", "waiting"})


@open_to_anyone
def find_appointment(request: HttpRequest) -> HttpResponse:
    """Find a booking by its reference and the birth date."""
    form = FindForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        answer = _prove(request, form.cleaned_data["reference"], form.cleaned_data["born_on"])
        if not isinstance(answer, No):
            return redirect("appointment", reference=answer.value)
        return _proof_page(request, form, answer)
    return _proof_page(request, form, None)


@open_to_anyone
def appointment(request: HttpRequest, reference: str) -> HttpResponse:
    """The booking, or the question for the birth date. Whether there is such a booking, the question does not tell."""
    if not has_proof(request, reference):
        form = ProofForm(request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid():
            answer = _prove(request, reference, form.cleaned_data["born_on"])
            if not isinstance(answer, No):
                return redirect("appointment", reference=answer.value)
            return _proof_page(request, form, answer)
        return _proof_page(request, form, None)
    found = standing(reference)
    if found is None:
        return _proof_page(request, FindForm(), No(Reason.NO_SUCH_BOOKING))
    sheet, done = found[0], request.GET.get("done", "")
    context = {**_shown(request, sheet), "done": done if done in DONE else ""}
    return render(request, "appointments/appointment.html", context)


@open_to_anyone
def appointment_calendar(request: HttpRequest, reference: str) -> HttpResponse:
    """The booking for the person's own calendar: when and where, and nothing else."""
    found = standing(reference) if has_proof(request, reference) else None
    if found is None:
        return redirect("appointment", reference=reference)
    text = calendar_text(found[1], house().card, now=timezone.now(), language=found[0].language)
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="appointment.ics"'
    return response


@open_to_anyone
def move_appointment(request: HttpRequest, reference: str) -> HttpResponse:
    """Choose another time for the same visit; the old one is free the moment the new one is taken."""
    found = standing(reference) if has_proof(request, reference) else None
    now = timezone.now()
    if found is None or not found[0].can_change(now):
        return redirect("appointment", reference=reference)
    sheet, choice = found[0], read_choice(request)
    service = load_services().get(sheet.service)
    if service is None:
        return redirect("appointment", reference=reference)
    choice = Choice(service, sheet.options, since=choice.since, wishes=read_wishes(_said(request), service))
    chosen = read_offers(request.POST.get("offer", "")) if request.method == "POST" else ()
    if not chosen:
        old = is_old(request.POST.get("offer", ""))
        return times_page(request, choice, now, No(Reason.OLD_PAGE) if old else None, 409 if old else 200, moving=sheet)
    if not may_knock(request, "hold_per_address", now):
        return times_page(request, choice, now, No(Reason.TOO_MANY), 429, moving=sheet)
    answer = changing.move(house(), reference, chosen[0], now=now, frame=sheet.frame)
    if isinstance(answer, No):
        return times_page(request, choice, now, answer, 409, moving=sheet)
    return redirect(reverse("appointment", kwargs={"reference": reference}) + "?done=moved")


@open_to_anyone
def cancel_appointment(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask once, then cancel: this visit, or all that are left of its series."""
    found = standing(reference) if has_proof(request, reference) else None
    now = timezone.now()
    if found is None or not (found[0].can_change(now) or found[0].status is Status.CANCELLED):
        return redirect("appointment", reference=reference)
    sheet, problem = found[0], None
    if request.method == "POST":
        answer: Answer[Booking] | Answer[tuple[Booking, ...]]
        if sheet.series and "whole_series" in request.POST:
            answer = changing.cancel_series(house(), sheet.series, now=now)
        else:
            answer = changing.cancel(house(), reference, now=now)
        if not isinstance(answer, No):
            return redirect(reverse("appointment", kwargs={"reference": reference}) + "?done=cancelled")
        problem = answer
    context = {**_shown(request, sheet), "problem": problem}
    return render(request, "appointments/cancel.html", context, status=409 if problem else 200)


def _said(request: HttpRequest) -> QueryDict:
    return request.POST if request.method == "POST" else request.GET


def _prove(request: HttpRequest, typed: str, born_on: Any) -> Answer[str]:
    if not may_knock(request, "reference_per_address", timezone.now()):
        return No(Reason.TOO_MANY)
    answer = prove(typed, born_on)
    if not isinstance(answer, No):
        found = standing(answer.value)
        series = of_series(found[0]) if found else ()
        give_proof(request, *(one.reference for one in series), answer.value)
    return answer


def _proof_page(request: HttpRequest, form: FindForm | ProofForm, problem: No | None) -> HttpResponse:
    status = 200 if problem is None and not form.errors else 422
    if problem is not None and problem.reason is Reason.TOO_MANY:
        status = 429
    return render(
        request, "appointments/find.html", {"form": form, "problem": problem, "house": house()}, status=status
    )


def _shown(request: HttpRequest, sheet: BookingSheet) -> dict[str, Any]:
    series = [one for one in of_series(sheet) if has_proof(request, one.reference)]
    return {
        "booking": sheet,
        "when": moment_of(sheet),
        "service": words_of(sheet),
        "can_change": sheet.can_change(timezone.now()),
        "series": [(one, moment_of(one)) for one in series],
        "house": house(),
    }
