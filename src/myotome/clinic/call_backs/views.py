"""Request a call back, without an account. A red wording brings its advice with every answer, whatever becomes of the request."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from myotome.clinic.call_backs.advice import advice_for
from myotome.clinic.call_backs.forms import CallBackForm, new_token
from myotome.clinic.caller import address_of
from myotome.clinic.doors import open_to_anyone
from myotome.clinic.house import house
from myotome.record.calls.asking import CallWish, ask, receipt
from myotome.visits.answer import No


@open_to_anyone
def call_back(request: HttpRequest) -> HttpResponse:
    """The form; a request that is kept leads to the page that says by when we call."""
    if request.method != "POST":
        return _page(request, CallBackForm(), 200)
    form = CallBackForm(request.POST)
    advice = advice_for(f"{request.POST.get('name', '')[:200]}. {request.POST.get('text', '')}")
    if not form.is_valid():
        if not form.has_error("sent_as") and form.non_field_errors():
            form.data = form.data.copy()
            form.data["sent_as"] = new_token()
        return _page(request, form, 422, advice)
    said = form.cleaned_data
    wish = CallWish(
        said["name"],
        said["number"],
        said["topic"],
        said["text"],
        tuple(said["best"]),
        get_language() or "en",
        said["sent_as"],
    )
    answer = ask(wish, address=address_of(request), calendar=house().clinic.calendar, now=timezone.now())
    if isinstance(answer, No):
        return render(request, "call_backs/too_many.html", {"advice": advice, "house": house()}, status=429)
    return redirect(reverse("call_back_sent") + f"?request={answer.value.ref}")


@open_to_anyone
def call_back_sent(request: HttpRequest) -> HttpResponse:
    """What happens next, and by when; shows nothing of what was written but the advice it calls for."""
    try:
        found = receipt(UUID(request.GET.get("request", "")))
    except ValueError:
        found = None
    context = {
        "receipt": found,
        "due": found.due_at.astimezone(house().clinic.zone) if found else None,
        "advice": advice_for(found.text) if found and found.flags else (),
        "house": house(),
    }
    return render(request, "call_backs/sent.html", context)


def _page(request: HttpRequest, form: CallBackForm, status: int, advice: tuple[str, ...] = ()) -> HttpResponse:
    return render(request, "call_backs/form.html", {"form": form, "advice": advice, "house": house()}, status=status)
