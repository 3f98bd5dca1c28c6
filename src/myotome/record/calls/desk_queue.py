"""The desk's side: the queue, claiming a request so that two people never call one person, and the steps that end it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from myotome.record.audit import REFUSED, Access, write_access
from myotome.record.calls.models import CallStanding, CallStep
from myotome.record.calls.sheets import CallSheet, call_back_of, call_sheet
from myotome.record.gateway import NotFound, Refused
from myotome.record.models import User
from myotome.record.roles import Role
from myotome.visits import call_back as rules
from myotome.visits.answer import Answer, No, Reason, Yes
from myotome.visits.calendar import Calendar
from myotome.visits.call_back import Attempt, CallBack, Outcome, Result, load_settings

SHOWN = 100
"""Requests on the page; the rest wait behind them in the same order."""
DEED = "answer call-backs"
Kind = CallStep.Kind


def queue(user: User, now: datetime | None = None) -> tuple[tuple[CallSheet, ...], int]:
    """The open requests of the user's clinic in the order of ``visits``, the first ``SHOWN``, and how many there are."""
    _check(user)
    now = now or timezone.now()
    rows = CallStanding.objects.filter(clinic_id=user.clinic_id, outcome=Outcome.OPEN)
    first = rows.order_by("unflagged", "due_at", "request__asked_at", "request_id").select_related(
        "request", "claimed_by"
    )
    shown = [
        call_sheet(row, sorted(row.request.steps.all(), key=lambda step: step.number), user.pk, now)
        for row in first.prefetch_related("request__steps__by")[:SHOWN]
    ]
    with transaction.atomic():
        write_access(Access(user, None, DEED, "queue", reason=f"{len(shown)} requests"), now)
    return tuple(shown), rows.count()


def read(user: User, ref: UUID, now: datetime | None = None) -> CallSheet:
    """One request; raises NotFound for one that the user's clinic does not have."""
    _check(user)
    row = _row(user, ref)
    return call_sheet(row, _steps(row), user.pk, now or timezone.now())


def claim(user: User, ref: UUID, now: datetime | None = None) -> Answer[CallSheet]:
    """Take a request for a quarter of an hour: one person has it, and everybody else gets a No(TAKEN).

    The database decides, by one UPDATE whose condition says that nobody has it.
    """
    _check(user)
    now = now or timezone.now()
    row = _row(user, ref)
    nobody = Q(claimed_until=None) | Q(claimed_until__lte=now) | Q(claimed_by=user)
    with transaction.atomic():
        free = CallStanding.objects.filter(nobody, pk=row.pk, outcome=Outcome.OPEN)
        until = now + timedelta(minutes=load_settings().claim_minutes)
        if not free.update(claimed_by=user, claimed_until=until):
            row.refresh_from_db()
            return No(Reason.TAKEN if row.outcome == Outcome.OPEN else Reason.FINISHED)
        write_access(Access(user, None, DEED, "claim", reason=f"request {row.pk}"), now)
    return Yes(read(user, ref, now))


def let_go(user: User, ref: UUID) -> None:
    """Give a claimed request back; no harm when it was not one's own."""
    _check(user)
    CallStanding.objects.filter(pk=_row(user, ref).pk, claimed_by=user).update(claimed_by=None, claimed_until=None)


def tried(
    user: User, ref: UUID, result: Result, note: str, calendar: Calendar, now: datetime | None = None
) -> Answer[CallSheet]:
    """Note what a call came to. Only for who has claimed it: a No(TAKEN) for everybody else."""
    now = now or timezone.now()
    return _step(user, ref, Kind.TRIED, lambda c: rules.tried(c, Attempt(now, result), calendar), now, note)


def close(user: User, ref: UUID, outcome: Outcome, note: str, now: datetime | None = None) -> Answer[CallSheet]:
    """End a request without a further call."""
    now = now or timezone.now()
    return _step(user, ref, Kind.CLOSED, lambda call: rules.closed(call, outcome), now, note)


def hand_over(user: User, ref: UUID, reference: str, now: datetime | None = None) -> Answer[CallSheet]:
    """End a request with the booking that came of it."""
    now = now or timezone.now()
    return _step(user, ref, Kind.BOOKED, lambda call: rules.handed_over(call, reference), now)


def _step(
    user: User,
    ref: UUID,
    kind: Any,
    change: Callable[[CallBack], Answer[CallBack]],
    now: datetime,
    note: str = "",
) -> Answer[CallSheet]:
    _check(user)
    with _locked(user, ref) as row:
        held = row.claimed_until is not None and row.claimed_until > now
        if row.outcome == Outcome.OPEN and (not held or row.claimed_by_id != user.pk):
            return No(Reason.TAKEN)
        steps = _steps(row)
        changed = change(call_back_of(row.request, row, steps))
        if isinstance(changed, No):
            return changed
        after = changed.value
        result = after.attempts[-1].result.value if kind == Kind.TRIED else ""
        CallStep.objects.create(
            request=row.request,
            number=len(steps) + 1,
            kind=kind,
            result=result,
            outcome=after.outcome.value,
            reference=after.reference,
            note=" ".join(note.split())[:300],
            by=user,
            at=now,
        )
        row.due_at, row.outcome, row.reference, row.changed_at = after.due_at, after.outcome.value, after.reference, now
        row.claimed_by = row.claimed_until = None
        row.save()
        write_access(Access(user, None, DEED, f"{kind}: {after.outcome}", reason=f"request {row.pk}"), now)
    return Yes(read(user, ref, now))


@contextmanager
def _locked(user: User, ref: UUID) -> Iterator[CallStanding]:
    with transaction.atomic():
        rows = CallStanding.objects.filter(request__ref=ref, clinic_id=user.clinic_id)
        row = rows.select_for_update(of=("self",)).select_related("request").first()
        if row is None:
            raise NotFound("there is no such request")
        yield row


def _row(user: User, ref: UUID) -> CallStanding:
    rows = CallStanding.objects.filter(request__ref=ref, clinic_id=user.clinic_id)
    row = rows.select_related("request", "claimed_by").first()
    if row is None:
        raise NotFound("there is no such request")
    return row


def _steps(row: CallStanding) -> list[CallStep]:
    return list(CallStep.objects.filter(request_id=row.pk).select_related("by").order_by("number"))


def _check(user: User) -> None:
    if user.role != Role.FRONT_DESK or user.clinic_id is None:
        with transaction.atomic():
            write_access(Access(user, None, DEED, "call-backs", REFUSED), timezone.now())
        raise Refused("only the front desk calls back", value=user.role)
