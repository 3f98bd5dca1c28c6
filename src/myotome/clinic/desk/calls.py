"""The call-back queue: what is flagged on top, one clerk per request, what each call came to, and on to an appointment."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from myotome.clinic.call_backs.advice import advice_for
from myotome.clinic.desk.call_forms import ENDS, RESULTS, CloseForm, TriedForm
from myotome.clinic.doors import open_to, user_of
from myotome.clinic.forms import CalmForm
from myotome.clinic.house import house
from myotome.record.calls import desk_queue
from myotome.record.calls.sheets import CallSheet
from myotome.record.lists import desk_list
from myotome.record.roles import Role
from myotome.visits.answer import Answer, No, Reason
from myotome.visits.call_back import Outcome, Result, load_best_times, load_topics

TAKEN = "A colleague has this call, or your quarter of an hour has run out. Take it again before you call."
WORDS = dict(RESULTS) | dict(ENDS) | {Outcome.BOOKED.value: "Appointment made", Outcome.OPEN.value: "Open"}


@open_to(Role.FRONT_DESK)
def calls(request: HttpRequest) -> HttpResponse:
    """Everybody who waits for a call, in the order in which to call."""
    shown, count = desk_queue.queue(user_of(request))
    now = timezone.now()
    lines = [{**_words(sheet), "late": sheet.call.due_at < now} for sheet in shown]
    return render(request, "desk/calls.html", {"lines": lines, "count": count, "now": now})


@open_to(Role.FRONT_DESK)
def call(request: HttpRequest, call: UUID) -> HttpResponse:
    """One request: the number, what was said, what to tell at once, and what the call came to."""
    return _page(request, desk_queue.read(user_of(request), call), {"tried": TriedForm(), "close": CloseForm()})


@open_to(Role.FRONT_DESK)
@require_POST
def claim_call(request: HttpRequest, call: UUID) -> HttpResponse:
    """Take a request, or give it back."""
    if request.POST.get("do") == "let_go":
        desk_queue.let_go(user_of(request), call)
        return redirect("desk_calls")
    _said(request, desk_queue.claim(user_of(request), call), "")
    return redirect("desk_call", call=call)


@open_to(Role.FRONT_DESK)
@require_POST
def try_call(request: HttpRequest, call: UUID) -> HttpResponse:
    """Note what the call came to."""

    def note(said: dict[str, Any]) -> Answer[CallSheet]:
        calendar = house().clinic.calendar
        return desk_queue.tried(user_of(request), call, Result(said["result"]), said["note"], calendar)

    return _noted(request, call, TriedForm(request.POST), note, "tried")


@open_to(Role.FRONT_DESK)
@require_POST
def close_call(request: HttpRequest, call: UUID) -> HttpResponse:
    """Close a request without a further call."""

    def note(said: dict[str, Any]) -> Answer[CallSheet]:
        return desk_queue.close(user_of(request), call, Outcome(said["outcome"]), said["note"])

    return _noted(request, call, CloseForm(request.POST), note, "close")


def _noted(
    request: HttpRequest, call: UUID, form: CalmForm, note: Callable[[dict[str, Any]], Answer[CallSheet]], name: str
) -> HttpResponse:
    if not form.is_valid():
        forms = {"tried": TriedForm(), "close": CloseForm(), name: form}
        return _page(request, desk_queue.read(user_of(request), call), forms, 422)
    _said(request, note(form.cleaned_data), "The call is noted.")
    return redirect("desk_call", call=call)


def _said(request: HttpRequest, answer: Answer[CallSheet], done: str) -> None:
    if isinstance(answer, No):
        messages.error(request, TAKEN if answer.reason is Reason.TAKEN else answer.reason.sentence)
    elif done:
        messages.success(request, done)


def _page(request: HttpRequest, sheet: CallSheet, forms: dict[str, CalmForm], status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {**_words(sheet), **forms, "late": sheet.call.due_at < timezone.now(), "house": house()}
    context["open"] = sheet.call.outcome is Outcome.OPEN
    context["bookable"] = sheet.call.outcome is Outcome.ANSWERED or (context["open"] and sheet.mine)
    context["advice"] = advice_for(f"{sheet.call.name}. {sheet.call.text}", "en") if sheet.call.flagged else ()
    context["steps"] = [(step, WORDS.get(step.result, step.result)) for step in sheet.steps]
    if context["bookable"]:
        family = sheet.call.name.split()[-1]
        context["known"] = desk_list(user_of(request), search=family).patients[:5]
    return render(request, "desk/call.html", context, status=status)


def _words(sheet: CallSheet) -> dict[str, Any]:
    times = load_best_times()
    return {
        "sheet": sheet,
        "topic": load_topics()[sheet.call.topic]["en"],
        "best": ", ".join(times[name].label["en"] for name in sheet.best if name in times) or "Any time",
        "tries": len(sheet.call.attempts),
        "outcome": WORDS[sheet.call.outcome.value],
    }
