"""What becomes of a booking after it was made: moved, cancelled, checked in, finished, missed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from myotome.record.diary.announcing import announce
from myotome.record.diary.doors import PUBLIC, Door
from myotome.record.diary.ground import ground
from myotome.record.diary.keeping import keep_row, locked
from myotome.record.diary.models import BookingRow
from myotome.record.diary.rows import booking_of
from myotome.record.diary.shutting import still_open
from myotome.record.diary.taking import give_back, take, taken_in
from myotome.record.diary.writing import one_write
from myotome.visits import booking as steps
from myotome.visits.answer import Answer, No, Reason, Yes
from myotome.visits.booking import Booking, Status
from myotome.visits.cells import utc
from myotome.visits.house import House
from myotome.visits.offer import Offer, admit
from myotome.words.timeframe import Timeframe

Change = Callable[[Booking, datetime], Answer[Booking]]


def change(
    house: House,
    reference: str,
    becomes: Change,
    *,
    now: datetime,
    door: Door = PUBLIC,
    version: int | None = None,
    why: str = "",
) -> Answer[Booking]:
    """Apply one step of ``visits.booking`` (cancel, arrive, undo_arrival, finish, miss) to the booking as it stands.

    ``version`` as the page showed it refuses what somebody else has changed meanwhile; None takes it as it is.
    """
    now = utc(now)

    def deed() -> Answer[Booking]:
        row = locked(reference=reference)
        if row is None:
            return No(Reason.NO_SUCH_BOOKING)
        before = booking_of(row)
        after = becomes(before, now)
        if isinstance(after, No) or after.value == before:
            return after
        if version is not None and version != row.version:
            return No(Reason.CHANGED)
        if before.status.takes_cells and not after.value.status.takes_cells:
            give_back(row, before.claims, now)
        keep_row(row, after.value, door, why)
        if after.value.status is Status.CANCELLED:
            announce(house, row, "cancelled", now)
        return after

    return one_write(deed)


def cancel(
    house: House,
    reference: str,
    *,
    now: datetime,
    door: Door = PUBLIC,
    version: int | None = None,
    why: str = "",
) -> Answer[Booking]:
    """Call a booking off before it begins; its cells are free at once, and offered to those who wait. Twice is no harm."""
    return change(house, reference, steps.cancel, now=now, door=door, version=version, why=why)


def cancel_series(house: House, series: str, *, now: datetime, door: Door = PUBLIC) -> Answer[tuple[Booking, ...]]:
    """Call off every visit of a series that is booked and has not begun, all of them or none; a No when there is none."""

    def deed() -> Answer[tuple[Booking, ...]]:
        rows = BookingRow.objects.filter(series=series, status=Status.BOOKED).order_by("pk") if series else []
        left = [row.reference for row in rows if now < booking_of(row).starts]
        done: list[Booking] = []
        for reference in left:
            answer = cancel(house, reference, now=now, door=door)
            if isinstance(answer, No):
                return answer
            done.append(answer.value)
        return Yes(tuple(done)) if done else No(Reason.NO_SUCH_BOOKING)

    return one_write(deed)


def move(
    house: House,
    reference: str,
    offer: Offer,
    *,
    now: datetime,
    frame: Timeframe = Timeframe.ROUTINE,
    notice: bool = True,
    door: Door = PUBLIC,
    version: int | None = None,
    tells: bool = True,
    quiet_for: timedelta = timedelta(0),
) -> Answer[Booking]:
    """Put a booking at ``offer``, which may overlap where it stood: the old cells are freed and the new ones taken, or neither.

    The person is written to after ``quiet_for``, or not at all without ``tells``.
    """
    now = utc(now)
    stands_on = ground(house, now)
    whole = stands_on.services.get(offer.service)
    if whole is None:
        return No(Reason.UNKNOWN_SERVICE, offer.service)
    allowed = admit(stands_on.clinic, whole, offer, taken=(), now=now, frame=frame, notice=notice)
    service = whole.with_options(offer.options)
    if isinstance(allowed, No):
        return allowed
    if isinstance(service, No):
        return service
    chosen, wanted = service.value, allowed.value

    def deed() -> Answer[Booking]:
        row = locked(reference=reference)
        if row is None:
            return No(Reason.NO_SUCH_BOOKING)
        before = booking_of(row)
        moved = steps.move(before, chosen, offer, now)
        if isinstance(moved, No):
            return moved
        if version is not None and version != row.version:
            return No(Reason.CHANGED)
        if before.offer == offer:
            return Yes(before)
        open_ = still_open(house, wanted, now)
        if isinstance(open_, No):
            return open_
        theirs = taken_in(wanted, now, besides=row)
        if theirs is not None:
            return No(Reason.TAKEN, theirs.resource)
        give_back(row, before.claims, now)
        taken = take(row, wanted, now, None)
        if isinstance(taken, No):
            return taken
        keep_row(row, moved.value.new, door)
        if tells:
            announce(house, row, "moved", now, due_at=now + quiet_for)
        return Yes(moved.value.new)

    return one_write(deed)
