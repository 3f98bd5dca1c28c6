"""The whole diary as one frozen value: a small, slow, readable store that says yes or no, and the measure for every real one.

The record keeps the same rules with unique rows and transactions; its tests hold it against this one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from myotome.visits import booking as steps
from myotome.visits.answer import Answer, No, Reason, Yes
from myotome.visits.booking import Booking, Status
from myotome.visits.cells import Window, utc
from myotome.visits.clinic import Clinic
from myotome.visits.offer import Claim, Offer, admit
from myotome.visits.reference import RandomBytes, new_reference
from myotome.visits.services import Service
from myotome.visits.urgency import load_limits
from myotome.words.timeframe import Timeframe

HOLD = timedelta(minutes=10)
"""How long a time is kept for someone who is filling in the form; the store may choose another."""


@dataclass(frozen=True, slots=True)
class Diary:
    """A clinic, what it offers, and every booking by (reference, sequence)."""

    clinic: Clinic
    services: Mapping[str, Service]
    bookings: Mapping[tuple[str, int], Booking] = field(default_factory=dict)

    def taken(self, now: datetime) -> tuple[Claim, ...]:
        """Everything that live bookings and holds take at ``now``."""
        return tuple(claim for booking in self.bookings.values() if booking.live(now) for claim in booking.claims)

    def latest(self, reference: str) -> Booking | None:
        """The booking as it stands after all moves; None for a reference that nobody has."""
        rows = [row for (name, _), row in self.bookings.items() if name == reference]
        return max(rows, key=lambda row: row.sequence, default=None)


@dataclass(frozen=True, slots=True)
class Entered:
    """The diary after a step, and the booking (or bookings of a series) that the step was about."""

    diary: Diary
    bookings: tuple[Booking, ...]

    @property
    def booking(self) -> Booking:
        """The only or the first one."""
        return self.bookings[0]


def hold(
    diary: Diary,
    offers: tuple[Offer, ...],
    *,
    now: datetime,
    random_bytes: RandomBytes,
    keep: timedelta = HOLD,
    frame: Timeframe = Timeframe.ROUTINE,
    notice: bool = True,
) -> Answer[Entered]:
    """Hold one offer, or all offers of a series (more than one) under a common name (never urgent), or none of them."""
    series = new_reference(random_bytes) if len(offers) > 1 else ""
    if series and load_limits()[frame].bookable:
        frame = Timeframe.ROUTINE
    made: list[Booking] = []
    for offer in offers:
        service = _service(diary, offer)
        if isinstance(service, No):
            return service
        whole = diary.services[offer.service]
        allowed = admit(diary.clinic, whole, offer, taken=diary.taken(now), now=now, frame=frame, notice=notice)
        if isinstance(allowed, No):
            return allowed
        reference = new_reference(random_bytes)
        booking = steps.hold(reference, service.value, offer, now=now, hold_until=utc(now) + keep, series=series)
        diary = _with(diary, booking)
        made.append(booking)
    return Yes(Entered(diary, tuple(made))) if made else No(Reason.NOTHING_FREE)


def step(
    diary: Diary, reference: str, change: Callable[[Booking, datetime], Answer[Booking]], now: datetime
) -> Answer[Entered]:
    """Apply one of booking's steps (confirm, release, cancel, arrive, undo_arrival, finish, miss) to the booking as it stands."""
    booking = diary.latest(reference)
    if booking is None:
        return No(Reason.NO_SUCH_BOOKING)
    changed = change(booking, now)
    if isinstance(changed, No):
        return changed
    return Yes(Entered(_with(diary, changed.value), (changed.value,)))


def move(
    diary: Diary,
    reference: str,
    offer: Offer,
    *,
    now: datetime,
    frame: Timeframe = Timeframe.ROUTINE,
    notice: bool = True,
) -> Answer[Entered]:
    """Move a booking to ``offer``, which may overlap where it stood; the old one frees its cells in the same step."""
    booking = diary.latest(reference)
    if booking is None:
        return No(Reason.NO_SUCH_BOOKING)
    service = _service(diary, offer)
    if isinstance(service, No):
        return service
    moved = steps.move(booking, service.value, offer, now) if _fits(service.value, offer) else No(Reason.WRONG_RESOURCE)
    if isinstance(moved, No):
        return moved
    without = _with(diary, moved.value.old)
    whole = diary.services[offer.service]
    allowed = admit(diary.clinic, whole, offer, taken=without.taken(now), now=now, frame=frame, notice=notice)
    if isinstance(allowed, No):
        return allowed
    return Yes(Entered(_with(without, moved.value.new), (moved.value.new,)))


def cancel_series(diary: Diary, series: str, now: datetime) -> Answer[Entered]:
    """Cancel every visit of a series that is still booked and has not begun; a No when there is none."""
    left = [
        row
        for row in diary.bookings.values()
        if series and row.series == series and row.status is Status.BOOKED and now < row.starts
    ]
    done = tuple(answer.value for row in left if isinstance(answer := steps.cancel(row, now), Yes))
    for booking in done:
        diary = _with(diary, booking)
    return Yes(Entered(diary, done)) if done else No(Reason.NO_SUCH_BOOKING)


def displaced(diary: Diary, now: datetime) -> tuple[Booking, ...]:
    """Booked visits to come that no longer lie in opening hours, after leave, a closure or new hours: to be moved by a person."""
    found = []
    for row in diary.bookings.values():
        if row.status in (Status.HELD, Status.BOOKED) and row.live(now) and now < row.starts:
            resources = [
                (diary.clinic.resource(claim.resource), Window(claim.first, claim.end)) for claim in row.claims
            ]
            if any(one is None or diary.clinic.open_bits(one, span) != span.every_bit for one, span in resources):
                found.append(row)
    return tuple(sorted(found, key=lambda row: (row.starts, row.reference)))


def _service(diary: Diary, offer: Offer) -> Answer[Service]:
    whole = diary.services.get(offer.service)
    return No(Reason.UNKNOWN_SERVICE, offer.service) if whole is None else whole.with_options(offer.options)


def _fits(service: Service, offer: Offer) -> bool:
    return len(service.places()) == len(offer.resources)


def _with(diary: Diary, booking: Booking) -> Diary:
    return replace(diary, bookings={**diary.bookings, (booking.reference, booking.sequence): booking})
