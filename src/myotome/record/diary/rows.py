"""From rows to bookings as ``visits`` speaks of them, and to the sheets that pages are given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from myotome.record.diary.models import BookingRow
from myotome.visits.booking import Booking, Status
from myotome.visits.cells import start_of
from myotome.visits.offer import Claim, Offer
from myotome.words.timeframe import Timeframe


@dataclass(frozen=True, slots=True)
class Place:
    """One resource and when it is taken, getting ready and cleaning included, in UTC."""

    resource: str
    starts: datetime
    ends: datetime


@dataclass(frozen=True, slots=True)
class BookingSheet:
    """One booking for a page. ``patient`` is the reference of the record, None while the desk has not found it.

    ``version`` goes with every change that a page asks for, so that nobody changes what somebody else changed meanwhile.
    """

    reference: str
    sequence: int
    version: int
    service: str
    options: tuple[str, ...]
    starts: datetime
    ends: datetime
    places: tuple[Place, ...]
    status: Status
    changed_at: datetime
    hold_until: datetime | None
    series: str
    frame: Timeframe
    name: str
    born_on: date | None
    phone: str
    email: str
    language: str
    wants_email: bool
    patient: UUID | None
    patient_number: str
    for_what: str
    encloses: bool

    @property
    def is_new_person(self) -> bool:
        """Booked by somebody whom the desk has not yet matched to a patient."""
        return bool(self.name) and self.patient is None

    @property
    def resources(self) -> tuple[str, ...]:
        """In the order of the service's needs."""
        return tuple(place.resource for place in self.places)

    def can_change(self, now: datetime) -> bool:
        """Whether it can still be moved or cancelled."""
        return self.status is Status.BOOKED and now < self.starts


def booking_of(row: BookingRow) -> Booking:
    """The booking as it stands."""
    claims = claims_of_row(row.claims)
    offer = Offer(row.service, row.start_cell, tuple(claim.resource for claim in claims), tuple(row.options))
    return Booking(
        row.reference,
        offer,
        claims,
        row.end_cell,
        Status(row.status),
        row.changed_at,
        row.sequence,
        row.hold_until,
        row.series,
    )


def claims_of_row(kept: Any) -> tuple[Claim, ...]:
    """Claims from their kept form."""
    return tuple(Claim(resource, first, end) for resource, first, end in kept)


def kept_claims(claims: tuple[Claim, ...]) -> list[list[Any]]:
    """Claims in the form in which they are kept."""
    return [[claim.resource, claim.first, claim.end] for claim in claims]


def booking_sheet(row: BookingRow) -> BookingSheet:
    """A row (with its guest and patient selected) for a page."""
    guest = row.guest
    patient = guest.patient if guest else None
    return BookingSheet(
        row.reference,
        row.sequence,
        row.version,
        row.service,
        tuple(row.options),
        start_of(row.start_cell),
        start_of(row.end_cell),
        tuple(Place(claim.resource, start_of(claim.first), start_of(claim.end)) for claim in claims_of_row(row.claims)),
        Status(row.status),
        row.changed_at,
        row.hold_until,
        row.series,
        Timeframe(row.frame),
        f"{patient.given_name} {patient.family_name}" if patient else guest.name if guest else "",
        patient.born_on if patient else guest.born_on if guest else None,
        (guest.phone if guest else "") or (patient.phone if patient else ""),
        guest.email if guest else "",
        guest.language if guest else "en",
        bool(guest and guest.wants_email and guest.email),
        patient.ref if patient else None,
        patient.number if patient else "",
        row.for_what,
        row.enclosed is not None,
    )
