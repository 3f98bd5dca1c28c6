"""The pages of a health check: begin it, see what is missing, fill in a part, leave one out with the reason."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from myotome.clinic.doors import gateway_of, open_to
from myotome.clinic.health_check.entering import enter, withdraw_part
from myotome.clinic.health_check.forms import LeftOutForm, PartForm
from myotome.clinic.health_check.page import rows_of
from myotome.journey.health_check.parts import load_parts, parts_of
from myotome.record.checks.keeping import keep_part, read_check, read_checks, start_check
from myotome.record.checks.lists import booked_checks, open_checks
from myotome.record.roles import Deed, Role
from myotome.words.errors import UnknownName

OPTIONS = [part for part in load_parts().values() if part.option]


@open_to(Role.CLINICIAN)
def health_checks(request: HttpRequest) -> HttpResponse:
    """The clinic's checks whose letter is not signed yet, and those that are booked."""
    found = open_checks(request.user)
    shown = [(one, len(parts_of(one.options)) - len(one.settled)) for one in found]
    return render(request, "health_check/checks.html", {"checks": shown, "booked": booked_checks(request.user)})


@open_to(Role.CLINICIAN)
def begin_check(request: HttpRequest, ref: UUID) -> HttpResponse:
    """The patient's checks; begins a new one with the extras that were booked."""
    if request.method == "POST":
        wanted = [part.option for part in OPTIONS if request.POST.get(part.option) == "yes"]
        with gateway_of(request).open(ref, Deed.WRITE_RECORD, "begin a health check") as file:
            check = start_check(file, wanted, request.POST.get("booking", "")[:20])
        return redirect("health_check", ref=ref, check=check)
    with gateway_of(request).open(ref, Deed.READ_RECORD, "health checks") as file:
        who, checks = file.identity, read_checks(file)
    booked = request.GET.getlist("option")
    context = {"who": who, "ref": ref, "checks": checks, "options": OPTIONS, "booked": booked}
    return render(request, "health_check/begin.html", {**context, "booking": request.GET.get("booking", "")[:20]})


@open_to(Role.CLINICIAN)
def health_check(request: HttpRequest, ref: UUID, check: UUID) -> HttpResponse:
    """Every part with what is done and what is missing."""
    with gateway_of(request).open(ref, Deed.READ_RECORD, "health check") as file:
        who, sheet = file.identity, read_check(file, check)
        rows = rows_of(file, sheet)
    missing = [row for row in rows if not row.settled]
    context = {"who": who, "ref": ref, "check": sheet, "rows": rows, "missing": missing}
    return render(request, "health_check/check.html", context)


@open_to(Role.CLINICIAN)
def check_part(request: HttpRequest, ref: UUID, check: UUID, part: str) -> HttpResponse:
    """The form of one part; leaves it out with a reason where it cannot be done."""
    with gateway_of(request).open(ref, Deed.READ_RECORD, "form of a health check") as file:
        who, sheet, person = file.identity, read_check(file, check), file.person()
    this = next((one for one in parts_of(sheet.options) if one.slug == part), None)
    if this is None:
        raise UnknownName("this health check has no such part", value=part)
    leaving = request.method == "POST" and request.POST.get("do") == "leave_out"
    form = PartForm(this, person, request.POST if request.method == "POST" and not leaving else None)
    left_out = LeftOutForm(request.POST if leaving else None)
    if request.method == "POST" and (left_out.is_valid() if leaving else form.is_valid() and this.kind != "interview"):
        with gateway_of(request).open(ref, Deed.WRITE_RECORD, "health check") as file:
            now = read_check(file, check)
            if leaving:
                withdraw_part(file, now, part)
                keep_part(file, check, part, left_out=left_out.cleaned_data["why"])
            else:
                enter(file, now, form)
        messages.success(request, f"{this.label}: {'left out' if leaving else 'recorded'}.")
        return redirect(reverse("health_check", kwargs={"ref": ref, "check": check}))
    context = {"who": who, "ref": ref, "check": sheet, "part": this, "form": form, "left_out": left_out}
    wrong = form.errors or left_out.errors
    return render(request, "health_check/part.html", {**context, "today": timezone.localdate()}, status=422 if wrong else 200)  # fmt: skip
