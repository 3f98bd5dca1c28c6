"""Sends what is due, and reminds: every message once, tried again later when the mail server is away, with its reason when it failed."""

from __future__ import annotations

import smtplib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db.models import QuerySet

from myotome.record.calls.keeping import house_clinic
from myotome.record.diary.models import Attempt, BookingRow, Outgoing
from myotome.record.diary.writing import one_write
from myotome.record.gateway import Refused
from myotome.record.models import User
from myotome.record.roles import Role
from myotome.visits.answer import Answer, No, Reason, Yes
from myotome.visits.booking import Status
from myotome.visits.house import House

AGAIN_AFTER_MINUTES: Final = (1, 5, 30, 120, 480)
"""After each attempt that failed; then the message is given up. Elicited."""
MOST_AT_ONCE: Final = 50
NO_SERVER: Final = "no mail server is set (MYOTOME_SMTP)"
KEPT_HERE: Final = "demo: kept here, sent to nobody"
SHOWN: Final = 100
State = Outgoing.State


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


def send_due(house: House, now: datetime) -> int:
    """Send what is due at ``now``; gives how many went out. Without a mail server everything waits, and is not lost.

    A message is claimed before it is sent. When the program dies in between, it is sent again after a while: twice rather than never.
    """
    due = Outgoing.objects.filter(state=State.QUEUED, due_at__lte=now).order_by("due_at", "pk")
    return sum(_send(row, house.card.email, now) for row in due.select_related("guest", "booking")[:MOST_AT_ONCE])


def outbox(user: User, *, only: str = "") -> tuple[MessageSheet, ...]:
    """The newest messages, for the front desk and the administrator; ``only`` is a state."""
    if user.role not in (Role.FRONT_DESK, Role.ADMINISTRATOR) or user.clinic_id != house_clinic().pk:
        raise Refused("your role does not open the outbox", value=user.role)
    rows: QuerySet[Outgoing] = Outgoing.objects.order_by("-pk")
    rows = rows.filter(state=only) if only else rows
    return tuple(_sheet(row) for row in rows[:SHOWN])


def stop(guest: int) -> Answer[None]:
    """No more e-mails to this person; twice is no harm."""
    from myotome.record.diary.models import Guest

    def deed() -> Answer[None]:
        found = Guest.objects.filter(pk=guest)
        if not found.exists():
            return No(Reason.NO_SUCH_BOOKING)
        found.update(wants_email=False)
        return Yes(None)

    return one_write(deed)


def _send(row: Outgoing, ours: str, now: datetime) -> bool:
    unwanted = _unwanted(row)
    if unwanted:
        Outgoing.objects.filter(pk=row.pk, state=State.QUEUED).update(state=State.DROPPED, reason=unwanted)
        return False
    if not settings.DEMO and not settings.EMAIL_HOST:
        Outgoing.objects.filter(pk=row.pk, state=State.QUEUED).update(reason=NO_SERVER)
        return False
    if not _claim(row, now):
        return False
    failure, hopeless = ("", False) if settings.DEMO else _deliver(row, ours)
    tries = row.attempts + 1
    columns: dict[str, object] = {"reason": KEPT_HERE if settings.DEMO else failure}
    if not failure:
        columns |= {"state": State.SENT, "sent_at": now}
    elif hopeless or tries > len(AGAIN_AFTER_MINUTES):
        columns["state"] = State.FAILED

    def deed() -> Answer[None]:
        Outgoing.objects.filter(pk=row.pk).update(**columns)
        Attempt.objects.create(message=row, at=now, sent=not failure, reason=failure)
        return Yes(None)

    one_write(deed)
    return not failure


def _claim(row: Outgoing, now: datetime) -> bool:
    """Take the message for this attempt; False when another worker has."""
    pause = AGAIN_AFTER_MINUTES[min(row.attempts, len(AGAIN_AFTER_MINUTES) - 1)]
    mine = Outgoing.objects.filter(pk=row.pk, state=State.QUEUED, attempts=row.attempts)
    return bool(mine.update(attempts=row.attempts + 1, due_at=now + timedelta(minutes=pause)))


def _unwanted(row: Outgoing) -> str:
    if not row.guest.wants_email:
        return "the person wants no e-mails"
    if row.kind in {"reminder", "earlier_time"} and row.booking is not None:
        booking = BookingRow.objects.get(pk=row.booking_id)
        stands = Status.BOOKED if row.kind == "reminder" else Status.HELD
        if booking.status != stands or (row.kind == "reminder" and f"/{booking.sequence}/" not in row.key):
            return "the appointment has changed meanwhile"
    return ""


def _deliver(row: Outgoing, ours: str) -> tuple[str, bool]:
    """Why it failed (empty when it went out), and whether another attempt is useless."""
    mail = EmailMessage(
        row.subject,
        row.body,
        settings.DEFAULT_FROM_EMAIL or ours,
        [row.to],
        headers={"List-Unsubscribe": f"<{row.stop_link}>", "Auto-Submitted": "auto-generated"},
        connection=get_connection(fail_silently=False),
    )
    if row.calendar:
        mail.attach("appointment.ics", row.calendar, "text/calendar")
    try:
        mail.send()
    except smtplib.SMTPRecipientsRefused as error:
        codes = {code for code, _ in error.recipients.values()}
        return f"the address was refused ({min(codes, default=0)})", all(code >= 500 for code in codes)
    except smtplib.SMTPResponseException as error:
        return f"the mail server refused ({error.smtp_code})", False
    except (smtplib.SMTPException, OSError) as error:
        return f"the mail server was not reached ({type(error).__name__})", False
    return "", False


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
    )
