"""What the front desk reads of the diary: days and weeks by resource, one booking, what became of it. Every look is logged."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from myotome.record.audit import REFUSED, Access, write_access
from myotome.record.calls.keeping import house_clinic
from myotome.record.diary.ground import ground
from myotome.record.diary.models import BookingRow, Step
from myotome.record.diary.rows import BookingSheet, booking_of, booking_sheet
from myotome.record.gateway import NotFound, Refused
from myotome.record.models import User
from myotome.record.roles import Deed, Role
from myotome.visits.booking import Status
from myotome.visits.cells import cell_at, first_cell_from, start_of, utc
from myotome.visits.diary import Diary
from myotome.visits.diary import displaced as displaced_in
from myotome.visits.house import House

LONGEST_VISIT = timedelta(hours=24)
STANDING = (Status.HELD, Status.BOOKED, Status.ARRIVED, Status.DONE, Status.NO_SHOW)


@dataclass(frozen=True, slots=True)
class StepSheet:
    """One thing that happened to a booking."""

    version: int
    status: Status
    starts: datetime
    at: datetime
    by: str
    """Empty for somebody without a login, and for the clock."""
    how: str
    why: str


def bookings_between(
    user: User, starts: datetime, ends: datetime, *, resource: str = "", gone: bool = False, now: datetime | None = None
) -> tuple[BookingSheet, ...]:
    """Bookings and holds that touch the time from ``starts`` to just before ``ends``, soonest first.

    ``resource`` keeps those that take it; ``gone`` adds what was cancelled. A hold that has ended is left out, whoever tidies it.
    """
    check_desk(user)
    now = utc(now or timezone.now())
    first, end = cell_at(starts), first_cell_from(ends)
    rows = shown_rows().filter(
        start_cell__gte=first - cell_at_span(LONGEST_VISIT), start_cell__lt=end, end_cell__gt=first
    )
    rows = rows.filter(status__in=(*STANDING, Status.CANCELLED) if gone else STANDING)
    sheets = [
        booking_sheet(row)
        for row in rows.order_by("start_cell", "pk")
        if not booking_of(row).hold_ended(now) and (not resource or any(c[0] == resource for c in row.claims))
    ]
    patients = sorted({row.patient_number for row in sheets if row.patient_number})
    write_access(Access(user, None, Deed.LIST_PATIENTS, "diary", reason=("patients " + ",".join(patients))[:500]), now)
    return tuple(sheets)


def read_booking(user: User, reference: str, now: datetime | None = None) -> BookingSheet:
    """One booking as it stands; raises NotFound for a reference that nobody has."""
    check_desk(user)
    row = row_of(reference)
    patient = row.guest.patient_id if row.guest else None
    write_access(
        Access(user, patient, Deed.READ_IDENTITY, "booking", reason=f"booking {row.pk}"), now or timezone.now()
    )
    return booking_sheet(row)


def history_of(user: User, reference: str) -> tuple[StepSheet, ...]:
    """Everything that happened to a booking, oldest first."""
    check_desk(user)
    rows = Step.objects.filter(booking__reference=reference).select_related("by").order_by("version")
    return tuple(
        StepSheet(
            row.version,
            Status(row.status),
            start_of(row.start_cell),
            row.at,
            row.by.full_name if row.by else "",
            row.how,
            row.why,
        )
        for row in rows
    )


def displaced(user: User, house: House, now: datetime) -> tuple[BookingSheet, ...]:
    """Booked visits to come that lie outside the opening hours since leave or a closure was entered: a person has to move them."""
    check_desk(user)
    stands_on = ground(house, now)
    rows = {row.reference: row for row in shown_rows().filter(status=Status.BOOKED, start_cell__gt=cell_at(now))}
    bookings = {(row.reference, row.sequence): booking_of(row) for row in rows.values()}
    found = displaced_in(Diary(stands_on.clinic, stands_on.services, bookings), now)
    return tuple(booking_sheet(rows[one.reference]) for one in found)


def check_desk(user: User) -> None:
    """Raise Refused unless ``user`` works at the desk of the clinic whose diary this is; a refusal is logged."""
    if user.role != Role.FRONT_DESK or user.clinic_id != house_clinic().pk:
        write_access(Access(user, None, Deed.LIST_PATIENTS, "diary", REFUSED), timezone.now())
        raise Refused("your role does not open the diary", value=user.role)


def row_of(reference: str) -> BookingRow:
    """A row with its guest and patient; raises NotFound."""
    row = shown_rows().filter(reference=reference).first()
    if row is None:
        raise NotFound("no such booking")
    return row


def shown_rows() -> QuerySet[BookingRow]:
    """Rows with everything that a sheet needs."""
    return BookingRow.objects.select_related("guest__patient")


def cell_at_span(span: timedelta) -> int:
    """How many cells ``span`` is long."""
    return span // timedelta(minutes=15)
