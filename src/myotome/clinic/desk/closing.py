"""Closes time (leave, repair), shows whom that displaces, and opens it again."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from myotome.clinic.desk.booking_forms import CloseForm
from myotome.clinic.desk.diary import line_of
from myotome.clinic.doors import open_to, user_of, whole_number
from myotome.clinic.house import house
from myotome.record.diary.at_desk import displaced
from myotome.record.diary.desk_closing import close_time, closures, open_again
from myotome.record.roles import Role
from myotome.visits.answer import No
from myotome.visits.calendar import ALL_DAY, Hours


@open_to(Role.FRONT_DESK)
def closed_time(request: HttpRequest) -> HttpResponse:
    """What is closed, who has to be moved because of it, and the form that closes more."""
    user, now = user_of(request), timezone.now()
    form = CloseForm([(r.slug, house().name_of(r.slug)) for r in house().clinic.resources], request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        answer = close_time(
            user,
            house(),
            resource=said["resource"],
            first=said["first"],
            last=said["last"],
            hours=said["hours"],
            why=said["why"],
            now=now,
        )
        if isinstance(answer, No):
            messages.error(request, answer.reason.sentence)
        else:
            messages.success(request, f"Closed. Bookings to move: {len(answer.value)}.")
        return redirect("desk_closed")
    shown = [
        (one, house().name_of(one.resource) if one.resource else "The whole clinic", _hours(one.hours))
        for one in closures(user, now)
    ]
    lines = [line_of(sheet, house().clinic) for sheet in displaced(user, house(), now)]
    context = {"form": form, "closures": shown, "lines": lines}
    return render(request, "desk/closed.html", context, status=422 if form.errors else 200)


@open_to(Role.FRONT_DESK)
@require_POST
def reopen(request: HttpRequest) -> HttpResponse:
    """Take a closure back."""
    answer = open_again(user_of(request), whole_number(request.POST.get("number", "")), now=timezone.now())
    if isinstance(answer, No):
        messages.error(request, answer.reason.sentence)
    else:
        messages.success(request, "Open again.")
    return redirect("desk_closed")


def _hours(hours: Hours) -> str:
    """The times of day in words; empty for the whole day."""
    if hours == ALL_DAY:
        return ""
    return f"{hours.opens // 60:02d}:{hours.opens % 60:02d}–{hours.closes // 60:02d}:{hours.closes % 60:02d}"
