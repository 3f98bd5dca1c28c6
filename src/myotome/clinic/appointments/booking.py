"""From the choice of a service to a booking: times by urgency, a hold of ten minutes, who it is for, done. Works without scripts."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from myotome.clinic.appointments.choice import Choice, read_choice
from myotome.clinic.appointments.forms import GuestForm
from myotome.clinic.appointments.own import as_own, first_answers, own_identity
from myotome.clinic.appointments.shown import (
    by_day,
    moment_of,
    read_offers,
    said,
    service_words,
    words_of,
    write_offers,
)
from myotome.clinic.appointments.visitor import Kept, forget_self_check, give_proof, hold_of, keep_hold, may_knock
from myotome.clinic.doors import open_to_anyone
from myotome.clinic.house import house
from myotome.clinic.self_check.handover import read_handover
from myotome.record.diary.by_reference import held
from myotome.record.diary.doors import Wish
from myotome.record.diary.holding import confirm, hold, release
from myotome.record.diary.looking import offers, series_offers
from myotome.record.diary.rows import BookingSheet
from myotome.visits.answer import Answer, No, Reason, Yes
from myotome.visits.booking import Status
from myotome.visits.cells import start_of
from myotome.visits.local_time import day_window
from myotome.visits.offer import Offer
from myotome.visits.services import load_services
from myotome.visits.slots import Ask
from myotome.visits.urgency import load_limits
from myotome.words.errors import UnusableInput
from myotome.words.timeframe import Timeframe

DAYS_SHOWN: Final = 5


@open_to_anyone
def appointments(request: HttpRequest) -> HttpResponse:
    """What can be booked; after a self-check with an emergency, what to do now instead."""
    choice = read_choice(request)
    if choice.is_emergency:
        return _emergency(request)
    return render(
        request,
        "appointments/services.html",
        {**_common(choice), "services": [service_words(one) for one in load_services().values()]},
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
    keep_hold(request, kept.value[0].reference, choice.self_check)
    return redirect("appointment_details")


@open_to_anyone
def appointment_details(request: HttpRequest) -> HttpResponse:
    """Who it is for; books. Sent twice, it is booked once, and both answers lead to the same page."""
    now, kept = timezone.now(), hold_of(request)
    visits = held(kept.reference, now) if kept else ()
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
        answer = confirm(house(), kept.reference, details, now=now, wish=Wish(enclosed=_enclosed(kept)))
        if isinstance(answer, Yes):
            forget_self_check(request)
            give_proof(request, *(one.reference for one in answer.value))
            return _done(request, kept.reference)
        problem = answer
    status = 409 if problem else 422 if form.errors else 200
    return render(request, "appointments/details.html", _details(form, visits, kept, problem, now), status=status)


def times_page(
    request: HttpRequest,
    choice: Choice,
    now: datetime,
    refused: No | None = None,
    status: int = 200,
    *,
    moving: BookingSheet | None = None,
) -> HttpResponse:
    """The page of times; with ``refused`` it says first why the last choice did not work, with ``moving`` it moves that booking."""
    service = choice.service
    assert service is not None
    frame = moving.frame if moving else choice.frame
    zone = house().clinic.zone
    earliest = start_of(day_window(choice.since, zone).first) if choice.since else None
    ask = Ask(now, frame, earliest=earliest)
    if choice.series and not moving:
        found = series_offers(house(), service.slug, choice.options, ask)
    else:
        found = offers(house(), service.slug, choice.options, ask, besides=moving.reference if moving else "")
    chosen = service.with_options(choice.options)
    minutes = chosen.value.minutes if isinstance(chosen, Yes) else service.minutes
    context = {**_common(choice), **_found(found, minutes, series=choice.series and not moving)}
    context |= {
        "service": service_words(service, choice.options),
        "extras": [
            {
                "slug": part.option,
                "label": said(part.label),
                "minutes": part.minutes,
                "on": part.option in choice.options,
            }
            for part in service.parts
            if part.option and not moving
        ],
        "rule": service.series if not moving else None,
        "refused": refused,
        "moving": moving and moment_of(moving),
        "reference": moving.reference if moving else "",
        "first": choice.since is None,
        "frame_words": said(load_limits()[frame].label) if frame is not Timeframe.ROUTINE else "",
        "zone": zone.key,
    }
    return render(request, "appointments/times.html", context, status=status)


def _found(found: Answer[tuple[Offer, ...]], minutes: int, *, series: bool) -> dict[str, Any]:
    if isinstance(found, No):
        return {"nothing": found, "days": ()}
    if series:
        days = by_day(found.value, minutes, len(found.value))
        return {"days": (), "series_days": days, "series_token": write_offers(found.value)}
    days = by_day(found.value, minutes, DAYS_SHOWN)
    later = next((one.starts for one in found.value if one.starts.date() > days[-1].on), None)
    since = later.astimezone(house().clinic.zone).date() if later else None
    from datetime import timedelta

    return {"days": days, "since": (since or days[-1].on + timedelta(days=1)).isoformat()}


def _common(choice: Choice) -> dict[str, Any]:
    return {"choice": choice, "house": house(), "options": choice.options}


def _same(visits: tuple[BookingSheet, ...], chosen: tuple[Offer, ...]) -> bool:
    """Whether the session holds exactly these times already: the button was pressed twice."""
    return (
        bool(visits)
        and {one.starts for one in visits} == {one.starts for one in chosen}
        and (visits[0].service == chosen[0].service)
    )


def _enclosed(kept: Kept) -> dict[str, Any] | None:
    """The answers of the self-check, if the person sent them along."""
    if not kept.self_check:
        return None
    try:
        found = read_handover(kept.self_check)
    except UnusableInput:
        return None
    return {"kind": "self_check", "answers": found.answers.to_dict()} if found.answers else None


def _details(
    form: GuestForm, visits: tuple[BookingSheet, ...], kept: Kept, problem: No | None, now: datetime
) -> dict[str, Any]:
    until = visits[0].hold_until
    left = max(1, round((until - now).total_seconds() / 60)) if until else 0
    return {
        "form": form,
        "visits": [moment_of(one) for one in visits],
        "service": words_of(visits[0]),
        "minutes_left": left,
        "until": until.astimezone(house().clinic.zone).strftime("%H:%M") if until else "",
        "sends_self_check": _enclosed(kept) is not None,
        "problem": problem,
        "house": house(),
    }


def _done(request: HttpRequest, reference: str) -> HttpResponse:
    return redirect(reverse("appointment", kwargs={"reference": reference}) + "?done=booked")


def _emergency(request: HttpRequest) -> HttpResponse:
    return render(request, "appointments/emergency.html", {"house": house()})
