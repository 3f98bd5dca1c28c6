"""The waiting list at the desk: who waits, what is kept for whom, who has to be called; a yes or no that came by telephone."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from myotome.clinic.desk.booking_forms import PersonForm
from myotome.clinic.desk.diary import line_of, urgent_words
from myotome.clinic.doors import gateway_of, open_to, user_of
from myotome.clinic.forms import CalmForm
from myotome.clinic.house import house
from myotome.record.diary import desk_waiting
from myotome.record.diary.doors import GuestDetails
from myotome.record.diary.filling import fill_gaps
from myotome.record.diary.waiting import join
from myotome.record.roles import Deed, Role
from myotome.visits.answer import Answer, No
from myotome.visits.services import load_services
from myotome.visits.urgency import load_limits
from myotome.words.errors import UnknownName
from myotome.words.timeframe import Timeframe

WEEKDAYS: Final = ((1, "Monday"), (2, "Tuesday"), (3, "Wednesday"), (4, "Thursday"), (5, "Friday"), (6, "Saturday"))


class WaitingForm(CalmForm):
    """What somebody waits for."""

    service = forms.ChoiceField(label="For what")
    frame = forms.ChoiceField(label="How soon", initial=Timeframe.ROUTINE.value)
    weekdays = forms.MultipleChoiceField(
        label="Days that suit", choices=WEEKDAYS, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["service"].choices = [(one.slug, one.label["en"]) for one in load_services().values()]
        self.fields["frame"].choices = [
            (frame.value, row.label["en"]) for frame, row in load_limits().items() if row.bookable
        ]


@open_to(Role.FRONT_DESK)
def waiting(request: HttpRequest) -> HttpResponse:
    """Everybody who waits, in the order in which a gap is offered; puts somebody on the list."""
    now, patient = timezone.now(), _patient(request)
    who = None
    if patient is not None:
        with gateway_of(request).open(patient, Deed.READ_IDENTITY, "waiting list") as file:
            who = file.identity
    form = WaitingForm(request.POST or None)
    person = PersonForm(request.POST or None) if who is None else None
    if request.method == "POST" and form.is_valid() and (person is None or person.is_valid()):
        said = form.cleaned_data
        details = _details(person, who)
        answer = join(
            house(),
            details,
            said["service"],
            (),
            now=now,
            frame=Timeframe(said["frame"]),
            weekdays=frozenset(int(day) for day in said["weekdays"]),
        )
        _told(request, answer, "On the list. What becomes free is offered by urgency, then by who has waited longest.")
        return redirect("desk_waiting")
    lines = [_line(sheet) for sheet in desk_waiting.waiting_list(user_of(request), now)]
    wrong = form.errors or (person.errors if person else {})
    context = {"lines": lines, "form": form, "person": person, "who": who, "patient": patient}
    return render(request, "desk/waiting.html", context, status=422 if wrong else 200)


@open_to(Role.FRONT_DESK)
@require_POST
def answer_waiting(request: HttpRequest) -> HttpResponse:
    """What somebody said on the telephone, or that they no longer wait."""
    do, slug = request.POST.get("do", ""), request.POST.get("slug", "")[:80]
    user, now = user_of(request), timezone.now()
    if do == "accept":
        taken = desk_waiting.accept_for(user, house(), slug, now=now)
        _told(request, taken, "It is booked for them.")
    elif do == "decline":
        _told(request, desk_waiting.decline_for(user, slug, now=now), "The time goes to the next one.")
    elif do == "wake":
        _told(request, desk_waiting.wake(user, slug, now=now), "Times are offered to them again.")
    elif do == "leave":
        _told(request, desk_waiting.take_off(user, slug, now=now), "Taken off the list.")
    elif do == "fill":
        made = fill_gaps(house(), now)
        messages.success(request, f"Times offered: {made}.")
    else:
        raise UnknownName("no such step", value=do[:40])
    return redirect("desk_waiting")


def _line(sheet: desk_waiting.WaitingSheet) -> dict[str, Any]:
    days = dict(WEEKDAYS)
    return {
        "sheet": sheet,
        "service": load_services()[sheet.service].label["en"],
        "urgent": urgent_words().get(sheet.frame.value, ""),
        "days": ", ".join(days[day] for day in sorted(sheet.weekdays) if day in days),
        "offer": line_of(sheet.offer, house().clinic) if sheet.offer else None,
        "has": line_of(sheet.has, house().clinic) if sheet.has else None,
    }


def _details(person: PersonForm | None, who: Any) -> GuestDetails:
    if person is None:
        return GuestDetails(who.name, who.born_on, who.phone, patient=who.ref)
    said = person.cleaned_data
    return GuestDetails(said["name"], said["born_on"], said["phone"], said["email"], "en", said["wants_email"])


def _patient(request: HttpRequest) -> UUID | None:
    given = (request.POST if request.method == "POST" else request.GET).get("patient", "")
    try:
        return UUID(given) if given else None
    except ValueError as error:
        raise UnknownName("no such patient", value=given[:40]) from error


def _told(request: HttpRequest, answer: Answer[Any], done: str) -> None:
    if isinstance(answer, No):
        messages.error(request, f"Not done. {answer.reason.sentence}")
    else:
        messages.success(request, done)
