"""The front desk: nothing clinical on its pages, nobody overruns a colleague's change, and a call-back ends in an appointment."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from html import unescape
from typing import Any

import pytest

pytest.importorskip("django")
pytest.importorskip("axes")

from clinic_site import browser, patient, user


def _booked(service: str = "review", family: str = "Frost", *, days: int = 20) -> Any:
    """A booking some weeks ahead, as the desk makes it; returns its sheet."""
    from django.utils import timezone

    from myotome.clinic.house import house
    from myotome.record.diary.at_desk import read_booking
    from myotome.record.diary.desk_booking import book
    from myotome.record.diary.doors import GuestDetails
    from myotome.record.diary.looking import offers
    from myotome.visits.answer import Yes
    from myotome.visits.slots import Ask

    now, whose = timezone.now(), patient(family)
    found = offers(house(), service, (), Ask(now, earliest=now + timedelta(days=days), notice=False, limit=1))
    assert isinstance(found, Yes)
    made = book(user("desk"), house(), found.value[0], GuestDetails("", whose.born_on, patient=whose.ref), now=now)
    assert isinstance(made, Yes)
    return read_booking(user("desk"), made.value.reference)


def _sheet(reference: str) -> Any:
    from myotome.record.diary.at_desk import read_booking

    return read_booking(user("desk"), reference)


def _drop(sheet: Any, *, cells: int = 0, to: str = "", version: int | None = None) -> str:
    """Drop a booking so many quarter hours later, on a resource; returns what the diary then says."""
    from myotome.visits.cells import cell_at

    said = {
        "reference": sheet.reference,
        "version": str(sheet.version if version is None else version),
        "cell": str(cell_at(sheet.starts) + cells),
        "from": sheet.resources[0],
        "to": to or sheet.resources[0],
        "back": "/desk/diary/?by=rooms",
    }
    answer = browser("desk").post("/desk/diary/drop/", said, follow=True)
    assert answer.redirect_chain[0][0] == f"/desk/diary/?by=rooms#b-{sheet.reference}"
    return unescape(answer.content.decode())


def _addresses() -> list[str]:
    """Every page of the desk that can show a patient."""
    from myotome.record.calls.models import CallRequest

    sheet = _booked(family="Achterberg")
    day = f"{sheet.starts:%Y-%m-%d}"
    ref = patient("Achterberg").ref
    call = CallRequest.objects.first()
    return [
        f"/desk/diary/?day={day}",
        f"/desk/diary/?day={day}&by=rooms",
        f"/desk/diary/?day={day}&view=week&by=all",
        f"/desk/diary/?day={day}&view=week&of={sheet.resources[0]}",
        f"/desk/diary/print/?day={day}",
        f"/desk/bookings/{sheet.reference}/",
        f"/desk/book/?patient={ref}&service=review",
        f"/desk/{ref}/",
        "/desk/",
        "/desk/closed/",
        "/desk/calls/",
        f"/desk/calls/{call.ref}/",
    ]


def test_the_desk_sees_nothing_clinical() -> None:
    """No cause, finding, drug, note, flag or working diagnosis of the patient stands on any page of the desk; the name does."""
    from myotome.record.models import AssessmentRecord, NoteEntry
    from myotome.wiring import knowledge

    whose = patient("Achterberg")
    latest = AssessmentRecord.objects.filter(patient=whose).order_by("-number")[0].content
    words = {cause["label"].partition(" (")[0] for cause in latest["causes"]}
    words |= {knowledge().vocabulary.concepts[f["concept"]].label for f in latest["findings"] if f["concept"] in knowledge().vocabulary.concepts}  # fmt: skip
    words |= {flag["label"] for flag in latest["red_flags"]}
    words |= set(NoteEntry.objects.filter(patient=whose).values_list("text", flat=True))
    words |= {"Motor neuron", "split hand", "babinski"}
    words = {word for word in words if len(word) > 4}
    assert len(words) > 30
    client, named = browser("desk"), 0
    for address in _addresses():
        page = client.get(address)
        assert page.status_code == 200, address
        text = re.sub(r"<svg.*?</svg>", "", unescape(page.content.decode()), flags=re.DOTALL).lower()
        named += "achterberg" in text
        assert [word for word in words if re.search(rf"\b{re.escape(word.lower())}\b", text)] == [], address
    assert named >= 7, "the pages were meant to show the patient"


def test_a_drop_after_somebody_elses_move_is_refused_and_said() -> None:
    """With the version of an old page nothing moves, and the page says that somebody else was quicker."""
    sheet = _booked()
    assert "Moved to" in _drop(sheet, cells=4)
    said = _drop(sheet, cells=8, version=sheet.version)
    assert "Somebody else changed this booking meanwhile" in said
    assert _sheet(sheet.reference).starts == sheet.starts + timedelta(hours=1)


def test_a_drop_on_what_is_taken_or_closed_leaves_both_where_they_are() -> None:
    """A time of the same clinician that is taken, and one in the night, are refused with a sentence."""
    first = _booked()
    later = (_booked(family="Noor", days=days) for days in range(20, 60))
    second = next(one for one in later if one.resources[0] == first.resources[0])
    cells = (first.starts - second.starts) // timedelta(minutes=15)
    assert "Not done." in _drop(second, cells=cells)
    assert "Not done." in _drop(first, cells=-40)
    assert (_sheet(first.reference).starts, _sheet(second.reference).starts) == (first.starts, second.starts)


def test_a_drop_on_another_clinician_takes_a_room_that_is_free() -> None:
    """Both neurologists at one time: the second visit gets the other consulting room by itself."""
    from myotome.clinic.house import house
    from myotome.visits.cells import Window, cell_at

    clinic = house().clinic
    first = _booked()
    other = next(r for r in clinic.resources if "neurologist" in r.roles and r.slug != first.resources[0])
    second = _booked(family="Noor", days=23)
    for days in range(60):
        starts = first.starts + timedelta(days=days)
        window = Window(cell_at(starts), cell_at(starts) + 4)
        both = [clinic.open_bits(r, window) == window.every_bit for r in clinic.resources if "neurologist" in r.roles]
        if all(both):
            break
    one = _drop(first, cells=(starts - first.starts) // timedelta(minutes=15))
    assert "Moved to" in one
    first, second = _sheet(first.reference), _sheet(second.reference)
    cells = (first.starts - second.starts) // timedelta(minutes=15)
    free = other.slug if other.slug not in first.resources else next(r.slug for r in clinic.resources if "neurologist" in r.roles and r.slug not in first.resources)  # fmt: skip
    said = _drop(second, cells=cells, to=free)
    assert "Moved to" in said
    after = _sheet(second.reference)
    assert after.starts == first.starts and free in after.resources
    assert not set(after.resources) & set(first.resources)


def test_check_in_finish_no_show_and_their_undoing() -> None:
    """The buttons of a state are those that the rules allow, and an old version is refused."""
    from myotome.record.diary.models import BookingRow
    from myotome.visits.booking import Status

    sheet = _booked(days=0)
    client, address = browser("desk"), f"/desk/bookings/{sheet.reference}/"
    if sheet.starts - datetime.now(sheet.starts.tzinfo) < timedelta(hours=12):
        assert client.post(f"{address}mark/", {"do": "arrive", "version": sheet.version}).status_code == 302
        assert _sheet(sheet.reference).status is Status.ARRIVED
        stale = client.post(f"{address}mark/", {"do": "undo", "version": sheet.version}, follow=True)
        assert "Somebody else" in stale.content.decode()
        client.post(f"{address}mark/", {"do": "undo", "version": _sheet(sheet.reference).version})
    else:
        early = client.post(f"{address}mark/", {"do": "arrive", "version": sheet.version}, follow=True)
        assert "too early" in early.content.decode()
    assert BookingRow.objects.get(reference=sheet.reference).status == Status.BOOKED
    early = client.post(f"{address}mark/", {"do": "miss", "version": _sheet(sheet.reference).version}, follow=True)
    assert "Not done." in early.content.decode()
    assert client.post(f"{address}mark/", {"do": "explode", "version": "1"}).status_code == 400


def test_the_move_form_works_without_a_mouse_and_refuses_odd_times() -> None:
    """A quarter hour moves it; a time between quarters comes back with its cure; a foreign address to go back to is not followed."""
    sheet = _booked()
    client, address = browser("desk"), f"/desk/bookings/{sheet.reference}/"
    from myotome.clinic.house import house

    later = (sheet.starts + timedelta(minutes=30)).astimezone(house().clinic.zone)
    said = {"on": f"{later:%Y-%m-%d}", "at": f"{later:%H:%M}", "version": str(sheet.version)}
    odd = client.post(f"{address}move/", {**said, "at": "09:07"})
    assert odd.status_code == 422 and "quarter hour" in odd.content.decode()
    assert client.post(f"{address}move/", said).status_code == 302
    assert _sheet(sheet.reference).starts == sheet.starts + timedelta(minutes=30)
    for evil in ("https://evil.example/", "//evil.example/desk/", "/desk/../../evil", "javascript:alert(1)"):
        sent = client.post(f"{address}mark/", {"do": "arrive", "version": "1", "back": evil})
        assert not sent.headers["Location"].startswith(("http", "//", "javascript"))


def test_a_forged_offer_books_nothing() -> None:
    """What the form sends as a time is asked again from scratch: another service's room, a closed night, nonsense."""
    from myotome.record.diary.models import BookingRow

    ref, before = str(patient("Frost").ref), BookingRow.objects.count()
    for offer in ("", "review|0|dr_rao,room_1|", "review|2500000|nobody,room_1|", "mri|2500000|dr_rao|", "x|y|z|", "|" * 40, "review|9999999999|a,b|"):  # fmt: skip
        answer = browser("desk").post("/desk/book/", {"patient": ref, "service": "review", "offer": offer})
        assert answer.status_code == 422, offer
    assert BookingRow.objects.count() == before


