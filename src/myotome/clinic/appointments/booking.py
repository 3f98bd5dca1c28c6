"""From the choice of a service to a booking: times by urgency, a hold of ten minutes, who it is for, done. Works without scripts."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from myotome.clinic.appointments.choice import Choice, read_choice
from myotome.clinic.appointments.forms import GuestForm
from myotome.clinic.appointments.own import as_own, first_answers, own_identity
from myotome.clinic.appointments.shown import (
    is_old,
    moment_of,
    read_offers,
    service_words,
    words_of,
)
from myotome.clinic.appointments.times import times_page
from myotome.clinic.appointments.visitor import Kept, give_proof, hold_of, keep_hold, keep_referral, may_knock
from myotome.clinic.doors import open_to_anyone
from myotome.clinic.house import house
from myotome.clinic.self_check.keeping import answers_in
from myotome.record.diary.again import hold_again
from myotome.record.diary.by_reference import held
from myotome.record.diary.doors import Wish
from myotome.record.diary.holding import confirm, hold, release
from myotome.record.diary.rows import BookingSheet
from myotome.visits.answer import No, Reason, Yes
from myotome.visits.booking import Status
from myotome.visits.offer import Offer
from myotome.visits.services import load_services


@open_to_anyone
def appointments(request: HttpRequest) -> HttpResponse:
    """What can be booked; after a self-check with an emergency, what to do now instead."""
    choice = read_choice(request)
    if choice.is_emergency:
        return _emergency(request)
    return render(
        request,
        "appointments/services.html",
        {
            "choice": choice,
            "house": house(),
            "referred": _referred(choice),
            "services": [service_words(one) for one in load_services().values()],
        },
    )


@open_to_anyone
def appointment_times(request: HttpRequest) -> HttpResponse:
    """The free times of the next days that have any, or of a whole series."""
    choice = read_choice(request)
    if choice.is_emergency:
        return _emergency(request)
    if choice.service is None:
        return redirect("appointments")
    return times_page(request, choice, timezone.now())


@require_POST
@open_to_anyone
def appointment_hold(request: HttpRequest) -> HttpResponse:
    """Keep the chosen time while the form is filled in."""
    choice, now = read_choice(request), timezone.now()
    chosen = read_offers(request.POST.get("offer", ""))
    if choice.is_emergency:
        return _emergency(request)
    if choice.service is not None and not chosen and is_old(request.POST.get("offer", "")):
        return times_page(request, choice, now, No(Reason.OLD_PAGE), 409)
    if not chosen or choice.service is None:
        return redirect("appointments")
    before = hold_of(request)
    if before and _same(held(before.reference, now), chosen):
        return redirect("appointment_details")
    if not may_knock(request, "hold_per_address", now):
        return times_page(request, choice, now, No(Reason.TOO_MANY), 429)
    kept = hold(house(), chosen, now=now, frame=choice.frame)
    if isinstance(kept, No):
        return times_page(request, choice, now, kept, 409)
    if before:
        release(before.reference, now=now)
    keep_hold(
        request,
        kept.value[0].reference,
        along=choice.sends_answers,
        referral=choice.applies.number if choice.applies else 0,
    )
    return redirect("appointment_details")


@open_to_anyone
def appointment_details(request: HttpRequest) -> HttpResponse:
    """Who it is for; books. Sent twice, it is booked once, and both answers lead to the same page."""
    now, kept = timezone.now(), hold_of(request)
    visits = held(kept.reference, now) if kept else ()
    if kept and not visits and request.method == "POST" and "release" not in request.POST:
        kept, visits = _kept_again(request, kept, now)
    if kept is None or not visits:
        return render(request, "appointments/hold_ended.html", {"house": house()}, status=409 if kept else 200)
    if visits[0].status is not Status.HELD:
        return _done(request, kept.reference)
    if request.method == "POST" and "release" in request.POST:
        release(kept.reference, now=now)
        return redirect(reverse("appointment_times") + f"?service={visits[0].service}")
    own = own_identity(request)
    form = GuestForm(request.POST) if request.method == "POST" else GuestForm(initial=first_answers(own))
    problem: No | None = None
    if request.method == "POST" and form.is_valid():
        details = as_own(form.details(), own)
        answer = confirm(
            house(),
            kept.reference,
            details,
            now=now,
            wish=Wish(enclosed=_enclosed(request, kept), referral=kept.referral),
        )
        if isinstance(answer, Yes):
            keep_referral(request, 0)
            give_proof(request, *(one.reference for one in answer.value))
            return _done(request, kept.reference)
        problem = answer
    status = 409 if problem else 422 if form.errors else 200
    return render(
        request, "appointments/details.html", _details(request, form, visits, kept, problem, now), status=status
    )


def _kept_again(request: HttpRequest, kept: Kept, now: datetime) -> tuple[Kept, tuple[BookingSheet, ...]]:
    """The ten minutes were over when the form came: nothing typed is lost while the time is still free."""
    if not may_knock(request, "hold_per_address", now):
        return kept, ()
    again = hold_again(house(), kept.reference, now=now)
    if isinstance(again, No):
        return kept, ()
    reference = again.value[0].reference
    keep_hold(request, reference, along=kept.along, referral=kept.referral)
    return replace(kept, reference=reference), held(reference, now)


def _referred(choice: Choice) -> dict[str, Any] | None:
    service = load_services().get(choice.referral.service) if choice.referral else None
    return service_words(service) if service else None


def _same(visits: tuple[BookingSheet, ...], chosen: tuple[Offer, ...]) -> bool:
    """Whether the session holds exactly these times already: the button was pressed twice."""
    return (
        bool(visits)
        and {one.starts for one in visits} == {one.starts for one in chosen}
        and (visits[0].service == chosen[0].service)
    )


def _enclosed(request: HttpRequest, kept: Kept) -> dict[str, Any] | None:
    """The answers of the self-check as they lie in this browser now, if the person sends them along."""
    state = answers_in(request) if kept.along else None
    return {"kind": "self_check", "answers": state.to_dict()} if state else None


def _details(
    request: HttpRequest,
    form: GuestForm,
    visits: tuple[BookingSheet, ...],
    kept: Kept,
    problem: No | None,
    now: datetime,
) -> dict[str, Any]:
    until, sends = visits[0].hold_until, _enclosed(request, kept) is not None
    left = max(1, round((until - now).total_seconds() / 60)) if until else 0
    return {
        "form": form,
        "visits": [moment_of(one) for one in visits],
        "service": words_of(visits[0]),
        "minutes_left": left,
        "until": until.astimezone(house().clinic.zone).strftime("%H:%M") if until else "",
        "sends_self_check": sends,
        "lost_self_check": kept.along and not sends,
        "problem": problem,
        "house": house(),
    }


def _done(request: HttpRequest, reference: str) -> HttpResponse:
    return redirect(reverse("appointment", kwargs={"reference": reference}) + "?done=booked")


def _emergency(request: HttpRequest) -> HttpResponse:
    return render(request, "appointments/emergency.html", {"house": house()})
