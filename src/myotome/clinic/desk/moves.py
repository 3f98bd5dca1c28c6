"""Moves a booking at the desk: dropped in the diary, by a form, and back again right after."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from myotome.clinic.desk.booking_forms import MoveForm
from myotome.clinic.desk.bookings import back_to, page_of, sheet_of, swaps_of, told
from myotome.clinic.desk.moving import drop
from myotome.clinic.desk.undo import offer_undo
from myotome.clinic.doors import open_to, user_of, whole_number
from myotome.clinic.house import house
from myotome.record.diary.desk_booking import move_to
from myotome.record.diary.rows import BookingSheet
from myotome.record.diary.undoing import undo_move
from myotome.record.roles import Role
from myotome.visits.answer import Answer, Yes
from myotome.visits.booking import Booking
from myotome.visits.cells import start_of
from myotome.visits.reference import read_reference


@open_to(Role.FRONT_DESK)
@require_POST
def drop_booking(request: HttpRequest) -> HttpResponse:
    """Where it was dropped in the diary, by mouse or keyboard; leads back to the diary with what became of it."""
    said = request.POST
    reference = read_reference(said.get("reference", "")) or ""
    back = back_to(request, reverse("desk_diary"))
    before = sheet_of(request, reference)
    answer = drop(
        user_of(request),
        house(),
        reference,
        starts=start_of(whole_number(said.get("cell", ""))),
        version=whole_number(said.get("version", "")),
        now=timezone.now(),
        taken_from=said.get("from", "")[:80],
        dropped_on=said.get("to", "")[:80],
    )
    _told_of_move(request, answer, before)
    return redirect(f"{back}#b-{reference}")


@open_to(Role.FRONT_DESK)
@require_POST
def move_booking(request: HttpRequest, reference: str) -> HttpResponse:
    """The same by a form, for everybody without JavaScript or a mouse."""
    sheet = sheet_of(request, reference)
    form = MoveForm(swaps_of(sheet), request.POST)
    if not form.is_valid():
        return page_of(request, sheet, {"move": form}, 422)
    starts = form.starts(house().clinic.zone)
    if starts is None:
        form.add_error("at", "The clock skips this time on that day. Choose another.")
        return page_of(request, sheet, {"move": form}, 422)
    answer = move_to(
        user_of(request),
        house(),
        sheet.reference,
        starts=starts,
        version=form.cleaned_data["version"],
        now=timezone.now(),
        instead=form.instead(),
    )
    _told_of_move(request, answer, sheet)
    return redirect("desk_booking", reference=sheet.reference)


@open_to(Role.FRONT_DESK)
@require_POST
def undo_booking(request: HttpRequest, reference: str) -> HttpResponse:
    """Back to where it was before this clerk moved it."""
    reference = read_reference(reference) or ""
    version = whole_number(request.POST.get("version", ""))
    answer = undo_move(user_of(request), house(), reference, version=version, now=timezone.now())
    if isinstance(answer, Yes):
        here = answer.value.starts.astimezone(house().clinic.zone)
        messages.success(request, f"Taken back: {here:%A} {here.day} {here:%B}, {here:%H:%M}, as before.")
    else:
        told(request, answer, "")
    return redirect(back_to(request, reverse("desk_diary")))


def _told_of_move(request: HttpRequest, answer: Answer[Booking], before: BookingSheet) -> None:
    if isinstance(answer, Yes):
        offer_undo(request, before, answer.value)
        here = answer.value.starts.astimezone(house().clinic.zone)
        where = ", ".join(house().name_of(slug) for slug in dict.fromkeys(answer.value.offer.resources))
        messages.success(request, f"Moved to {here:%A} {here.day} {here:%B}, {here:%H:%M}. {where}.")
    else:
        told(request, answer, "")