def test_a_new_person_is_booked_and_then_matched_once() -> None:
    """The number has to be callable; the booking lies in the patient's record after the match, and a second match is refused."""
    from myotome.record.diary.models import BookingRow

    client = browser("desk")
    page = client.get("/desk/book/?service=review").content.decode()
    offer = re.search(r'name="offer" value="([^"]+)"', page)
    assert offer
    person = {"name": "Nadia Hall", "born_on": "1980-02-03", "phone": "999", "email": "", "for_what": ""}
    said = {"service": "review", "offer": offer[1], **person}
    assert client.post("/desk/book/", said).status_code == 422
    made = client.post("/desk/book/", {**said, "phone": "020 7946 0744"})
    assert made.status_code == 302
    reference = made.headers["Location"].split("/")[-2]
    assert "Whose booking is it?" in client.get(made.headers["Location"]).content.decode()
    ref = str(patient("Frost").ref)
    assert client.post(f"/desk/bookings/{reference}/match/", {"patient": ref}).status_code == 302
    assert BookingRow.objects.get(reference=reference).guest.patient == patient("Frost")
    again = client.post(f"/desk/bookings/{reference}/match/", {"patient": str(patient("Noor").ref)}, follow=True)
    assert "Not done." in again.content.decode()
    other = client.post(f"/desk/bookings/{reference}/match/", {"patient": str(patient("Brandt").ref)})
    assert other.status_code == 404


