"""The public side: takes a request from anybody, within the limits, once per form."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from myotome.record.calls.keeping import forget_closed, house_clinic
from myotome.record.calls.limits import knock_at
from myotome.record.calls.models import CallRequest, CallStanding
from myotome.visits.answer import Answer, No, Reason, Yes
from myotome.visits.calendar import Calendar
from myotome.visits.call_back import Outcome, ask_for_call, load_best_times, load_settings
from myotome.visits.phone_number import PhoneNumber


@dataclass(frozen=True, slots=True)
class CallWish:
    """What a form says, checked: ``best`` are names of ``best_times``; ``sent_as`` names the form that was sent."""

    name: str
    number: PhoneNumber
    topic: str
    text: str
    best: tuple[str, ...]
    language: str
    sent_as: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the person who asked is told afterwards: by when, and which red wordings stood in it. Neither name nor number."""

    ref: UUID
    due_at: datetime
    flags: tuple[str, ...]
    text: str = ""


def ask(wish: CallWish, *, address: str, calendar: Calendar, now: datetime) -> Answer[Receipt]:
    """Keep a request; a No(TOO_MANY) beyond the limits of the address, of the number, or of what the desk can work off.

    A form that was sent twice is one request, and the second sending takes nothing from the limits.
    """
    before = CallRequest.objects.filter(sent_as=wish.sent_as).select_related("standing").first()
    if before is not None:
        return Yes(_receipt(before))
    for limit, who in (("call_back_per_address", address), ("call_back_per_number", wish.number.e164)):
        refused = knock_at(limit, who, now)
        if isinstance(refused, No):
            return refused
    clinic = house_clinic()
    best = tuple(load_best_times()[name].hours for name in wish.best)
    call = ask_for_call(
        "new", wish.name, wish.number, wish.topic, asked_at=now, calendar=calendar, text=wish.text, best=best
    )
    # What is flagged is always taken: nobody with a red wording is sent away because the queue is long.
    waiting = CallStanding.objects.filter(clinic=clinic, outcome=Outcome.OPEN)
    if not call.flagged and waiting.count() >= load_settings().most_open:
        return No(Reason.TOO_MANY)
    try:
        with transaction.atomic():
            row = CallRequest.objects.create(
                clinic=clinic,
                sent_as=wish.sent_as,
                asked_at=now,
                name=call.name,
                number_e164=wish.number.e164,
                number_shown=wish.number.shown,
                number_country=wish.number.country,
                topic=call.topic,
                text=call.text,
                best=list(wish.best),
                flags=list(call.flags),
                language=wish.language,
            )
            CallStanding.objects.create(
                request=row, clinic=clinic, unflagged=not call.flagged, due_at=call.due_at, changed_at=now
            )
            forget_closed(now)
    except IntegrityError:
        row = CallRequest.objects.select_related("standing").get(sent_as=wish.sent_as)
    return Yes(_receipt(row))


def receipt(ref: UUID) -> Receipt | None:
    """What the person who asked is told, by the reference that only they were given; None for one that nobody has."""
    row = CallRequest.objects.filter(ref=ref).select_related("standing").first()
    return _receipt(row) if row else None


def _receipt(row: CallRequest) -> Receipt:
    return Receipt(row.ref, row.standing.due_at, tuple(row.flags), f"{row.name}. {row.text}")
