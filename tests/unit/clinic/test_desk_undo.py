"""A move at the desk can be taken back right after it: to the same time, people and rooms, and without a letter to anybody."""

from __future__ import annotations

from datetime import timedelta
from html import unescape
from typing import Any

from django.utils import timezone

from clinic_site import browser, patient, user


def _booked(days: int = 20, email: str = "") -> Any:
    from myotome.clinic.house import house
    from myotome.record.diary.at_desk import read_booking
    from myotome.record.diary.desk_booking import book
    from myotome.record.diary.doors import GuestDetails
    from myotome.record.diary.looking import offers
    from myotome.visits.slots import Ask

    now, noor = timezone.now(), patient("Noor")
    ask = Ask(now, earliest=now + timedelta(days=days), notice=False, limit=1)
    offer = offers(house(), "review", (), ask).value[0]
    details = GuestDetails("", noor.born_on, "", email, "en", bool(email), noor.ref)
    made = book(user("desk"), house(), offer, details, now=now).value
    return read_booking(user("desk"), made.reference)


def _sheet(reference: str) -> Any:
    from myotome.record.diary.at_desk import read_booking

    return read_booking(user("desk"), reference)


def _move(client: Any, sheet: Any, cells: int = 4) -> str:
    from myotome.visits.cells import cell_at

    said = {
        "reference": sheet.reference,
        "version": str(sheet.version),
        "cell": str(cell_at(sheet.starts) + cells),
        "from": sheet.resources[0],
        "to": sheet.resources[0],
        "back": "/desk/diary/",
    }
    return unescape(client.post("/desk/diary/drop/", said, follow=True).content.decode())


def _undo(client: Any, sheet: Any, version: int) -> str:
    address = f"/desk/bookings/{sheet.reference}/undo/"
    return unescape(client.post(address, {"version": str(version)}, follow=True).content.decode())


def _moved_messages(reference: str) -> list[str]:
    from myotome.record.diary.models import Outgoing

    rows = Outgoing.objects.filter(booking__reference=reference, kind="moved").order_by("pk")
    return list(rows.values_list("state", flat=True))


def test_nothing_is_offered_where_nothing_moved() -> None:
    """A fresh diary, a refused move, and another clerk's diary have no button."""
    client, sheet = browser("desk"), _booked()
    assert "Undo</button>" not in client.get("/desk/diary/").content.decode()
    assert "Undo</button>" not in _move(client, sheet, cells=-50)
    assert "Undo</button>" in _move(client, sheet)
    assert "Undo</button>" not in browser("desk").get("/desk/diary/").content.decode()


def test_a_move_is_taken_back_to_time_people_and_rooms() -> None:
    """One press; the step stays in the history; the button is gone and a second press changes nothing."""
    client, sheet = browser("desk"), _booked()
    page = _move(client, sheet)
    assert "before on" in page and "Undo the move of Halima Noor" in page
    moved = _sheet(sheet.reference)
    assert moved.starts == sheet.starts + timedelta(hours=1)
    assert "Taken back" in _undo(client, sheet, moved.version)
    back = _sheet(sheet.reference)
    assert (back.starts, back.resources, back.version) == (sheet.starts, sheet.resources, moved.version + 1)
    assert "Somebody else changed" in _undo(client, sheet, moved.version)
    assert "Undo</button>" not in client.get("/desk/diary/").content.decode()
    assert _sheet(sheet.reference).starts == sheet.starts


def test_a_slip_that_is_taken_back_at_once_writes_to_nobody() -> None:
    """The letter waits two minutes; taken back, it is dropped; taken back after it went out, a second one says so."""
    from myotome.clinic.house import house
    from myotome.record.diary.sending import send_due

    client, sheet = browser("desk"), _booked(email="halima@clinic.example")
    _move(client, sheet)
    send_due(house(), timezone.now())
    assert _moved_messages(sheet.reference) == ["queued"]
    _undo(client, sheet, sheet.version + 1)
    assert _moved_messages(sheet.reference) == ["dropped"]
    _move(client, _sheet(sheet.reference))
    send_due(house(), timezone.now() + timedelta(minutes=3))
    _undo(client, sheet, _sheet(sheet.reference).version)
    assert _moved_messages(sheet.reference) == ["dropped", "sent", "queued"]


def test_what_was_taken_meanwhile_is_not_taken_back() -> None:
    """Somebody else books the old time: the undo is refused with a sentence and the visit stays where it is."""
    from myotome.clinic.house import house
    from myotome.record.diary.holding import hold
    from myotome.visits.cells import cell_at
    from myotome.visits.offer import Offer

    client, sheet = browser("desk"), _booked()
    _move(client, sheet)
    hold(house(), [Offer("review", cell_at(sheet.starts), sheet.resources)], now=timezone.now())
    assert "Not done. Someone else has just taken this time" in _undo(client, sheet, sheet.version + 1)
    assert _sheet(sheet.reference).starts == sheet.starts + timedelta(hours=1)


def test_only_a_move_of_the_desk_is_taken_back() -> None:
    """A check of anything else: the booking itself, a made-up reference, somebody else's role."""
    client, sheet = browser("desk"), _booked()
    assert "Not done." in _undo(client, sheet, sheet.version)
    assert client.post("/desk/bookings/0000-0000-0000-0000/undo/", {"version": "1"}).status_code == 302
    assert browser("clinician").post(f"/desk/bookings/{sheet.reference}/undo/", {"version": "1"}).status_code == 403
