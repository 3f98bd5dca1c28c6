"""The waiting list: who waits, what is offered to them when something becomes free, and what they answer."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from myotome.record.diary.announcing import announce
from myotome.record.diary.changing import cancel
from myotome.record.diary.doors import WAITING_LIST, Door, GuestDetails
from myotome.record.diary.ground import ground
from myotome.record.diary.holding import confirm_row, release
from myotome.record.diary.keeping import locked, make_guest
from myotome.record.diary.models import BookingRow, Waiting
from myotome.record.diary.referring import use_code
from myotome.record.diary.rows import BookingSheet, booking_of, booking_sheet
from myotome.record.diary.writing import one_write
from myotome.visits.answer import Answer, No, Reason, Yes
from myotome.visits.booking import Booking, Status
from myotome.visits.cells import utc
from myotome.visits.house import House
from myotome.visits.reference import new_reference
from myotome.visits.slots import Preferences
from myotome.visits.urgency import load_limits
from myotome.visits.waiting_list import Entry
from myotome.words.timeframe import Timeframe

State = Waiting.State


@dataclass(frozen=True, slots=True)
class EarlierTime:
    """What somebody on the list is asked: the time that is kept for them, until when, and the booking that they would give up."""

    slug: str
    offer: BookingSheet
    until: datetime
    instead_of: BookingSheet | None


def join(
    house: House,
    details: GuestDetails,
    service: str,
    options: tuple[str, ...],
    *,
    now: datetime,
    frame: Timeframe = Timeframe.ROUTINE,
    weekdays: frozenset[int] = frozenset(),
    not_after: date | None = None,
    instead_of: str = "",
    referral: int = 0,
) -> Answer[str]:
    """Put somebody on the list; gives the name of the entry. ``instead_of`` is the booking that they would give up for an earlier time.

    ``weekdays`` (1 Monday to 7) are those that suit, all when empty. Who is on the list for the same already (the button was pressed twice), stays there.
    ``referral`` is the row of the code that the entry uses up.
    """
    whole = ground(house, now).services.get(service)
    if whole is None:
        return No(Reason.UNKNOWN_SERVICE, service)
    if not load_limits()[frame].bookable:
        return No(Reason.EMERGENCY)
    chosen = whole.with_options(options)
    if isinstance(chosen, No):
        return chosen

    def deed() -> Answer[str]:
        row = locked(reference=instead_of) if instead_of else None
        if instead_of and (row is None or row.status != Status.BOOKED):
            return No(Reason.NO_SUCH_BOOKING)
        once = _once(details, service, options, instead_of)
        there = Waiting.objects.filter(once=once, state=State.WAITING).first()
        if there is not None:
            return Yes(there.slug)
        if referral:
            used = use_code(referral, service, None, now)
            if isinstance(used, No):
                return used
        entry = Waiting.objects.create(
            slug=new_reference(secrets.token_bytes),
            guest=row.guest if row is not None else make_guest(details, now),
            service=service,
            options=list(options),
            frame=frame.value,
            asked_at=now,
            wishes={"weekdays": sorted(weekdays), "not_after": not_after.isoformat() if not_after else ""},
            booking=row,
            changed_at=now,
            once=once,
        )
        return Yes(entry.slug)

    return one_write(deed)


def asked(slug: str, now: datetime) -> Answer[EarlierTime]:
    """What is offered to the entry at ``now``; a No when nothing is, or it has run out."""
    entry = Waiting.objects.select_related("offer", "booking").filter(slug=slug).first()
    if entry is None:
        return No(Reason.NO_SUCH_BOOKING)
    row = entry.offer
    if row is None or row.status != Status.HELD or booking_of(row).hold_ended(now) or row.hold_until is None:
        return No(Reason.OFFER_ENDED)
    instead_of = booking_sheet(entry.booking) if entry.booking and entry.booking.status == Status.BOOKED else None
    return Yes(EarlierTime(slug, booking_sheet(row), row.hold_until, instead_of))


def accept(house: House, slug: str, *, now: datetime, door: Door = WAITING_LIST) -> Answer[Booking]:
    """Take the time that is offered, and give up the booking that it replaces: both or neither. Twice is no harm."""
    now = utc(now)

    def deed() -> Answer[Booking]:
        entry = _locked(slug)
        if entry is None:
            return No(Reason.NO_SUCH_BOOKING)
        row = locked(pk=entry.offer_id) if entry.offer_id else None
        if row is None:
            return No(Reason.OFFER_ENDED)
        if entry.state == State.SERVED and row.status == Status.BOOKED:
            return Yes(booking_of(row))
        if entry.state != State.WAITING:
            return No(Reason.OFFER_ENDED)
        booked = confirm_row(house, row, now, door)
        if isinstance(booked, No):
            return No(Reason.OFFER_ENDED)
        if entry.booking_id:
            old = BookingRow.objects.get(pk=entry.booking_id)
            if old.status == Status.BOOKED:
                given_up = cancel(house, old.reference, now=now, door=door, why="an earlier time was taken")
                if isinstance(given_up, No):
                    return given_up
        _keep(entry, now, state=State.SERVED)
        announce(house, row, "booked", now)
        return booked

    return one_write(deed)


def decline(slug: str, *, now: datetime, door: Door = WAITING_LIST) -> Answer[None]:
    """Leave the time to the next one, and stay on the list."""
    now = utc(now)

    def deed() -> Answer[None]:
        entry = _locked(slug)
        if entry is None or entry.offer_id is None or entry.state != State.WAITING:
            return No(Reason.OFFER_ENDED)
        row = BookingRow.objects.get(pk=entry.offer_id)
        gone = release(row.reference, now=now, door=door)
        if isinstance(gone, No):
            return gone
        _keep(entry, now, offer=None, offered=[*entry.offered, row.start_cell], lapses=0)
        return Yes(None)

    return one_write(deed)


def leave(slug: str, *, now: datetime) -> Answer[None]:
    """Take the entry off the list. Twice is no harm."""
    now = utc(now)

    def deed() -> Answer[None]:
        entry = _locked(slug)
        if entry is None:
            return No(Reason.NO_SUCH_BOOKING)
        if entry.state == State.WAITING:
            if entry.offer_id:
                release(BookingRow.objects.get(pk=entry.offer_id).reference, now=now)
            _keep(entry, now, state=State.LEFT, offer=None)
        return Yes(None)

    return one_write(deed)


def entry_of(row: Waiting) -> Entry:
    """The entry as ``visits`` speaks of it."""
    days = frozenset(row.wishes.get("weekdays", ())) or frozenset(range(1, 8))
    last = row.wishes.get("not_after")
    booking = row.booking if row.booking and row.booking.status == Status.BOOKED else None
    return Entry(
        row.slug,
        row.service,
        Timeframe(row.frame),
        row.asked_at,
        Preferences(weekdays=days, not_after=date.fromisoformat(last) if last else None),
        tuple(row.options),
        booking_of(booking).starts if booking else None,
        frozenset(row.offered),
        row.lapses,
    )


def _once(details: GuestDetails, service: str, options: tuple[str, ...], instead_of: str) -> str:
    who = instead_of or "|".join(
        (details.name.casefold(), details.born_on.isoformat(), details.phone, str(details.patient))
    )
    return hashlib.sha256("|".join((service, *sorted(options), who)).encode()).hexdigest()


def _locked(slug: str) -> Waiting | None:
    return Waiting.objects.select_for_update(of=("self",)).filter(slug=slug).first()


def _keep(entry: Waiting, now: datetime, **columns: Any) -> None:
    Waiting.objects.filter(pk=entry.pk).update(changed_at=now, **columns)
