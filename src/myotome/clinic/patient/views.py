"""The patient page, the working diagnosis, what the patient is given to read, and emergency access."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from myotome.clinic.doors import gateway_of, open_to, plain, whole_number
from myotome.clinic.in_place import show_patient
from myotome.clinic.mine.plain_plan import plan_for_patient, programme_for_patient
from myotome.clinic.patient.context import page_context
from myotome.clinic.patient.forms import DiagnosisForm, ReleaseForm
from myotome.record.gateway import NeedsReason
from myotome.record.given.keeping import give_parts
from myotome.record.roles import Deed, Role
from myotome.wiring import knowledge
from myotome.words.errors import OutOfRange


@open_to(Role.CLINICIAN)
def patient(request: HttpRequest, ref: UUID) -> HttpResponse:
    """The path on one page."""
    return render(request, "patient/patient.html", page_context(request, ref))


@open_to(Role.CLINICIAN)
@require_POST
def diagnose(request: HttpRequest, ref: UUID) -> HttpResponse:
    """Set the clinician's own diagnosis beside the assessment that is on the page."""
    form = DiagnosisForm(request.POST)
    number = whole_number(plain(request.POST.get("number")))
    if not form.is_valid():
        return show_patient(request, ref, diagnosis_form=form)
    with gateway_of(request).open(ref, Deed.WRITE_RECORD, "working diagnosis") as file:
        file.diagnose(number, **form.cleaned_data)
    messages.success(request, "Your working diagnosis is recorded.")
    return redirect("patient", ref=ref)


@open_to(Role.CLINICIAN)
@require_POST
def release(request: HttpRequest, ref: UUID) -> HttpResponse:
    """Give the patient something to read."""
    number = whole_number(plain(request.POST.get("number")))
    gateway = gateway_of(request)
    with gateway.open(ref, Deed.READ_RECORD, "choose what the patient reads") as file:
        content = file.assessment(number).content
        told = [one.cause for one in file.releases() if one.cause]
    form = ReleaseForm(request.POST, content=content, told=told)
    if not form.is_valid():
        return show_patient(request, ref, release_form=form)
    data = form.cleaned_data
    parts: dict[str, Any] = {}
    if data.get("items"):
        parts["plan"] = plan_for_patient(data["items"], content, knowledge().treatments, (*told, data["cause"]))
    if data.get("programme"):
        parts["programme"] = programme_for_patient(content)
    with gateway.open(ref, Deed.WRITE_RECORD, "release to the patient") as file:
        give_parts(file, file.release(number, data["words"], data["cause"]), parts)
    messages.success(request, "The patient can read this now.")
    return redirect("patient", ref=ref)


@open_to(Role.CLINICIAN)
def break_glass(request: HttpRequest, ref: UUID) -> HttpResponse:
    """Ask for a reason, and open another clinic's record for an hour."""
    gateway, problem = gateway_of(request), ""
    if request.method == "POST":
        try:
            gateway.break_glass(ref, plain(request.POST.get("reason")))
        except OutOfRange as error:
            problem = error.sentence()
        else:
            return redirect("patient", ref=ref)
    else:
        try:
            with gateway.open(ref, Deed.READ_RECORD, "ask for emergency access"):
                return redirect("patient", ref=ref)
        except NeedsReason:
            pass
    context = {"ref": ref, "problem": problem, "reason": plain(request.POST.get("reason"))}
    return render(request, "refusals/needs_reason.html", context, status=422 if problem else 200)
