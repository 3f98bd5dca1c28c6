"""Sends what is due: noted as being sent before it goes out, under one Message-ID for ever, tried again later when the server is away.

What is promised: a message that was queued is handed to the mail server at least once, or stands in the outbox as failed or not wanted, with
the reason. A program cannot hand over and note it in one step, so a worker that is killed in between leaves the message "being sent": after
``LEASE`` the next worker notes that the outcome is not known and sends it once more under the same Message-ID, by which mail programs and
many servers drop the double. Two workers never send the same message at one time: a message is claimed, and the claim outlasts any attempt.
"""

from __future__ import annotations

import hashlib
import smtplib
import time
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db.models import QuerySet

from myotome.record.diary.models import Attempt, BookingRow, Outgoing
from myotome.record.diary.writing import one_write
from myotome.visits.answer import Answer, No, Reason, Yes
from myotome.visits.booking import Status
from myotome.visits.house import House

AGAIN_AFTER_MINUTES: Final = (1, 5, 30, 120, 480)
"""After each attempt that failed; then the message is given up. Elicited."""
LEASE: Final = timedelta(minutes=15)
"""So long a message counts as being sent: longer than any attempt, whose seven steps wait at most ``EMAIL_TIMEOUT`` (20 s) each."""
MOST_AT_ONCE: Final = 50
NO_SERVER: Final = "no mail server is set (MYOTOME_SMTP)"
KEPT_HERE: Final = "demo: kept here, sent to nobody"
UNKNOWN: Final = "the worker stopped while sending: it may have gone out, and is sent again under the same Message-ID"
GIVEN_UP: Final = "the worker stopped while sending it, six times: whether it went out is not known"
State = Outgoing.State


def send_due(house: House, now: datetime) -> int:
    """Send what is due at ``now``; gives how many went out. Without a mail server everything waits, and is not lost."""
    began = time.monotonic()
    due = Outgoing.objects.filter(state__in=(State.QUEUED, State.SENDING), due_at__lte=now).order_by("due_at", "pk")
    rows = list(due.select_related("guest", "booking")[:MOST_AT_ONCE])
    # A claim counts from when it is made: the messages before it may have taken minutes.
    return sum(_send(row, house, now + timedelta(seconds=time.monotonic() - began)) for row in rows)


def message_id(key: str, domain: str) -> str:
    """The Message-ID (RFC 5322, 3.6.4) of what is queued under ``key``: always the same, and nothing of the key can be read in it."""
    return f"<{hashlib.sha256(f'myotome message {key}'.encode()).hexdigest()[:40]}@{domain}>"


def _send(row: Outgoing, house: House, at: datetime) -> bool:
    unwanted = _unwanted(row)
    if unwanted:
        _if_unchanged(row).update(state=State.DROPPED, reason=unwanted)
        return False
    if not settings.DEMO and not settings.EMAIL_HOST:
        _if_unchanged(row).update(reason=NO_SERVER)
        return False
    if row.state == State.SENDING and row.attempts > len(AGAIN_AFTER_MINUTES):
        _if_unchanged(row).update(state=State.FAILED, reason=GIVEN_UP)
        return False
    if not _claim(row, house, at):
        return False
    failure, hopeless = ("", False) if settings.DEMO else _deliver(row, house.card.email)
    tries = row.attempts + 1
    columns: dict[str, object] = {"reason": KEPT_HERE if settings.DEMO else failure}
    if not failure:
        columns |= {"state": State.SENT, "sent_at": at}
    elif hopeless or tries > len(AGAIN_AFTER_MINUTES):
        columns["state"] = State.FAILED
    else:
        columns |= {"state": State.QUEUED, "due_at": at + timedelta(minutes=AGAIN_AFTER_MINUTES[tries - 1])}

    def deed() -> Answer[None]:
        # Not if another worker took it over meanwhile: then its claim stands, and its attempt decides.
        Outgoing.objects.filter(pk=row.pk, state=State.SENDING, attempts=tries).update(**columns)
        _note(row, at, Attempt.Outcome.FAILED if failure else Attempt.Outcome.SENT, failure)
        return Yes(None)

    one_write(deed)
    return not failure


def _claim(row: Outgoing, house: House, at: datetime) -> bool:
    """Note that the message is being sent, in a transaction of its own; False when another worker has it."""
    row.message_id = row.message_id or message_id(row.key, house.card.domain)

    def deed() -> Answer[None]:
        claimed = _if_unchanged(row).update(
            state=State.SENDING, attempts=row.attempts + 1, due_at=at + LEASE, message_id=row.message_id
        )
        if not claimed:
            return No(Reason.CHANGED)
        if row.state == State.SENDING:
            _note(row, at, Attempt.Outcome.UNKNOWN, UNKNOWN)
        _note(row, at, Attempt.Outcome.BEGUN, "")
        return Yes(None)

    return isinstance(one_write(deed), Yes)


def _if_unchanged(row: Outgoing) -> QuerySet[Outgoing]:
    return Outgoing.objects.filter(pk=row.pk, state=row.state, attempts=row.attempts)


def _note(row: Outgoing, at: datetime, outcome: object, reason: str) -> None:
    Attempt.objects.create(message=row, at=at, sent=outcome == Attempt.Outcome.SENT, outcome=outcome, reason=reason)


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
        headers={
            "List-Unsubscribe": f"<{row.stop_link}>",
            "Auto-Submitted": "auto-generated",
            "Message-ID": row.message_id,
        },
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
