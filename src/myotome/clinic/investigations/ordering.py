"""Order a test that the assessment proposes, and say how an order stands. The desk sees that something is to be booked."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from myotome.clinic.doors import gateway_of, open_to, plain
from myotome.clinic.investigations.forms import ScheduleForm
from myotome.clinic.investigations.page import GROUPS, desk_group
from myotome.record.file import PatientFile
from myotome.record.files.ordering import Orders
from myotome.record.roles import Deed, Role
from myotome.wiring import knowledge
from myotome.words.errors import UnknownName


@open_to(Role.CLINICIAN)
@require_POST
def order_test(request: HttpRequest, ref: UUID) -> HttpResponse:
    """Order one test of the catalogue, with the lines that the assessment wrote for it."""
    slug = plain(request.POST.get("test"))
    test = knowledge().orders.get(slug)
    if test is None:
        raise UnknownName("no test of this name", value=slug, cure="Choose one from the list.")
    with gateway_of(request).open(ref, Deed.WRITE_RECORD, "order a test") as file:
        latest = file.latest()
        proposed = next((one for one in latest.content["next_tests"] if one["slug"] == slug), None) if latest else None
        lines = proposed["order"] if proposed else [line.what for line in test.lines if not line.when]
        Orders(file).order(slug, desk_group(test), lines, proposed["why"] if proposed else "")
    messages.success(request, f"{test.label} is ordered.")
    return redirect("investigations", ref=ref)


@open_to(Role.CLINICIAN)
@require_POST
def move_order(request: HttpRequest, ref: UUID, order: UUID) -> HttpResponse:
    """Schedule an order, say that its result is here, or cancel it."""
    state, form = plain(request.POST.get("state")), ScheduleForm(request.POST)
    on = form.cleaned_data["on"] if state == "scheduled" and form.is_valid() else None
    with gateway_of(request).open(ref, Deed.WRITE_RECORD, "change an order") as file:
        Orders(file).move(order, state, on=on, note=plain(request.POST.get("note")))
    return redirect("investigations", ref=ref)


@open_to(Role.FRONT_DESK)
def desk_tests(request: HttpRequest, ref: UUID) -> HttpResponse:
    """What has to be booked for a patient: the kind of test, since when, for which day."""
    with gateway_of(request).open(ref, Deed.READ_IDENTITY, "tests to book") as file:
        who, rows = file.identity, Orders(file).to_book()
    tests = [(row, GROUPS.get(row.group, "Other test")) for row in rows]
    return render(request, "investigations/desk_tests.html", {"who": who, "tests": tests, "ref": ref})


@open_to(Role.FRONT_DESK)
@require_POST
def book_test(request: HttpRequest, ref: UUID, order: UUID) -> HttpResponse:
    """Write down for which day a test is booked."""
    form = ScheduleForm(request.POST)
    if form.is_valid():
        with gateway_of(request).open(ref, Deed.WRITE_IDENTITY, "book a test") as file:
            Orders(file).schedule(order, form.cleaned_data["on"])
        messages.success(request, "The day is written down.")
    else:
        messages.error(request, "Give the day it is booked for.")
    return redirect("desk_tests", ref=ref)


def open_order(file: PatientFile, given: str) -> UUID | None:
    """The open order that somebody chose for files, None where they chose none; raises UnknownName for one that is not open here."""
    if not given:
        return None
    for one in Orders(file).all():
        if one.open and str(one.ref) == given:
            return one.ref
    raise UnknownName("no open order of this reference", value=given, cure="Choose it from the list.")