def test_a_call_back_ends_in_an_appointment() -> None:
    """Take, reach, book: the request is closed with the booking's reference, and its steps say who did what."""
    from myotome.record.calls import desk_queue
    from myotome.record.calls.models import CallRequest
    from myotome.visits.call_back import Outcome

    client = browser("desk")
    call = CallRequest.objects.get(name="Harold Finch")
    assert client.post(f"/desk/calls/{call.ref}/take/").status_code == 302
    assert client.post(f"/desk/calls/{call.ref}/tried/", {"result": "reached", "note": ""}).status_code == 302
    page = client.get(f"/desk/book/?call={call.ref}&patient={patient('Frost').ref}&service=physiotherapy")
    offer = re.search(r'name="offer" value="([^"]+)"', page.content.decode())
    assert offer and "From the call-back of" in page.content.decode()
    said = {"call": str(call.ref), "patient": str(patient("Frost").ref), "service": "physiotherapy", "offer": offer[1]}
    made = client.post("/desk/book/", said)
    assert made.status_code == 302
    sheet = desk_queue.read(user("desk"), call.ref)
    assert sheet.call.outcome is Outcome.BOOKED and sheet.call.reference in made.headers["Location"]
    assert [step.what for step in sheet.steps] == ["Appointment made", "Called"]


