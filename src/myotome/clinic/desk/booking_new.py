"""Books at the desk: a service, free times, and for whom: a patient, or somebody new; also what a call-back ends in."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from myotome.clinic.desk.booking_forms import ExtrasForm, PersonForm
from myotome.clinic.desk.diary import day_named
from myotome.clinic.doors import gateway_of, open_to, user_of
from myotome.clinic.house import house
from myotome.record.calls import desk_queue
from myotome.record.diary.desk_booking import book, booked_already
from myotome.record.diary.doors import GuestDetails
from myotome.record.diary.looking import offers
from myotome.record.roles import Deed, Role
from myotome.visits.answer import No, Reason, Yes
from myotome.visits.cells import start_of, utc
from myotome.visits.local_time import day_window, wall_clock
from myotome.visits.offer import Offer
from myotome.visits.services import Service, load_services
from myotome.visits.slots import ANYTHING_SUITS, Ask, Preferences
from myotome.visits.urgency import load_limits
from myotome.words.errors import UnknownName
from myotome.words.timeframe import Timeframe

SHOWN = 90
LOOK_AHEAD = timedelta(days=60)


@open_to(Role.FRONT_DESK)
def new_booking(request: HttpRequest) -> HttpResponse:
    """Choose the service, then a time; books with one press."""
    given = request.POST if request.method == "POST" else request.GET
    patient, call = _reference(given.get("patient", "")), _reference(given.get("call", ""))
    service = load_services().get(given.get("service", ""))
    context: dict[str, Any] = {"services": [(s.slug, s.label["en"]) for s in load_services().values()]}
    context |= {"service": service, "patient": patient, "call": call, "asked": _asked(request, call)}
    if patient is not None:
        with gateway_of(request).open(patient, Deed.READ_IDENTITY, "book") as file:
            context["who"] = file.identity
    if service is None:
        return render(request, "desk/book.html", context)
    now = timezone.now()
    day = day_named(given.get("from", ""), house().clinic, now)
    options = tuple(option for option in service.options if option in given.getlist("option"))
    extras = ExtrasForm(request.POST or None)
    first = (
        {"name": context["asked"].call.name, "phone": context["asked"].call.number.shown} if context["asked"] else {}
    )
    person = PersonForm(request.POST or None, initial=first) if patient is None else None
    frame = _frame(given.get("frame", ""))
    context |= {"frame": frame, "soon": _soon(), "urgent": frame is not Timeframe.ROUTINE}
    context |= {"day": day, "options": options, "extras": extras, "person": person, "of": given.get("of", "")}
    status = 200
    if request.method == "POST":
        chosen = read_offer(request.POST.get("offer", ""))
        context["chosen"] = request.POST.get("offer", "")
        if chosen is None:
            context["problem"] = "Choose a time."
        elif extras.is_valid() and (person is None or person.is_valid()):
            details = _details(person, context.get("who"))
            user, for_what = user_of(request), extras.cleaned_data["for_what"]
            answer = book(user, house(), chosen, details, now=now, for_what=for_what, frame=frame)
            if isinstance(answer, Yes):
                return _booked(request, answer.value.reference, call)
            if already := booked_already(user, chosen, details) if answer.reason is Reason.TAKEN else "":
                messages.success(request, "It is booked: the button was pressed twice.")
                return redirect("desk_booking", reference=already)
            context["problem"] = answer.reason.sentence
        status = 422
    context["days"] = _times(service, options, day, given.get("of", ""), frame, now)
    context["clinicians"] = _clinicians(service)
    return render(request, "desk/book.html", context, status=status)


def _booked(request: HttpRequest, reference: str, call: UUID | None) -> HttpResponse:
    messages.success(request, "It is booked.")
    if call is not None:
        done = desk_queue.hand_over(user_of(request), call, reference)
        if isinstance(done, No):
            messages.error(request, "The call-back could not be closed with it: take the call, and close it.")
    return redirect("desk_booking", reference=reference)


def written(offer: Offer) -> str:
    """An offer as the value of a field; what comes back is asked again from scratch, so that a forged one gains nothing."""
    return "|".join((offer.service, str(offer.start_cell), ",".join(offer.resources), ",".join(offer.options)))


def read_offer(text: str) -> Offer | None:
    """The offer that a field holds; None for anything else."""
    parts = text.split("|")
    if len(parts) != 4 or len(text) > 500 or not parts[1].isdecimal() or len(parts[1]) > 9:
        return None
    service, cell, resources, options = parts
    return Offer(service, int(cell), tuple(filter(None, resources.split(","))), tuple(filter(None, options.split(","))))


def _details(person: PersonForm | None, who: Any) -> GuestDetails:
    if person is None:
        return GuestDetails(who.name, who.born_on, patient=who.ref)
    said = person.cleaned_data
    return GuestDetails(said["name"], said["born_on"], said["phone"], said["email"], "en", said["wants_email"])


def _times(
    service: Service, options: tuple[str, ...], day: Any, of: str, frame: Timeframe, now: datetime
) -> list[dict[str, Any]]:
    """Free times from ``day`` on, by day, each with what it would take."""
    zone = house().clinic.zone
    wishes = Preferences(clinicians=(of,), only_these=True) if of else ANYTHING_SUITS
    begins = max(start_of(day_window(day, zone).first), utc(now))
    ask = Ask(
        now,
        frame,
        earliest=begins,
        before=begins + LOOK_AHEAD,
        preferences=wishes,
        notice=False,
        per_start=1,
        limit=SHOWN,
    )
    found = offers(house(), service.slug, options, ask)
    days: dict[Any, list[dict[str, str]]] = {}
    for offer in found.value if isinstance(found, Yes) else ():
        names = ", ".join(house().name_of(slug) for slug in dict.fromkeys(offer.resources))
        line = {"value": written(offer), "clock": wall_clock(offer.start_cell, zone), "names": names}
        days.setdefault(offer.starts.astimezone(zone).date(), []).append(line)
    return [{"day": one, "times": times} for one, times in days.items()]


def _clinicians(service: Service) -> list[tuple[str, str]]:
    able = [
        one
        for one in house().clinic.resources
        if any(place.need.met_by(one) for place in service.places()) and one.kind.value == "clinician"
    ]
    return [(one.slug, house().name_of(one.slug)) for one in able]


def _frame(text: str) -> Timeframe:
    """How soon it has to be, from the form; what allows no appointment counts as not said."""
    return next((frame for frame, row in load_limits().items() if row.bookable and frame == text), Timeframe.ROUTINE)


def _soon() -> list[tuple[str, str]]:
    bookable = [(frame.value, row.label["en"]) for frame, row in load_limits().items() if row.bookable]
    return [("", "no hurry"), *(one for one in bookable if one[0] != Timeframe.ROUTINE.value)]


def _asked(request: HttpRequest, call: UUID | None) -> Any:
    return desk_queue.read(user_of(request), call) if call is not None else None


def _reference(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError as error:
        raise UnknownName("no such reference", value=text[:40]) from error
