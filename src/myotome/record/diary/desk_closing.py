"""Leave, repair, a burst pipe: the desk closes a resource or the house for a time, and opens it again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from myotome.record.diary.at_desk import check_desk, displaced
from myotome.record.diary.ground import spell
from myotome.record.diary.models import Closure
from myotome.record.diary.rows import BookingSheet
from myotome.record.diary.shutting import change_opening
from myotome.record.diary.writing import one_write
from myotome.record.models import User
from myotome.visits.answer import Answer, No, Reason, Yes
from myotome.visits.calendar import ALL_DAY, Hours
from myotome.visits.house import House
from myotome.words.errors import UnknownName


@dataclass(frozen=True, slots=True)
class ClosureSheet:
    """One closure; ``resource`` is empty for the whole house, ``hours`` are of the local clock."""

    number: int
    resource: str
    first: date
    last: date
    hours: Hours
    why: str
    by: str


def close_time(
    user: User,
    house: House,
    *,
    resource: str,
    first: date,
    last: date,
    now: datetime,
    hours: Hours = ALL_DAY,
    why: str = "",
) -> Answer[tuple[BookingSheet, ...]]:
    """Close a resource ("" for the house) every day from ``first`` to ``last``; gives the visits that must now be moved.

    Nothing is cancelled by itself. From this moment nobody can book there, nor confirm a time that was held there. Raises UnknownName for no such resource, OutOfRange for
    days that run backwards.
    """
    check_desk(user)
    if resource and house.clinic.resource(resource) is None:
        raise UnknownName("no such clinician, room or device", value=resource)
    spell(first, last, hours.opens, hours.closes, why)

    def deed() -> Answer[tuple[BookingSheet, ...]]:
        change_opening()
        Closure.objects.create(
            resource=resource,
            first=first,
            last=last,
            opens=hours.opens,
            closes=hours.closes,
            why=why.strip()[:120],
            by=user,
            at=now,
        )
        return Yes(displaced(user, house, now))

    return one_write(deed)


def open_again(user: User, number: int, *, now: datetime) -> Answer[None]:
    """Take a closure back."""
    check_desk(user)

    def deed() -> Answer[None]:
        change_opening()
        row = Closure.objects.filter(pk=number, undoes=None).first()
        if row is None:
            raise UnknownName("no such closure", value=number)
        if Closure.objects.filter(undoes=row).exists():
            return No(Reason.FINISHED)
        Closure.objects.create(first=row.first, last=row.last, resource=row.resource, by=user, at=now, undoes=row)
        return Yes(None)

    return one_write(deed)


def closures(user: User, now: datetime) -> tuple[ClosureSheet, ...]:
    """The closures that have not passed, soonest first."""
    check_desk(user)
    rows = Closure.objects.filter(last__gte=now.date(), undoes=None, undone_by=None).select_related("by")
    return tuple(
        ClosureSheet(row.pk, row.resource, row.first, row.last, Hours(row.opens, row.closes), row.why, row.by.full_name)
        for row in rows.order_by("first", "pk")
    )
