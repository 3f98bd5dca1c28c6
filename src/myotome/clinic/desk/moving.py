"""Moves a booking to where it was dropped: the same people and rooms if they are free, else other rooms that are."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from myotome.record.diary.at_desk import read_booking
from myotome.record.diary.desk_booking import move_to
from myotome.record.diary.looking import offers
from myotome.record.diary.rows import BookingSheet
from myotome.visits.answer import Answer, No, Reason, Yes
from myotome.visits.booking import Booking
from myotome.visits.cells import CELL, first_cell_from
from myotome.visits.clinic import Clinic
from myotome.visits.house import House
from myotome.visits.offer import Offer
from myotome.visits.slots import Ask

MOST_TEAMS = 40
"""Combinations of people and rooms that are looked at for one start."""


def drop(
    user: Any,
    house: House,
    reference: str,
    *,
    starts: datetime,
    version: int,
    now: datetime,
    taken_from: str = "",
    dropped_on: str = "",
) -> Answer[Booking]:
    """Move to ``starts``, and from the resource ``taken_from`` to ``dropped_on`` where those differ.

    Where a room or device is not free then, another one takes its place; the clinician stays the one on whom it was dropped. The
    answer of the first try stands when there is no other way.
    """
    instead = {taken_from: dropped_on} if taken_from and dropped_on and taken_from != dropped_on else {}
    first = move_to(user, house, reference, starts=starts, version=version, now=now, instead=instead)
    if not isinstance(first, No) or first.reason not in (Reason.TAKEN, Reason.CLOSED):
        return first
    sheet = read_booking(user, reference, now)
    wanted = [instead.get(slug, slug) for slug in sheet.resources]
    other = _other_way(house, sheet, wanted, starts, now, keep=dropped_on or taken_from)
    if other is None:
        return first
    swaps = {old: new for old, new in zip(sheet.resources, other.resources, strict=True) if old != new}
    return move_to(user, house, reference, starts=starts, version=version, now=now, instead=swaps)


def _other_way(
    house: House, sheet: BookingSheet, wanted: list[str], starts: datetime, now: datetime, *, keep: str
) -> Offer | None:
    """The offer at ``starts`` that keeps every clinician who is wanted and as many of the rooms as it can."""
    cell = first_cell_from(starts)
    found = offers(
        house,
        sheet.service,
        sheet.options,
        Ask(now, earliest=starts, before=starts + CELL, notice=False, per_start=MOST_TEAMS, limit=MOST_TEAMS),
        besides=sheet.reference,
    )
    if not isinstance(found, Yes):
        return None
    clinic = house.clinic
    must = {slug for slug in wanted if slug == keep or _is_person(clinic, slug)}
    able = [
        offer
        for offer in found.value
        if offer.start_cell == cell and must <= set(offer.resources) and len(offer.resources) == len(wanted)
    ]
    return max(able, key=lambda offer: sum(a == b for a, b in zip(offer.resources, wanted, strict=True)), default=None)


def _is_person(clinic: Clinic, slug: str) -> bool:
    resource = clinic.resource(slug)
    return resource is not None and resource.kind == "clinician"
