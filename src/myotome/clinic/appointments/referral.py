"""The code of a referral is typed here: it opens the times that are as soon as a clinician said, once."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from myotome.clinic.appointments.forms import CodeForm
from myotome.clinic.appointments.visitor import keep_referral, may_knock
from myotome.clinic.doors import open_to_anyone
from myotome.clinic.house import house
from myotome.record.diary.referring import read_code
from myotome.visits.answer import No, Reason


@open_to_anyone
def referral_code(request: HttpRequest) -> HttpResponse:
    """Ask for the code, and go on to the times of its service; a code that cannot be used is told why, and booking goes on without."""
    if request.method == "POST" and "without" in request.POST:
        keep_referral(request, 0)
        return redirect("appointments")
    form, problem, now = CodeForm(request.POST if request.method == "POST" else None), None, timezone.now()
    if request.method == "POST" and form.is_valid():
        allowed = may_knock(request, "referral_per_address", now)
        answer = read_code(form.cleaned_data["code"], now) if allowed else No(Reason.TOO_MANY)
        if not isinstance(answer, No):
            keep_referral(request, answer.value.number)
            return redirect(reverse("appointment_times") + f"?service={answer.value.service}")
        problem = answer
    status = 429 if problem and problem.reason is Reason.TOO_MANY else 422 if problem or form.errors else 200
    context = {"form": form, "problem": problem, "house": house()}
    return render(request, "appointments/code.html", context, status=status)
