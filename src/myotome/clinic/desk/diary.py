"""The diary of the front desk: a day or a week, by clinician, by room and device, or of one of them; and the day to print."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from myotome.clinic.desk.grid import STATES, grid_of
from myotome.clinic.desk.undo import undo_offered
from myotome.clinic.doors import open_to, user_of
from myotome.clinic.house import house
from myotome.record.diary.at_desk import bookings_between
from myotome.record.diary.ground import ground
from myotome.record.diary.rows import BookingSheet
from myotome.record.roles import Role
from myotome.visits.booking import Status
from myotome.visits.cells import cell_at, start_of
from myotome.visits.clinic import Clinic, Kind, Resource
from myotome.visits.local_time import day_window, wall_clock
from myotome.visits.services import load_services
from myotome.visits.urgency import load_limits
from myotome.words.timeframe import Timeframe

GROUPS: Final[Mapping[str, tuple[str, frozenset[Kind]]]] = {
    "clinicians": ("Clinicians", frozenset({Kind.CLINICIAN})),
    "rooms": ("Rooms and devices", frozenset({Kind.ROOM, Kind.DEVICE})),
    "all": ("Everything", frozenset(Kind)),
}
SHORT: Final[Mapping[str, str]] = {
    Timeframe.SAME_DAY.value: "today",
    Timeframe.TWO_DAYS.value: "48 h",
    Timeframe.TWO_WEEKS.value: "2 wk",
}
"""An urgency in a narrow block; its words stand beside it for who listens."""


@dataclass(frozen=True, slots=True)
class Chip:
    """One booking in a square of the week, made once and shown in the square of each of its resources."""

    address: str
    clock: str
    sign: str
    state: str
    status: str
    name: str
    service: str
    urgent: str


@open_to(Role.FRONT_DESK)
def diary(request: HttpRequest) -> HttpResponse:
    """A day as columns, the week of one resource as columns, or the week of all as a table."""
    now = timezone.now()
    clinic = ground(house(), now).clinic
    day = day_named(request.GET.get("day", ""), clinic, now)
    week = request.GET.get("view") == "week"
    one = clinic.resource(request.GET.get("of", ""))
    group = request.GET.get("by", "")
    group = group if group in GROUPS else "clinicians"
    shown = [r for r in clinic.resources if r.kind in GROUPS[group][1]] if one is None else [one]
    days = [day + timedelta(days=n - day.weekday()) for n in range(7)] if week else [day]
    starts, ends = span(days, clinic)
    bookings = bookings_between(user_of(request), starts, ends, now=now)
    context: dict[str, Any] = {
        "day": day,
        "days": days,
        "week": week,
        "one": one,
        "group": group,
        "groups": {slug: label for slug, (label, _) in GROUPS.items()},
        "resources": [(r.slug, house().name_of(r.slug)) for r in clinic.resources],
        "one_name": house().name_of(one.slug) if one else "",
        "before": day - timedelta(days=7 if week else 1),
        "after": day + timedelta(days=7 if week else 1),
        "today": timezone.localdate(now, clinic.zone),
        "count": len(bookings),
        "states": [STATES[s] for s in (Status.BOOKED, Status.ARRIVED, Status.DONE, Status.NO_SHOW, Status.HELD)],
        "labels": {slug: service.label["en"] for slug, service in load_services().items()},
        "urgent": urgent_words(),
        "soon": SHORT,
        "here": request.get_full_path(),
        "undo": undo_offered(request, now),
    }
    if week and one is None:
        chips = _chips(bookings, clinic)
        context["table"] = [(r.slug, house().name_of(r.slug), _squares(r, days, chips, clinic)) for r in shown]
        return render(request, "desk/week.html", context)
    places = [(r, house().name_of(r.slug) if one is None else f"{d:%a} {d.day} {d:%b}", d) for r in shown for d in days]
    context["grid"] = grid_of(places, clinic, bookings, now)
    return render(request, "desk/diary.html", context)


@open_to(Role.FRONT_DESK)
def print_day(request: HttpRequest) -> HttpResponse:
    """The day as a list on paper: who comes when, to whom, where, and whether it is urgent. Nothing clinical."""
    now = timezone.now()
    clinic = ground(house(), now).clinic
    day = day_named(request.GET.get("day", ""), clinic, now)
    starts, ends = span([day], clinic)
    rows = [sheet for sheet in bookings_between(user_of(request), starts, ends, now=now) if sheet.name]
    of = request.GET.get("of", "")
    lines = [line_of(sheet, clinic) for sheet in rows if not of or of in sheet.resources]
    context = {"day": day, "lines": lines, "house": house(), "now": now, "of": house().name_of(of) if of else ""}
    return render(request, "desk/print.html", context)


def line_of(sheet: BookingSheet, clinic: Clinic) -> dict[str, Any]:
    """One booking in words: the clock, the service, who and where, how it stands."""
    names: dict[Kind, list[str]] = {kind: [] for kind in Kind}
    for slug in dict.fromkeys(sheet.resources):
        resource = clinic.resource(slug)
        if resource is not None:
            names[resource.kind].append(house().name_of(slug))
    sign, state = STATES.get(sheet.status, ("–", sheet.status.value))
    return {
        "sheet": sheet,
        "day": sheet.starts.astimezone(clinic.zone).date(),
        "clock": wall_clock(cell_at(sheet.starts), clinic.zone),
        "until": wall_clock(cell_at(sheet.ends), clinic.zone),
        "service": load_services()[sheet.service].label["en"],
        "with": ", ".join(names[Kind.CLINICIAN]),
        "where": ", ".join(names[Kind.ROOM] + names[Kind.DEVICE]),
        "sign": sign,
        "state": state,
        "urgent": urgent_words().get(sheet.frame.value, ""),
    }


def day_named(text: str, clinic: Clinic, now: datetime) -> date:
    """The day in an address; today for none or for one that is no day of this century."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return timezone.localdate(now, clinic.zone)
    return day if 2000 < day.year < 2100 else timezone.localdate(now, clinic.zone)


