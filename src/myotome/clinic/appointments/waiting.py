"""The waiting list: join it, join it for an earlier time than one has, and answer when a time is offered."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from myotome.clinic.appointments.choice import read_choice
from myotome.clinic.appointments.forms import GuestForm
from myotome.clinic.appointments.shown import moment, moment_of, service_words, words_of
from myotome.clinic.appointments.visitor import give_proof, has_proof, keep_referral, may_knock
from myotome.clinic.appointments.wishes import wishes_shown
from myotome.clinic.doors import open_to_anyone
from myotome.clinic.house import house
from myotome.record.diary.by_reference import standing
from myotome.record.diary.doors import GuestDetails
from myotome.record.diary.links import read_wait
from myotome.record.diary.waiting import accept, asked, decline, join, leave
from myotome.visits.answer import No, Reason, Yes


@open_to_anyone
def waiting_list(request: HttpRequest) -> HttpResponse:
    """Wait for a service for which nothing suits: who it is for, and the clinic calls or writes when something becomes free."""
    choice, now = read_choice(request), timezone.now()
    if choice.service is None or choice.is_emergency:
        return redirect("appointments")
    sent = request.method == "POST" and "name" in request.POST
    form = GuestForm(request.POST if sent else None)
    problem: No | None = None
    if sent and form.is_valid():
        if not may_knock(request, "hold_per_address", now):
            problem = No(Reason.TOO_MANY)
        else:
            options = choice.options
            answer = join(
                house(),
                form.details(),
                choice.service.slug,
                options,
                now=now,
                frame=choice.frame,
                weekdays=choice.wishes.weekdays,
                referral=choice.applies.number if choice.applies else 0,
            )
            if isinstance(answer, Yes):
                keep_referral(request, 0)
                words = service_words(choice.service, options)
                context = {"house": house(), "service": words, "by_email": form.cleaned_data["wants_email"]}
                return render(request, "appointments/on_the_list.html", context)
            problem = answer
    context = {"form": form, "choice": choice, "service": service_words(choice.service, choice.options)}
    context["wish"] = wishes_shown(choice.wishes, choice.service, get_language() or "en")
    status = 429 if problem else 422 if form.errors else 200
    return render(
        request, "appointments/waiting_list.html", {**context, "house": house(), "problem": problem}, status=status
    )


@open_to_anyone
def want_earlier(request: HttpRequest, reference: str) -> HttpResponse:
    """Keep the booking and wait for an earlier time."""
    found = standing(reference) if has_proof(request, reference) else None
    now = timezone.now()
    if found is None or request.method != "POST" or not found[0].can_change(now):
        return redirect("appointment", reference=reference)
    sheet = found[0]
    if sheet.born_on is None:
        return redirect("appointment", reference=reference)
    details = GuestDetails(sheet.name, sheet.born_on)
    answer = join(house(), details, sheet.service, sheet.options, now=now, frame=sheet.frame, instead_of=reference)
    done = "?done=waiting" if isinstance(answer, Yes) else ""
    return redirect(reverse("appointment", kwargs={"reference": reference}) + done)


@open_to_anyone
def earlier_time(request: HttpRequest, token: str) -> HttpResponse:
    """An earlier time is offered: take it, leave it, or leave the list. Opening the link answers nothing."""
    slug, now = read_wait(token), timezone.now()
    if isinstance(slug, No):
        return render(request, "appointments/earlier_time.html", {"house": house(), "problem": slug}, status=404)
    said, problem = request.POST.get("answer", ""), None
    if request.method == "POST" and said == "yes":
        taken = accept(house(), slug.value, now=now)
        if isinstance(taken, Yes):
            give_proof(request, taken.value.reference)
            return redirect(reverse("appointment", kwargs={"reference": taken.value.reference}) + "?done=booked")
        problem = taken
    elif request.method == "POST" and said in {"no", "leave"}:
        answer = decline(slug.value, now=now) if said == "no" else leave(slug.value, now=now)
        if isinstance(answer, Yes):
            return render(request, "appointments/earlier_time.html", {"house": house(), "said": said})
        problem = answer
    offered = asked(slug.value, now)
    if isinstance(offered, No):
        context = {"house": house(), "problem": problem or offered}
        return render(request, "appointments/earlier_time.html", context, status=410 if problem else 200)
    until = offered.value.until.astimezone(house().clinic.zone)
    context = {
        "house": house(),
        "problem": problem,
        "when": moment_of(offered.value.offer),
        "service": words_of(offered.value.offer),
        "until": moment(until, until),
        "instead_of": moment_of(offered.value.instead_of) if offered.value.instead_of else None,
    }
    return render(request, "appointments/earlier_time.html", context)
