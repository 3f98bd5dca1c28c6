"""What is handed out about a request: the request as ``visits`` speaks of it, and who is calling."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from myotome.record.calls.models import CallRequest, CallStanding, CallStep
from myotome.visits.call_back import Attempt, CallBack, Outcome, Result, load_best_times
from myotome.visits.phone_number import PhoneNumber


@dataclass(frozen=True, slots=True)
class CallStepSheet:
    """One step, as the desk reads it."""

    what: str
    result: str
    note: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class CallSheet:
    """One request. ``claimed_by`` is who has it now, empty when nobody has; ``mine`` when that is the reader."""

    ref: UUID
    call: CallBack
    language: str
    best: tuple[str, ...]
    claimed_by: str = ""
    claimed_until: datetime | None = None
    mine: bool = False
    steps: tuple[CallStepSheet, ...] = field(default=())


def call_back_of(request: CallRequest, standing: CallStanding, steps: list[CallStep]) -> CallBack:
    """The rows as the value that the rules work on."""
    times = load_best_times()
    return CallBack(
        str(request.ref),
        request.name,
        PhoneNumber(request.number_e164, request.number_shown, request.number_country),
        request.topic,
        request.asked_at,
        standing.due_at,
        request.text,
        tuple(times[name].hours for name in request.best if name in times),
        tuple(request.flags),
        tuple(Attempt(step.at, Result(step.result)) for step in steps if step.kind == CallStep.Kind.TRIED),
        Outcome(standing.outcome),
        standing.reference,
    )


def call_sheet(standing: CallStanding, steps: list[CallStep], reader: int, now: datetime) -> CallSheet:
    """One request for the reader whose row is ``reader``, at ``now``."""
    request = standing.request
    held = standing.claimed_until is not None and standing.claimed_until > now and standing.claimed_by is not None
    return CallSheet(
        request.ref,
        call_back_of(request, standing, steps),
        request.language,
        tuple(request.best),
        standing.claimed_by.full_name if held else "",
        standing.claimed_until if held else None,
        held and standing.claimed_by_id == reader,
        tuple(
            CallStepSheet(step.get_kind_display(), step.result or step.outcome, step.note, step.by.full_name, step.at)
            for step in reversed(steps)
        ),
    )
