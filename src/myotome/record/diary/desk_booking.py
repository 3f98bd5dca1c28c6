"""What the front desk does with bookings: books without notice, moves, checks in, finishes, cancels, finds whose booking it is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import Q

from myotome.record.audit import Access, write_access
from myotome.record.diary import changing, holding
from myotome.record.diary.at_desk import check_desk, row_of
from myotome.record.diary.doors import Door, GuestDetails, Wish
from myotome.record.diary.keeping import locked
from myotome.record.diary.models import BookingRow, Guest
from myotome.record.diary.rows import booking_of
from myotome.record.diary.undoing import QUIET
from myotome.record.diary.writing import one_write
from myotome.record.gateway import NotFound
from myotome.record.models import Patient, User
from myotome.record.roles import Deed
from myotome.record.sheets import IdentitySheet, identity_sheet
from myotome.visits import booking as steps
from myotome.visits.answer import Answer, No, Reason, Yes
from myotome.visits.booking import Booking, Status
from myotome.visits.cells import first_cell_from
from myotome.visits.house import House
from myotome.visits.offer import Offer
from myotome.words.errors import OutOfRange
from myotome.words.timeframe import Timeframe

STEPS: Final[Mapping[str, changing.Change]] = {
    "arrive": steps.arrive,
    "undo": steps.undo_arrival,
    "finish": steps.finish,
    "miss": steps.miss,
    "cancel": steps.cancel,
}
"""What ``mark`` can do."""


def book(
    user: User,
    house: House,
    offer: Offer,
    details: GuestDetails,
    *,
    now: datetime,
    for_what: str = "",
    frame: Timeframe = Timeframe.ROUTINE,
) -> Answer[Booking]:
    """Book at once, without notice, for a patient (``details.patient``) or somebody new. ``for_what`` holds nothing clinical."""
    check_desk(user)
    if details.patient is not None:
        details = _as_recorded(user, details)
    door = Door("desk", user)

    def deed() -> Answer[Booking]:
        held = holding.hold(house, [offer], now=now, frame=frame, notice=False, door=door)
        if isinstance(held, No):
            return held
        reference = held.value[0].reference
        booked = holding.confirm(house, reference, details, now=now, wish=Wish(for_what), door=door)
        return booked if isinstance(booked, No) else Yes(booked.value[0])

    return one_write(deed)


def booked_already(user: User, offer: Offer, details: GuestDetails) -> str:
    """The reference of a booking of that very time for that very person, where the form was sent twice; empty for none."""
    check_desk(user)
    same = Q(guest__name=details.name[:120], guest__born_on=details.born_on)
    if details.patient is not None:
        same = Q(guest__patient__ref=details.patient)
    rows = BookingRow.objects.filter(same, service=offer.service, start_cell=offer.start_cell, status=Status.BOOKED)
    return str(rows.values_list("reference", flat=True).first() or "")


def move_to(
    user: User,
    house: House,
    reference: str,
    *,
    starts: datetime,
    version: int,
    now: datetime,
    instead: Mapping[str, str] | None = None,
) -> Answer[Booking]:
    """Move a booking to ``starts`` (any instant with its zone; the next quarter hour counts), by drag or by form.

    ``instead`` puts other resources in the place of those it has: ``{"dr_rao": "dr_osei"}``. ``version`` is what the page showed.
    The person is written to two minutes later, so that a slip can be taken back (``undo_move``) unseen.
    """
    check_desk(user)
    row = row_of(reference)
    old = booking_of(row).offer
    resources = tuple((instead or {}).get(slug, slug) for slug in old.resources)
    offer = Offer(old.service, first_cell_from(starts), resources, old.options)
    door = Door("desk", user)
    return changing.move(house, reference, offer, now=now, notice=False, door=door, version=version, quiet_for=QUIET)


def mark(
    user: User, house: House, reference: str, step: str, *, now: datetime, version: int | None = None, why: str = ""
) -> Answer[Booking]:
    """Check in (``arrive``), take that back (``undo``), ``finish``, ``miss`` or ``cancel``; raises OutOfRange for anything else."""
    check_desk(user)
    if step not in STEPS:
        raise OutOfRange("no such step", value=step, cure=f"Choose one of {', '.join(STEPS)}.")
    door = Door("desk", user)
    return changing.change(house, reference, STEPS[step], now=now, door=door, version=version, why=why)


def likely_patients(user: User, reference: str) -> tuple[IdentitySheet, ...]:
    """Patients of the clinic who may be the person of a booking: born that day, of that telephone number, or named by its referral; at most ten."""
    check_desk(user)
    guest = row_of(reference).guest
    if guest is None:
        return ()
    same = (
        Q(referral_codes__booking__reference=reference)
        | Q(born_on=guest.born_on)
        | (Q(phone=guest.phone) if guest.phone else Q(pk=None))
    )
    rows = (
        Patient.objects.filter(same, clinic_id=user.clinic_id)
        .select_related("clinic")
        .order_by("family_name")
        .distinct()[:10]
    )
    return tuple(identity_sheet(row, guest.made_at.date()) for row in rows)


def match(user: User, reference: str, patient: UUID, *, now: datetime) -> Answer[Booking]:
    """Say that the booking, and everything else of the same form, is for ``patient``; once. Raises NotFound for no patient of ours."""
    check_desk(user)

    def deed() -> Answer[Booking]:
        found = Patient.objects.filter(ref=patient, clinic_id=user.clinic_id).first()
        if found is None:
            raise NotFound("no such patient")
        row = locked(reference=reference)
        if row is None:
            return No(Reason.NO_SUCH_BOOKING)
        if row.guest_id is None or not Guest.objects.filter(pk=row.guest_id, patient=None).update(patient=found):
            return No(Reason.WRONG_STATE)
        write_access(Access(user, found.pk, Deed.WRITE_IDENTITY, "match a booking", reason=f"booking {row.pk}"), now)
        return Yes(booking_of(row))

    return one_write(deed)


def _as_recorded(user: User, details: GuestDetails) -> GuestDetails:
    """Name, birth date and telephone as the record has them; what the form says of them is not believed."""
    patient = Patient.objects.filter(ref=details.patient, clinic_id=user.clinic_id).first()
    if patient is None:
        raise NotFound("no such patient")
    return GuestDetails(
        f"{patient.given_name} {patient.family_name}",
        patient.born_on,
        details.phone or patient.phone,
        details.email,
        details.language,
        details.wants_email,
        patient.ref,
    )
