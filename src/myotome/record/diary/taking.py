"""Takes cells and gives them back. The unique row per cell has the last word; the looks before it only save the attempt."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import connection
from django.db.models import Q

from myotome.record.diary.models import BookingRow, Cell, Gap
from myotome.visits.answer import Answer, No, Reason, Yes
from myotome.visits.cells import cell_at
from myotome.visits.offer import Claim, gathered


def taken_in(claims: Iterable[Claim], now: datetime, *, besides: BookingRow | None = None) -> Claim | None:
    """A cell of ``claims`` that somebody else holds at ``now``, or None; a hold that has ended counts no more.

    Written by hand because most attempts in a race end here: a query set takes ten times as long to be built as to be answered.
    """
    wanted = tuple(claims)
    spans = " OR ".join(["(resource = %s AND cell >= %s AND cell < %s)"] * len(wanted))
    given: list[object] = [part for claim in wanted for part in (claim.resource, claim.first, claim.end)]
    given.append(connection.ops.adapt_datetimefield_value(now))
    given.append(besides.pk if besides is not None else -1)
    with connection.cursor() as cursor:
        # Nothing of a request stands in this text: it is made of as many marks as there are claims.
        asked = f"SELECT resource, cell FROM diary_cell WHERE ({spans})"  # noqa: S608
        cursor.execute(f"{asked} AND (until IS NULL OR until > %s) AND booking_id <> %s LIMIT 1", given)
        found = cursor.fetchone()
    return Claim(found[0], found[1], found[1] + 1) if found else None


def taken_between(resources: Iterable[str], first: int, end: int, now: datetime) -> tuple[Claim, ...]:
    """Everything that is taken of ``resources`` from cell ``first`` to just before ``end``."""
    rows = Cell.objects.filter(resource__in=tuple(resources), cell__gte=first, cell__lt=end).exclude(until__lte=now)
    return gathered(rows.values_list("resource", "cell"))


def take(row: BookingRow, claims: tuple[Claim, ...], now: datetime, until: datetime | None) -> Answer[None]:
    """Write a row for every cell of ``claims``, over holds that have ended; No when one is taken.

    Cells are written in one order by everybody, so that two writers never wait for each other in a circle. Raises IntegrityError
    when another writer was quicker in between; ``one_write`` then asks again.
    """
    theirs = list(Cell.objects.filter(_any_of(claims)).values_list("pk", "resource", "until"))
    for _, resource, their_until in theirs:
        if their_until is None or their_until > now:
            return No(Reason.TAKEN, resource)
    if theirs:
        Cell.objects.filter(pk__in=[pk for pk, _, _ in theirs], until__lte=now).delete()
    cells = sorted({cell for claim in claims for cell in claim.cells()})
    Cell.objects.bulk_create([Cell(resource=slug, cell=cell, booking=row, until=until) for slug, cell in cells])
    return Yes(None)


def keep(row: BookingRow, claims: tuple[Claim, ...]) -> Answer[None]:
    """Turn the cells of a hold into those of a booking; No when one of them has gone to somebody else."""
    kept = Cell.objects.filter(booking=row).update(until=None)
    return Yes(None) if kept == len({cell for claim in claims for cell in claim.cells()}) else No(Reason.HOLD_ENDED)


def give_back(row: BookingRow, claims: tuple[Claim, ...], now: datetime) -> None:
    """Free the cells of ``row``, and note the gap for those who wait."""
    freed, _ = Cell.objects.filter(booking=row).delete()
    if freed:
        note_gap(claims, now)


def note_gap(claims: tuple[Claim, ...], now: datetime) -> None:
    """Something became free; what lies in the past is nothing to offer."""
    soonest = cell_at(now)
    Gap.objects.bulk_create(
        [Gap(resource=one.resource, first=one.first, end=one.end, freed_at=now) for one in claims if one.end > soonest]
    )


def _any_of(claims: Iterable[Claim]) -> Q:
    wanted = Q()
    for claim in claims:
        wanted |= Q(resource=claim.resource, cell__gte=claim.first, cell__lt=claim.end)
    return wanted
