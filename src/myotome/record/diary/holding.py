"""Holds: a time is kept for ten minutes while the form is filled in, then booked or free again without anybody ending it."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial

from myotome.record.diary.announcing import announce
from myotome.record.diary.doors import NOTHING_MORE, PUBLIC, Door, GuestDetails, Wish
from myotome.record.diary.ground import Ground, ground
from myotome.record.diary.keeping import keep_row, locked, make_guest, make_row
from myotome.record.diary.models import BookingRow
from myotome.record.diary.referring import use_code
from myotome.record.diary.rows import booking_of
from myotome.record.diary.shutting import still_open
from myotome.record.diary.taking import give_back, keep, take, taken_in
from myotome.record.diary.writing import one_write
from myotome.visits import booking as steps
from myotome.visits.answer import Answer, No, Reason, Yes
from myotome.visits.booking import Booking, Status
from myotome.visits.cells import utc
from myotome.visits.diary import HOLD
from myotome.visits.house import House
from myotome.visits.offer import Claim, Offer, admit, conflict
from myotome.visits.reference import new_reference
from myotome.visits.urgency import load_limits
from myotome.words.timeframe import Timeframe


def hold(
    house: House,
    offers: Sequence[Offer],
    *,
    now: datetime,
    keep_for: timedelta = HOLD,
    frame: Timeframe = Timeframe.ROUTINE,
    notice: bool = True,
    door: Door = PUBLIC,
) -> Answer[tuple[Booking, ...]]:
    """Hold one offer, or all of a series (never urgent) or none of them; the offers are judged anew, as if they were forged.

    ``notice`` is False for the desk only, never because a request says so.
    """
    now = utc(now)
    planned = plan(ground(house, now), offers, now, now + keep_for, frame, notice)
    if isinstance(planned, No):
        return planned
    claims = [claim for booking in planned.value for claim in booking.claims]
    # A look before the lock: most attempts on a time that is gone end here, and no writer has to wait for them.
    theirs = taken_in(claims, now)
    if theirs is not None:
        return No(Reason.TAKEN, theirs.resource)
    return one_write(lambda: _write(house, planned.value, frame, door, now))


def confirm(
    house: House,
    reference: str,
    details: GuestDetails,
    *,
    now: datetime,
    wish: Wish = NOTHING_MORE,
    door: Door = PUBLIC,
) -> Answer[tuple[Booking, ...]]:
    """Turn a hold, with the rest of its series, into bookings for ``details``. Twice at once is once: the second changes nothing.

    A time that was closed since it was held is refused.
    """
    now = utc(now)

    def deed() -> Answer[tuple[Booking, ...]]:
        row = locked(reference=reference)
        if row is None:
            return No(Reason.NO_SUCH_BOOKING)
        rows = [row]
        if row.series:
            rows = list(BookingRow.objects.select_for_update(of=("self",)).filter(series=row.series).order_by("pk"))
        if all(one.status == Status.BOOKED for one in rows):
            return Yes(tuple(map(booking_of, rows)))
        guest = make_guest(details, now)
        done = []
        for one in rows:
            one.guest, one.for_what = guest, wish.for_what.strip()[:120]
            one.enclosed = wish.enclosed if one is rows[0] else None
            booked = confirm_row(house, one, now, door)
            if isinstance(booked, No):
                return booked
            done.append(booked.value)
        if wish.referral:
            used = use_code(wish.referral, rows[0].service, rows[0], now)
            if isinstance(used, No):
                return used
        announce(house, rows[0], "booked", now)
        return Yes(tuple(done))

    return one_write(deed)


def confirm_row(house: House, row: BookingRow, now: datetime, door: Door) -> Answer[Booking]:
    """Turn one hold, locked and with its guest set, into a booking."""
    changed = steps.confirm(booking_of(row), now)
    if isinstance(changed, No):
        return changed
    open_ = still_open(house, changed.value.claims, now)
    if isinstance(open_, No):
        return open_
    kept = keep(row, changed.value.claims)
    if isinstance(kept, No):
        return kept
    keep_row(row, changed.value, door)
    return changed


def release(reference: str, *, now: datetime, door: Door = PUBLIC) -> Answer[tuple[Booking, ...]]:
    """Give a hold, with the rest of its series, back before its time. Twice is no harm."""
    now = utc(now)

    def deed() -> Answer[tuple[Booking, ...]]:
        row = locked(reference=reference)
        if row is None:
            return No(Reason.NO_SUCH_BOOKING)
        siblings = BookingRow.objects.select_for_update(of=("self",)).filter(series=row.series) if row.series else [row]
        done = []
        for one in siblings:
            changed = steps.release(booking_of(one), now)
            if isinstance(changed, No):
                return changed
            if one.status != Status.LAPSED:
                give_back(one, changed.value.claims, now)
                keep_row(one, changed.value, door)
            done.append(changed.value)
        return Yes(tuple(done))

    return one_write(deed)


def tidy_holds(now: datetime, most: int = 200) -> int:
    """Write down as lapsed what has lapsed by itself, and say that it is free to those who wait. Gives how many there were."""
    now = utc(now)
    stale = BookingRow.objects.filter(status=Status.HELD, hold_until__lte=now).values_list("pk", flat=True)[:most]
    return sum(isinstance(one_write(partial(_lapse, pk, now)), Yes) for pk in list(stale))


def _lapse(pk: int, now: datetime) -> Answer[None]:
    row = locked(pk=pk)
    if row is None or not booking_of(row).hold_ended(now):
        return No(Reason.WRONG_STATE)
    lapsed = steps.release(booking_of(row), now)
    if isinstance(lapsed, No):
        return lapsed
    give_back(row, lapsed.value.claims, now)
    keep_row(row, lapsed.value, Door("clock"))
    return Yes(None)


def plan(
    stands_on: Ground, offers: Sequence[Offer], now: datetime, until: datetime, frame: Timeframe, notice: bool
) -> Answer[tuple[Booking, ...]]:
    """The holds that ``offers`` would make, if hours, notice and resources allow them; what others have taken is asked elsewhere."""
    series = new_reference(secrets.token_bytes) if len(offers) > 1 else ""
    if series and load_limits()[frame].bookable:
        frame = Timeframe.ROUTINE
    made: list[Booking] = []
    mine: list[Claim] = []
    for offer in offers:
        whole = stands_on.services.get(offer.service)
        if whole is None:
            return No(Reason.UNKNOWN_SERVICE, offer.service)
        allowed = admit(stands_on.clinic, whole, offer, taken=(), now=now, frame=frame, notice=notice)
        if isinstance(allowed, No):
            return allowed
        if conflict(allowed.value, mine) is not None:
            return No(Reason.WRONG_RESOURCE)
        mine.extend(allowed.value)
        service = whole.with_options(offer.options)
        if isinstance(service, No):
            return service
        reference = new_reference(secrets.token_bytes)
        made.append(steps.hold(reference, service.value, offer, now=now, hold_until=until, series=series))
    return Yes(tuple(made)) if made else No(Reason.NOTHING_FREE)


def _write(
    house: House, bookings: Sequence[Booking], frame: Timeframe, door: Door, now: datetime
) -> Answer[tuple[Booking, ...]]:
    open_ = still_open(house, [claim for booking in bookings for claim in booking.claims], now)
    if isinstance(open_, No):
        return open_
    for booking in bookings:
        row = make_row(booking, frame, door)
        taken = take(row, booking.claims, now, booking.hold_until)
        if isinstance(taken, No):
            return taken
    return Yes(tuple(bookings))
