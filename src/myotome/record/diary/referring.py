"""Referral codes: given by a signed letter or by the desk, typed by the person, used up by one booking.

A code has 80 random bits and is kept as its SHA-256. It says the service and how soon, and nothing else of the person.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from myotome.record.audit import Access, write_access
from myotome.record.diary.at_desk import check_desk
from myotome.record.diary.keeping import digest_of
from myotome.record.diary.models import BookingRow, Referral
from myotome.record.diary.writing import one_write
from myotome.record.models import Patient, User
from myotome.record.roles import Deed
from myotome.visits.answer import Answer, No, Reason, Yes
from myotome.visits.booking import Status
from myotome.visits.house import House
from myotome.visits.reference import new_reference, read_reference
from myotome.visits.services import load_services
from myotome.visits.urgency import deadline
from myotome.words.errors import OutOfRange, UnknownName
from myotome.words.timeframe import Timeframe

LONGEST: Final = timedelta(days=180)
"""So long a code of a routine referral serves; a more urgent one ends with its urgency. Elicited."""


@dataclass(frozen=True, slots=True)
class GivenCode:
    """A new code, to be printed or read out now: only its digest is kept."""

    code: str
    service: str
    frame: Timeframe
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Referred:
    """What a code allows: ``service``, as soon as ``frame`` says, to begin before ``ends_at``. ``number`` names its row."""

    number: int
    service: str
    frame: Timeframe
    ends_at: datetime


def give_code(
    user: User, house: House, service: str, frame: Timeframe, *, now: datetime, patient: Any = None, letter: int = 0
) -> GivenCode:
    """Make a code, in the transaction of the caller; ``patient`` is the key of the record that it is about, None for nobody known.

    Raises UnknownName for no such service, OutOfRange where no appointment is soon enough.
    """
    if service not in load_services():
        raise UnknownName("no such appointment", value=service)
    last = deadline(frame, now, house.clinic.zone)
    if last is None:
        raise OutOfRange(
            "no appointment is soon enough for this urgency",
            value=frame.value,
            cure="Give no booking code, and call instead.",
        )
    code, ends_at = new_reference(secrets.token_bytes), min(last, now + LONGEST)
    Referral.objects.create(
        digest=digest_of(code),
        service=service,
        frame=frame.value,
        made_at=now,
        ends_at=ends_at,
        by=user,
        patient_id=patient,
        letter=letter,
    )
    return GivenCode(code, service, frame, ends_at)


def give_at_desk(
    user: User, house: House, service: str, frame: Timeframe, *, now: datetime, patient: Any = None
) -> Answer[GivenCode]:
    """The same by the front desk, for what a clinician has decided; ``patient`` is the reference of a record."""
    check_desk(user)

    def deed() -> Answer[GivenCode]:
        found = Patient.objects.filter(ref=patient, clinic_id=user.clinic_id).first() if patient else None
        given = give_code(user, house, service, frame, now=now, patient=found.pk if found else None)
        if found is not None:
            write_access(Access(user, found.pk, Deed.WRITE_IDENTITY, "referral code"), now)
        return Yes(given)

    return one_write(deed)


def withdraw_codes(patient: Any, letter: int, now: datetime) -> int:
    """No booking with the code of a letter that another has replaced; gives how many there were."""
    rows = Referral.objects.filter(patient_id=patient, letter=letter, used_at=None, withdrawn_at=None)
    return rows.update(withdrawn_at=now) if letter else 0


def read_code(typed: str, now: datetime) -> Answer[Referred]:
    """What a typed code allows now. Who does not hold one learns nothing; the limit against trying belongs in front of it."""
    reference = read_reference(typed[:60])
    return _usable(Referral.objects.filter(digest=digest_of(reference or typed[:60])).first(), now)


def referred(number: int, now: datetime) -> Answer[Referred]:
    """The same for a code that was typed before, by the number of its row."""
    return _usable(Referral.objects.filter(pk=number).first(), now)


def use_code(number: int, service: str, booking: BookingRow | None, now: datetime) -> Answer[None]:
    """Use a code up, in the transaction that books or joins the list with it: of two at once, one does."""
    row = Referral.objects.select_for_update(of=("self",)).filter(pk=number).first()
    usable = _usable(row, now)
    if row is None or isinstance(usable, No):
        return usable if isinstance(usable, No) else No(Reason.NO_SUCH_CODE)
    if row.service != service:
        return No(Reason.NO_SUCH_CODE)
    row.used_at, row.booking = now, booking
    row.save(update_fields=["used_at", "booking"])
    return Yes(None)


def referral_words(user: User, reference: str) -> str:
    """For the desk: with which referral a booking was made; empty for none."""
    check_desk(user)
    row = Referral.objects.select_related("by", "patient").filter(booking__reference=reference).first()
    if row is None:
        return ""
    about = f", about {row.patient.number}" if row.patient else ""
    source = f"letter {row.letter} of {row.by.full_name}" if row.letter else f"code given by {row.by.full_name}"
    return f"{source}{about}"


def _usable(row: Referral | None, now: datetime) -> Answer[Referred]:
    if row is None or row.withdrawn_at is not None:
        return No(Reason.NO_SUCH_CODE)
    if row.used_at is not None and not (row.booking and row.booking.status == Status.CANCELLED):
        return No(Reason.CODE_USED)
    if now >= row.ends_at:
        return No(Reason.CODE_ENDED)
    return Yes(Referred(row.pk, row.service, Timeframe(row.frame), row.ends_at))
