"""The waiting list as the desk sees it: who waits for what, what is offered to whom, and who has to be called."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from myotome.record.diary import waiting
from myotome.record.diary.at_desk import check_desk
from myotome.record.diary.doors import Door
from myotome.record.diary.models import Waiting
from myotome.record.diary.rows import BookingSheet, booking_of, booking_sheet
from myotome.record.models import User
from myotome.visits.answer import Answer, No, Reason, Yes
from myotome.visits.booking import Booking, Status
from myotome.visits.house import House
from myotome.visits.waiting_list import load_settings
from myotome.words.timeframe import Timeframe


@dataclass(frozen=True, slots=True)
class WaitingSheet:
    """One entry. ``offer`` is kept for them until ``until``; who gets no e-mails has to be called about it."""

    slug: str
    service: str
    options: tuple[str, ...]
    frame: Timeframe
    asked_at: datetime
    weekdays: tuple[int, ...]
    name: str
    phone: str
    patient: UUID | None
    has: BookingSheet | None
    offer: BookingSheet | None
    until: datetime | None
    gets_email: bool
    asleep: bool
    """Too many offers ran out unanswered: no more are made until the desk has reached the person (``wake``)."""


def waiting_list(user: User, now: datetime) -> tuple[WaitingSheet, ...]:
    """Everybody who waits, most urgent and longest waiting first."""
    check_desk(user)
    rows = Waiting.objects.filter(state=Waiting.State.WAITING).select_related(
        "guest__patient", "booking__guest__patient", "offer__guest__patient"
    )
    ordered = sorted(rows, key=lambda row: (Timeframe(row.frame).rank, row.asked_at, row.slug))
    return tuple(_sheet(row, now) for row in ordered)


def accept_for(user: User, house: House, slug: str, *, now: datetime) -> Answer[Booking]:
    """Take the offered time for somebody who said yes on the telephone."""
    check_desk(user)
    return waiting.accept(house, slug, now=now, door=Door("desk", user))


def decline_for(user: User, slug: str, *, now: datetime) -> Answer[None]:
    """Leave the offered time to the next one, for somebody who said no on the telephone."""
    check_desk(user)
    return waiting.decline(slug, now=now, door=Door("desk", user))


def take_off(user: User, slug: str, *, now: datetime) -> Answer[None]:
    """Take an entry off the list."""
    check_desk(user)
    return waiting.leave(slug, now=now)


def wake(user: User, slug: str, *, now: datetime) -> Answer[None]:
    """The desk has reached the person: offers are made again."""
    check_desk(user)
    done = Waiting.objects.filter(slug=slug, state=Waiting.State.WAITING).update(lapses=0, changed_at=now)
    return Yes(None) if done else No(Reason.NO_SUCH_BOOKING)


def _sheet(row: Waiting, now: datetime) -> WaitingSheet:
    guest, offer = row.guest, row.offer
    patient = guest.patient
    stands = offer is not None and offer.status == Status.HELD and not booking_of(offer).hold_ended(now)
    return WaitingSheet(
        row.slug,
        row.service,
        tuple(row.options),
        Timeframe(row.frame),
        row.asked_at,
        tuple(row.wishes.get("weekdays", ())),
        f"{patient.given_name} {patient.family_name}" if patient else guest.name,
        guest.phone or (patient.phone if patient else ""),
        patient.ref if patient else None,
        booking_sheet(row.booking) if row.booking and row.booking.status == Status.BOOKED else None,
        booking_sheet(offer) if stands and offer else None,
        offer.hold_until if stands and offer else None,
        bool(guest.wants_email and guest.email),
        row.lapses >= load_settings().asleep_after,
    )
