"""Closed time and bookings at the same moment: whoever was first, no visit stands in closed time without the desk being told."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from clinic_site import user
from postgres import postgres_address

NOW = datetime(2027, 2, 1, 8, 0, tzinfo=UTC)
"""A Monday."""


def _house() -> Any:
    from myotome.clinic.house import house

    return house()


def _offer(days: int = 3) -> Any:
    from myotome.record.diary.looking import offers
    from myotome.visits.slots import Ask

    return offers(_house(), "review", (), Ask(NOW, earliest=NOW + timedelta(days=days), limit=1)).value[0]


def _hold(offer: Any) -> Any:
    from myotome.record.diary.holding import hold

    return hold(_house(), [offer], now=NOW)


def _confirm(reference: str) -> Any:
    from myotome.record.diary.doors import GuestDetails
    from myotome.record.diary.holding import confirm

    return confirm(_house(), reference, GuestDetails("Ada Example", date(1970, 5, 6)), now=NOW)


def _close(offer: Any, resource: str = "") -> Any:
    from myotome.record.diary.desk_closing import close_time

    day = offer.starts.date()
    return close_time(user("desk"), _house(), resource=resource, first=day, last=day, now=NOW)


def _closing_before(monkeypatch: pytest.MonkeyPatch, room: Any, offer: Any) -> None:
    """The desk closes the day after the attempt was judged and before it is written."""
    written = room.one_write

    def late(deed: Any) -> Any:
        monkeypatch.setattr(room, "one_write", written)
        _close(offer)
        return written(deed)

    monkeypatch.setattr(room, "one_write", late)


def test_a_time_that_is_closed_while_it_is_being_held_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Judged open, closed before it was written: a clear no, and no row is left."""
    from myotome.record.diary import holding
    from myotome.record.diary.models import Cell

    offer, before = _offer(), Cell.objects.count()
    _closing_before(monkeypatch, holding, offer)
    assert str(_hold(offer).reason) == "closed"
    assert Cell.objects.count() == before


def test_a_move_into_a_time_that_is_closed_meanwhile_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """The visit stays where it was."""
    from myotome.record.diary import changing
    from myotome.record.diary.models import BookingRow

    here, there = _offer(3), _offer(5)
    booked = _confirm(_hold(here).value[0].reference).value[0]
    _closing_before(monkeypatch, changing, there)
    assert str(changing.move(_house(), booked.reference, there, now=NOW).reason) == "closed"
    assert BookingRow.objects.get(reference=booked.reference).start_cell == here.start_cell


def test_a_held_time_that_is_closed_cannot_be_confirmed_until_it_is_opened_again() -> None:
    """A hold is not yet a visit: nobody is told to come into a closed house."""
    from myotome.record.diary.desk_closing import closures, open_again

    offer = _offer()
    held = _hold(offer).value[0]
    assert _close(offer).value == ()
    assert str(_confirm(held.reference).reason) == "closed"
    open_again(user("desk"), closures(user("desk"), NOW)[0].number, now=NOW)
    assert _confirm(held.reference).value[0].status == "booked"


@pytest.mark.parametrize("database", ["sqlite", "postgres"])
def test_closing_and_booking_at_once_leaves_no_visit_that_the_desk_was_not_told_of(
    database: str, tmp_path: Path
) -> None:
    """Every visit that stands in a closed day is named in the answer to who closed it; the others got a clear no."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("MYOTOME_", "DJANGO_"))}
    environment |= {"MYOTOME_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": "myotome.clinic.settings"}
    if database == "postgres":
        environment["MYOTOME_DATABASE_URL"] = postgres_address()
    script = Path(__file__).with_name("race_of_closing.py")
    done = subprocess.run(
        [sys.executable, "-W", "ignore", str(script)], env=environment, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout)
    assert (result["errors"], result["unnamed"], result["rounds"]) == ([], 0, 12)
    said = result["said"]
    assert set(said) <= {"yes", "closed", "taken"} and said["yes"] and said["closed"], "there was a race"
