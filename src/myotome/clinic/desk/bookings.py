"""One booking at the desk: who, when, how to get ready, what became of it; check-in, no-show, move, cancel, match."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from myotome.clinic.desk.booking_forms import CancelForm, MoveForm
from myotome.clinic.desk.diary import line_of
from myotome.clinic.desk.undo import undo_offered
from myotome.clinic.doors import open_to, user_of, whole_number
from myotome.clinic.forms import CalmForm
from myotome.clinic.house import house
from myotome.record.diary.at_desk import history_of, read_booking
from myotome.record.diary.desk_booking import likely_patients, mark, match
from myotome.record.diary.referring import referral_words
from myotome.record.diary.rows import BookingSheet
from myotome.record.lists import desk_list
from myotome.record.roles import Role
from myotome.visits.answer import Answer, Reason, Yes
from myotome.visits.booking import Status
from myotome.visits.clinic import Resource
from myotome.visits.reference import read_reference
from myotome.visits.services import load_services
from myotome.words.errors import UnknownName

DOINGS: Final[Mapping[str, tuple[str, str]]] = {
    "arrive": ("Check in", "Checked in."),
    "undo": ("Undo the check-in", "The check-in is taken back."),
    "finish": ("Finished", "The visit is finished."),
    "miss": ("Did not come", "Noted: did not come."),
}
OPEN_TO: Final[Mapping[Status, tuple[str, ...]]] = {
    Status.BOOKED: ("arrive", "miss"),
    Status.ARRIVED: ("finish", "undo"),
    Status.NO_SHOW: ("arrive",),
}
"""What can be done with a booking of this state."""
MOVED_MEANWHILE: Final = (
    "Somebody else changed this booking meanwhile. This is how it stands now; look, and then move it again."
)


@open_to(Role.FRONT_DESK)
def booking(request: HttpRequest, reference: str) -> HttpResponse:
    """The booking with everything that the desk may do with it."""
    return page_of(request, sheet_of(request, reference), {})


@open_to(Role.FRONT_DESK)
@require_POST
def mark_booking(request: HttpRequest, reference: str) -> HttpResponse:
    """Check in, take it back, finish, did not come."""
    step, sheet = request.POST.get("do", ""), sheet_of(request, reference)
    if step not in DOINGS:
        raise UnknownName("no such step", value=step)
    answer = mark(
        user_of(request),
        house(),
        sheet.reference,
        step,
        now=timezone.now(),
        version=whole_number(request.POST.get("version", "")),
    )
    told(request, answer, DOINGS[step][1])
    return redirect(back_to(request, reverse("desk_booking", kwargs={"reference": sheet.reference})))


@open_to(Role.FRONT_DESK)
@require_POST
def cancel_booking(request: HttpRequest, reference: str) -> HttpResponse:
    """Call a booking off; its time is free at once."""
    sheet, form = sheet_of(request, reference), CancelForm(request.POST)
    if not form.is_valid():
        return page_of(request, sheet, {"cancel": form}, 422)
    said = form.cleaned_data
    answer = mark(
        user_of(request),
        house(),
        sheet.reference,
        "cancel",
        now=timezone.now(),
        version=said["version"],
        why=said["why"],
    )
    told(request, answer, "The booking is called off, and its time is free.")
    return redirect("desk_booking", reference=sheet.reference)


@open_to(Role.FRONT_DESK)
@require_POST
def match_booking(request: HttpRequest, reference: str) -> HttpResponse:
    """Say which patient a new person is."""
    sheet = sheet_of(request, reference)
    try:
        patient = UUID(request.POST.get("patient", ""))
    except ValueError as error:
        raise UnknownName("no such patient", value=request.POST.get("patient", "")[:40]) from error
    answer = match(user_of(request), sheet.reference, patient, now=timezone.now())
    told(request, answer, "The booking is in this patient's record now.")
    return redirect("desk_booking", reference=sheet.reference)


def sheet_of(request: HttpRequest, reference: str) -> BookingSheet:
    """The booking of an address; raises NotFound."""
    return read_booking(user_of(request), read_reference(reference) or "")


def page_of(request: HttpRequest, sheet: BookingSheet, forms: dict[str, CalmForm], status: int = 200) -> HttpResponse:
    """The page of a booking, with ``forms`` in place of those that were not sent."""
    now, clinic = timezone.now(), house().clinic
    here = sheet.starts.astimezone(clinic.zone)
    initial = {"on": here.date(), "at": here.time(), "version": sheet.version}
    context: dict[str, Any] = {
        **line_of(sheet, clinic),
        "forms": {"move": MoveForm(swaps_of(sheet), initial=initial), "cancel": CancelForm(initial=initial), **forms},
        "preparation": load_services()[sheet.service].preparation.get("en", ""),
        "doings": [(step, DOINGS[step][0]) for step in OPEN_TO.get(sheet.status, ())],
        "changeable": sheet.can_change(now),
        "undo": undo_offered(request, now),
        "referral": referral_words(user_of(request), sheet.reference),
        "steps": history_of(user_of(request), sheet.reference),
    }
    if sheet.is_new_person:
        search = request.GET.get("search", "").strip()[:100]
        context["likely"] = likely_patients(user_of(request), sheet.reference)
        context["search"] = search
        context["found"] = desk_list(user_of(request), search=search).patients[:10] if search else ()
    return render(request, "desk/booking.html", context, status=status)


def swaps_of(sheet: BookingSheet) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """For each of its resources, those that could take its place: of the same kind and with a role in common."""
    clinic, found = house().clinic, []
    for slug in dict.fromkeys(sheet.resources):
        mine = clinic.resource(slug)
        if mine is None:
            continue
        others = [one for one in clinic.resources if one.kind is mine.kind and one.roles & mine.roles]
        if len(others) > 1:
            found.append((slug, _kind(mine), [(one.slug, house().name_of(one.slug)) for one in others]))
    return found


def _kind(resource: Resource) -> str:
    return {"clinician": "With", "room": "Room", "device": "Device"}[resource.kind.value]


def told(request: HttpRequest, answer: Answer[Any], done: str) -> None:
    """Say on the next page what was done, or why it was not."""
    if isinstance(answer, Yes):
        messages.success(request, done)
        return
    said = MOVED_MEANWHILE if answer.reason is Reason.CHANGED else answer.reason.sentence
    what = house().name_of(answer.detail) if answer.detail and answer.reason is not Reason.CHANGED else ""
    messages.error(request, f"Not done. {said}{f' ({what})' if what else ''}")


def back_to(request: HttpRequest, otherwise: str) -> str:
    """The page that the form stood on, if it is one of ours."""
    back = request.POST.get("back", "")
    return back if back.startswith("/desk/") and url_has_allowed_host_and_scheme(back, None) else otherwise