def span(days: list[date], clinic: Clinic) -> tuple[datetime, datetime]:
    """The instants at which the days begin and end."""
    return start_of(day_window(days[0], clinic.zone).first), start_of(day_window(days[-1], clinic.zone).end)


def urgent_words() -> Mapping[str, str]:
    """What stands beside a booking that is urgent, by time frame; nothing for a routine one."""
    return {frame.value: row.label["en"] for frame, row in load_limits().items() if frame is not Timeframe.ROUTINE}


def _chips(bookings: tuple[BookingSheet, ...], clinic: Clinic) -> Mapping[tuple[str, date], list[Chip]]:
    """Every booking by resource and day."""
    services, urgent = load_services(), urgent_words()
    found: dict[tuple[str, date], list[Chip]] = {}
    for sheet in bookings:
        chip = Chip(
            reverse("desk_booking", kwargs={"reference": sheet.reference}),
            wall_clock(cell_at(sheet.starts), clinic.zone),
            *STATES[sheet.status],
            sheet.status.value,
            sheet.name,
            services[sheet.service].label["en"],
            urgent.get(sheet.frame.value, ""),
        )
        day = sheet.starts.astimezone(clinic.zone).date()
        for slug in dict.fromkeys(sheet.resources):
            found.setdefault((slug, day), []).append(chip)
    return found


def _squares(
    one: Resource, days: list[date], chips: Mapping[tuple[str, date], list[Chip]], clinic: Clinic
) -> list[tuple[date, list[Chip], bool]]:
    """The week of one resource, day by day: its bookings, and whether it is there at all."""
    return [
        (day, chips.get((one.slug, day), []), bool(clinic.open_bits(one, day_window(day, clinic.zone)))) for day in days
    ]
