"""The outbox as the desk and the administrator read it: every message, how it stands, and each attempt to send it; and the end of e-mails."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import QuerySet

from myotome.record.calls.keeping import house_clinic
from myotome.record.diary.models import Guest, Outgoing
from myotome.record.diary.writing import one_write
from myotome.record.gateway import Refused
from myotome.record.models import User
from myotome.record.roles import Role
from myotome.visits.answer import Answer, No, Reason, Yes

SHOWN: Final = 100


@dataclass(frozen=True, slots=True)
class TrySheet:
    """One line about an attempt: when, what came of it, and why."""

    at: datetime
    outcome: str
    reason: str


@dataclass(frozen=True, slots=True)
class MessageSheet:
    """One message for the page of the outbox."""

    kind: str
    to: str
    language: str
    subject: str
    body: str
    has_calendar: bool
    queued_at: datetime
    due_at: datetime
    state: str
    state_words: str
    attempts: int
    reason: str
    sent_at: datetime | None
    message_id: str
    tries: tuple[TrySheet, ...]


def outbox(user: User, *, only: str = "") -> tuple[MessageSheet, ...]:
    """The newest messages, for the front desk and the administrator; ``only`` is a state."""
    if user.role not in (Role.FRONT_DESK, Role.ADMINISTRATOR) or user.clinic_id != house_clinic().pk:
        raise Refused("your role does not open the outbox", value=user.role)
    rows: QuerySet[Outgoing] = Outgoing.objects.order_by("-pk").prefetch_related("tries")
    rows = rows.filter(state=only) if only else rows
    return tuple(_sheet(row) for row in rows[:SHOWN])


def stop(guest: int) -> Answer[None]:
    """No more e-mails to this person; twice is no harm."""

    def deed() -> Answer[None]:
        found = Guest.objects.filter(pk=guest)
        if not found.exists():
            return No(Reason.NO_SUCH_BOOKING)
        found.update(wants_email=False)
        return Yes(None)

    return one_write(deed)


def _sheet(row: Outgoing) -> MessageSheet:
    return MessageSheet(
        row.kind,
        row.to,
        row.language,
        row.subject,
        row.body,
        bool(row.calendar),
        row.queued_at,
        row.due_at,
        row.state,
        row.get_state_display(),
        row.attempts,
        row.reason,
        row.sent_at,
        row.message_id,
        tuple(TrySheet(one.at, one.words, one.reason) for one in sorted(row.tries.all(), key=lambda one: one.pk)),
    )
