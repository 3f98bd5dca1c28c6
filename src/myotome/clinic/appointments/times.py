"""The page of times: the free times of the next days by urgency and wish, and how many a wish leaves out."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language

from myotome.clinic.appointments.choice import Choice
from myotome.clinic.appointments.shown import by_day, moment, moment_of, said, service_words, write_offers
from myotome.clinic.appointments.wishes import wishes_shown
from myotome.clinic.house import house
from myotome.record.diary.looking import left_out, offers, series_offers
from myotome.record.diary.rows import BookingSheet
from myotome.visits.answer import Answer, No, Yes
from myotome.visits.cells import start_of
from myotome.visits.local_time import day_window
from myotome.visits.offer import Offer
from myotome.visits.services import Service
from myotome.visits.slots import Ask
from myotome.visits.urgency import load_limits
from myotome.words.timeframe import Timeframe

DAYS_SHOWN: Final = 5


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
    frame, series = moving.frame if moving else choice.frame, choice.series and not moving
    zone = house().clinic.zone
    earliest = start_of(day_window(choice.since, zone).first) if choice.since else None
    until = choice.applies.ends_at if choice.applies and not moving else None
    ask = Ask(now, frame, earliest=earliest, before=until, preferences=choice.wishes.preferences)
    besides = moving.reference if moving else ""
    if series:
        found = series_offers(house(), service.slug, choice.options, ask)
    else:
        found = offers(house(), service.slug, choice.options, ask, besides=besides)
    chosen = service.with_options(choice.options)
    minutes = chosen.value.minutes if isinstance(chosen, Yes) else service.minutes
    context = {"choice": choice, "house": house(), "options": choice.options, **_found(found, minutes, series=series)}
    if choice.wishes and not series:
        context |= _left_out(service, choice, ask, besides, minutes, context["days"])
    context |= {
        "service": service_words(service, choice.options),
        "extras": _extras(service, choice) if not moving else [],
        "rule": service.series if not moving else None,
        "wish": wishes_shown(choice.wishes, service, get_language() or "en"),
        "refused": refused,
        "moving": moving and moment_of(moving),
        "reference": besides,
        "here": reverse("move_appointment", args=[besides]) if moving else reverse("appointment_times"),
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
    zone = house().clinic.zone
    later = next((day for one in found.value if (day := one.starts.astimezone(zone).date()) > days[-1].on), None)
    return {"days": days, "since": (later or days[-1].on + timedelta(days=1)).isoformat()}


def _left_out(
    service: Service, choice: Choice, ask: Ask, besides: str, minutes: int, days: tuple[Any, ...]
) -> dict[str, Any]:
    """How many times the wish hides: of an urgent visit in its whole window, else up to the last day that is shown.

    The earliest of them stands on the page when it is sooner than everything that suits: nobody waits longer without having seen it.
    """
    urgent = ask.frame is not Timeframe.ROUTINE
    until = None if urgent or not days else start_of(day_window(days[-1].on, house().clinic.zone).end)
    hidden = left_out(house(), service.slug, choice.options, ask, until, besides=besides)
    if not hidden:
        return {"hidden": 0}
    first = hidden[0]
    shown = moment(first.starts, first.starts + timedelta(minutes=minutes), write_offers([first]))
    sooner = not days or (shown.on, shown.time) < (days[0].on, days[0].times[0].time)
    return {"hidden": len(hidden), "sooner": shown if sooner else None}


def _extras(service: Service, choice: Choice) -> list[dict[str, Any]]:
    return [
        {"slug": part.option, "label": said(part.label), "minutes": part.minutes, "on": part.option in choice.options}
        for part in service.parts
        if part.option
    ]