def test_closed_time_shows_whom_it_displaces_and_opens_again() -> None:
    """Leave of the clinician of a booking lists it, books nobody there meanwhile, and is taken back."""
    sheet = _booked()
    client = browser("desk")
    day = f"{sheet.starts:%Y-%m-%d}"
    backwards = {"resource": sheet.resources[0], "first": day, "last": "2020-01-01", "why": "Leave"}
    assert client.post("/desk/closed/", backwards).status_code == 422
    half = {**backwards, "last": day, "opens": "09:00", "closes": ""}
    assert client.post("/desk/closed/", half).status_code == 422
    closed = client.post("/desk/closed/", {**backwards, "last": day}, follow=True).content.decode()
    assert sheet.reference in closed and "To be moved" in closed
    number = re.search(r'name="number" value="(\d+)"', closed)
    assert number
    assert sheet.reference not in client.post("/desk/closed/open/", {"number": number[1]}, follow=True).content.decode()


def test_the_grid_puts_things_where_the_clock_shows_them() -> None:
    """On the days on which the clock is changed too: row 1 is the first hour, a visit at ten is as many quarters below it."""
    from myotome.clinic.desk.grid import grid_of
    from myotome.clinic.house import house
    from myotome.visits.cells import start_of

    clinic = house().clinic
    rao = clinic.resource("dr_rao")
    assert rao is not None
    for day in (date(2027, 3, 26), date(2027, 3, 28), date(2027, 3, 29), date(2027, 10, 31), date(2028, 2, 29)):
        grid = grid_of([(rao, "Dr Rao", day)], clinic, (), datetime(2027, 1, 1, tzinfo=start_of(0).tzinfo))
        first = start_of(grid.columns[0].first).astimezone(clinic.zone)
        assert (first.date(), first.hour * 60 + first.minute) == (day, grid.begin)
        assert grid.hours[0] == (1, f"{grid.begin // 60:02d}:00") and grid.rows % 4 == 0
    sheet = _booked()
    whose = clinic.resource(sheet.resources[0])
    assert whose is not None
    here = sheet.starts.astimezone(clinic.zone)
    grid = grid_of([(whose, "x", here.date())], clinic, (sheet,), sheet.starts - timedelta(days=1))
    (block,) = [one for one in grid.columns[0].blocks if one.booking]
    assert grid.begin + 15 * (block.row - 1) == here.hour * 60 + here.minute and block.span == 2 and block.movable


def test_odd_addresses_show_today() -> None:
    """A day, a resource or a group that does not exist is no error."""
    client = browser("desk")
    for query in ("?day=yesterday", "?day=0001-01-01", "?day=9999-12-31", "?of=nobody&by=nothing&view=year", "?day="):
        assert client.get(f"/desk/diary/{query}").status_code == 200, query
