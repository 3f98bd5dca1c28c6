"""One booking and what may become of it.

    held ──confirm──> booked ──arrive──> arrived ──finish──> done
      │                 │ │  <──undo──┘     ^
      └─release─> lapsed│ ├──miss──> no_show┘ (came late)
      (or hold_until)   │ ├──cancel──> cancelled
                        │ └──move──> moved, and a new booking with the same reference and the next sequence number

Frozen values; every function gives a new one, or a clear No. A booking that is lapsed, cancelled or moved takes no cells; every
other one keeps its cells for good, so that the past stays in the diary.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from myotome.visits.answer import Answer, No, Reason, Yes
from myotome.visits.cells import start_of, utc
from myotome.visits.offer import Claim, Offer, claims_of, end_cell
from myotome.visits.services import Service

EARLIEST_ARRIVAL = timedelta(hours=12)
"""A check-in earlier than this before the start is a slip of the hand."""


class Status(StrEnum):
    """Where a booking stands."""

    HELD = "held"
    BOOKED = "booked"
    ARRIVED = "arrived"
    DONE = "done"
    NO_SHOW = "no_show"
    CANCELLED = "cancelled"
    MOVED = "moved"
    LAPSED = "lapsed"

    @property
    def takes_cells(self) -> bool:
        """Whether a booking of this status keeps its cells (a hold only until it ends)."""
        return self not in (Status.CANCELLED, Status.MOVED, Status.LAPSED)


@dataclass(frozen=True, slots=True)
class Booking:
    """One row of the diary. ``reference`` and ``sequence`` together name it; ``hold_until`` stands while it is held only."""

    reference: str
    offer: Offer
    claims: tuple[Claim, ...]
    end_cell: int
    status: Status
    changed_at: datetime
    sequence: int = 0
    hold_until: datetime | None = None
    series: str = ""

    @property
    def starts(self) -> datetime:
        """When the patient should be there, in UTC."""
        return start_of(self.offer.start_cell)

    @property
    def ends(self) -> datetime:
        """When the patient may leave, in UTC."""
        return start_of(self.end_cell)

    def live(self, now: datetime) -> bool:
        """Whether it takes its cells at ``now``: a hold does so until just before ``hold_until``, without anyone ending it."""
        return self.status.takes_cells and not self.hold_ended(now)

    def hold_ended(self, now: datetime) -> bool:
        """Whether it is a hold whose time has run out."""
        return self.status is Status.HELD and (self.hold_until is None or now >= self.hold_until)


@dataclass(frozen=True, slots=True)
class Move:
    """What a move leaves: ``old``, which frees its cells, and ``new``, which takes others. Both are written, or neither."""

    old: Booking
    new: Booking


def hold(
    reference: str, service: Service, offer: Offer, *, now: datetime, hold_until: datetime, series: str = ""
) -> Booking:
    """A hold on ``offer`` (admitted before, see offer.admit); ``service`` with the offer's options."""
    claims = claims_of(service, offer)
    last = end_cell(service, offer)
    return Booking(reference, offer, claims, last, Status.HELD, utc(now), 0, utc(hold_until), series)


def confirm(booking: Booking, now: datetime) -> Answer[Booking]:
    """Turn a hold into a booking. Confirming twice is no harm."""
    if booking.status is Status.BOOKED:
        return Yes(booking)
    if booking.hold_ended(now) or booking.status is Status.LAPSED:
        return No(Reason.HOLD_ENDED)
    return _to(Status.BOOKED, booking, now) if booking.status is Status.HELD else No(Reason.WRONG_STATE)


def release(booking: Booking, now: datetime) -> Answer[Booking]:
    """Give a hold back before its time, or tidy it away after. Releasing twice is no harm."""
    if booking.status is Status.LAPSED:
        return Yes(booking)
    return _to(Status.LAPSED, booking, now) if booking.status is Status.HELD else No(Reason.WRONG_STATE)


def cancel(booking: Booking, now: datetime) -> Answer[Booking]:
    """Call a booking off before it begins; its cells are free again. Cancelling twice is no harm."""
    if booking.status is Status.CANCELLED:
        return Yes(booking)
    if booking.status is not Status.BOOKED:
        return No(Reason.WRONG_STATE)
    return No(Reason.STARTED) if now >= booking.starts else _to(Status.CANCELLED, booking, now)


def move(booking: Booking, service: Service, offer: Offer, now: datetime) -> Answer[Move]:
    """Put a booking that has not begun at ``offer`` (admitted before, with this booking's own cells counted as free)."""
    if booking.status is not Status.BOOKED:
        return No(Reason.WRONG_STATE)
    if now >= booking.starts:
        return No(Reason.STARTED)
    if offer.service != booking.offer.service:
        return No(Reason.UNKNOWN_SERVICE, offer.service)
    claims = claims_of(service, offer)
    moved = replace(booking, status=Status.MOVED, changed_at=utc(now))
    new = replace(
        booking,
        offer=offer,
        claims=claims,
        end_cell=end_cell(service, offer),
        changed_at=utc(now),
        sequence=booking.sequence + 1,
    )
    return Yes(Move(moved, new))


def arrive(booking: Booking, now: datetime) -> Answer[Booking]:
    """The patient is here; also one who was given up and came late."""
    if booking.status is Status.ARRIVED:
        return Yes(booking)
    if booking.status not in (Status.BOOKED, Status.NO_SHOW):
        return No(Reason.WRONG_STATE)
    return No(Reason.NOT_STARTED) if now < booking.starts - EARLIEST_ARRIVAL else _to(Status.ARRIVED, booking, now)


def undo_arrival(booking: Booking, now: datetime) -> Answer[Booking]:
    """Take back a check-in that was a slip of the hand."""
    return _to(Status.BOOKED, booking, now) if booking.status is Status.ARRIVED else No(Reason.WRONG_STATE)


def finish(booking: Booking, now: datetime) -> Answer[Booking]:
    """The visit is over."""
    return _to(Status.DONE, booking, now) if booking.status is Status.ARRIVED else No(Reason.WRONG_STATE)


def miss(booking: Booking, now: datetime) -> Answer[Booking]:
    """The patient did not come; not before the start."""
    if booking.status is not Status.BOOKED:
        return No(Reason.WRONG_STATE)
    return No(Reason.NOT_STARTED) if now < booking.starts else _to(Status.NO_SHOW, booking, now)


def _to(status: Status, booking: Booking, now: datetime) -> Yes[Booking]:
    return Yes(replace(booking, status=status, changed_at=utc(now), hold_until=None))
