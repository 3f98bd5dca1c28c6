"""The way back right after a move: a line with a button on the diary and the booking, for ten minutes or until it changes again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.http import HttpRequest
from django.utils import timezone

from myotome.clinic.house import house
from myotome.record.diary.rows import BookingSheet
from myotome.record.diary.undoing import can_undo
from myotome.visits.booking import Booking
from myotome.visits.cells import cell_at
from myotome.visits.local_time import wall_clock

KEY: Final = "desk_undo"
SHOWN_FOR: Final = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Undo:
    """The last move of this clerk: whose visit, and where it was."""

    reference: str
    version: int
    name: str
    was: str


def offer_undo(request: HttpRequest, before: BookingSheet, after: Booking) -> None:
    """Remember the move; one that changed nothing has nothing to take back."""
    if after.sequence == before.sequence:
        return
    zone = house().clinic.zone
    here = before.starts.astimezone(zone)
    with_whom = ", ".join(house().name_of(slug) for slug in dict.fromkeys(before.resources))
    request.session[KEY] = {
        "reference": before.reference,
        "version": before.version + 1,
        "name": before.name,
        "was": f"{here:%A} {here.day} {here:%B}, {wall_clock(cell_at(before.starts), zone)}, {with_whom}",
        "until": (timezone.now() + SHOWN_FOR).isoformat(),
    }


def undo_offered(request: HttpRequest, now: datetime) -> Undo | None:
    """The move that can still be taken back; None when there is none."""
    kept = request.session.get(KEY)
    if not isinstance(kept, dict):
        return None
    if now >= datetime.fromisoformat(kept["until"]) or not can_undo(kept["reference"], kept["version"]):
        del request.session[KEY]
        return None
    return Undo(kept["reference"], kept["version"], kept["name"], kept["was"])
