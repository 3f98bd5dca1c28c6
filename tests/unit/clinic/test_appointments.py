"""Booking without an account: what is refused first, then the whole way from the choice to a moved and cancelled visit."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest

from clinic_site import browser

GUEST = {
    "name": "Ada Example",
    "born_on": "1970-05-06",
    "phone": "020 7946 0958",
    "email": "ada@clinic.example",
    "wants_email": "on",
    "language": "en",
}


def _page(response: Any) -> str:
    return unescape(response.content.decode())


def _offers(page: str) -> list[str]:
    return re.findall(r'name="offer" value="([^"]+)"', page)


def _times(client: Any, **data: str) -> str:
    return _page(client.post("/appointments/times/", {"service": "review", **data}))


def _held(client: Any, nth: int = 0, **data: str) -> Any:
    offer = _offers(_times(client, **data))[nth]
    return client.post("/appointments/hold/", {"service": "review", "offer": offer, **data})


def _booked(client: Any, **changes: str) -> str:
    assert _held(client).headers["Location"] == "/appointments/details/"
    response = client.post("/appointments/details/", {**GUEST, **changes})
    assert response.status_code == 302, _page(response)
    found = re.search(r"/at/([0-9A-Z-]{19})/", response.headers["Location"])
    assert found
    return found[1]


def _rows(model: str) -> int:
    from django.apps import apps

    return apps.get_model("diary", model).objects.count()


def test_forged_offers_and_forged_links_book_nothing() -> None:
    """A changed signature, a made-up token, a token for something else: no hold, no booking, no error page."""
    client, rows = browser(), _rows("BookingRow")
    good = _offers(_times(client))[0]
    for forged in ("", "x", good[:-2], good.swapcase(), "a" * 5000, "../../etc/passwd"):
        response = client.post("/appointments/hold/", {"service": "review", "offer": forged})
        assert response.status_code == 302 and response.headers["Location"] == "/appointments/"
    assert client.get("/messages/stop/forged/").status_code == 404
    assert client.post("/appointments/earlier/forged/", {"answer": "yes"}).status_code == 404
    assert _rows("BookingRow") == rows


def test_a_self_check_that_was_tampered_with_is_said_and_left_out() -> None:
    """The booking goes on without it; nobody gets an urgent time by writing one."""
    assert "could not be read" in _page(browser().post("/appointments/", {"self_check": "48h:forged"}))


def test_references_cannot_be_tried_out() -> None:
    """After ten wrong tries an address has to wait; the right answer does not help it then, and others are not held up."""
    client = browser()
    reference = _booked(client)
    guesser = browser()
    answers = [
        guesser.post(
            "/appointments/find/",
            {"reference": f"0000-0000-0000-{n:04}", "born_on": "1970-05-06"},
            REMOTE_ADDR="192.0.2.7",
        ).status_code
        for n in range(12)
    ]
    assert answers == [422] * 10 + [429] * 2
    right = {"reference": reference, "born_on": GUEST["born_on"]}
    assert guesser.post("/appointments/find/", right, REMOTE_ADDR="192.0.2.7").status_code == 429
    other = browser()
    assert other.post("/appointments/find/", right, REMOTE_ADDR="192.0.2.8").status_code == 302
    assert "Ada Example" in _page(other.get(f"/appointments/at/{reference}/"))


def test_the_reference_alone_shows_nothing() -> None:
    """With another birth date, or none, neither name nor time is shown, and moving and cancelling lead back to the question."""
    reference = _booked(browser())
    stranger = browser()
    address = f"/appointments/at/{reference}/"
    for page in (_page(stranger.get(address)), _page(stranger.post(address, {"born_on": "1971-05-06"}))):
        assert "Ada" not in page and "Review visit" not in page
    for path in ("calendar.ics", "move/", "cancel/", "earlier/"):
        assert stranger.post(address + path).headers["Location"] == address
    same = _page(stranger.post("/appointments/at/0000-0000-0000-0000/", {"born_on": "1971-05-06"}))
    wrong = _page(stranger.post(address, {"born_on": "1971-05-06"}))
    token = re.compile(r'csrfmiddlewaretoken" value="[^"]+"|0000-0000-0000-0000|' + reference)
    assert token.sub("", same) == token.sub("", wrong), "a page tells whether a reference exists"


@pytest.mark.parametrize("field", ["name", "phone", "email", "language", "born_on"])
def test_script_in_a_field_stays_text_or_is_refused(field: str) -> None:
    """No field of the form gives a page a script."""
    client = browser()
    _held(client)
    evil = '<script>alert(1)</script>"><img src=x onerror=alert(1)>'
    response = client.post("/appointments/details/", {**GUEST, field: evil}, follow=True)
    assert "<script>alert" not in response.content.decode() and "<img src=x" not in response.content.decode()


def test_an_emergency_of_the_self_check_shows_what_to_do_and_no_times() -> None:
    """Within hours is too soon for any appointment: the number, and not one button that books."""
    from myotome.clinic.self_check.handover import Handover, write_handover
    from myotome.words.timeframe import Timeframe

    token = write_handover(Handover(Timeframe.HOURS, "en"))
    for address in ("/appointments/", "/appointments/times/", "/appointments/hold/"):
        page = _page(browser().post(address, {"self_check": token, "service": "review"}))
        assert "999" in page and not _offers(page) and "cannot wait" in page


def test_urgency_of_the_self_check_chooses_the_times() -> None:
    """Within 48 hours: every offered time lies in them, or the page says that nothing is free."""
    from datetime import timedelta

    from django.utils import timezone

    from myotome.clinic.appointments.shown import read_offers
    from myotome.clinic.self_check.handover import Handover, write_handover
    from myotome.words.timeframe import Timeframe

    page = _times(browser(), self_check=write_handover(Handover(Timeframe.TWO_DAYS, "en")))
    assert "Within 48 hours" in page
    found = [read_offers(token)[0].starts for token in _offers(page)]
    assert found or "Nothing is free" in page
    assert all(one < timezone.now() + timedelta(hours=48) for one in found)


def test_two_clicks_on_confirm_book_once() -> None:
    """The second sending leads to the same booking; pressing the same time twice keeps the same hold."""
    client, bookings, guests = browser(), _rows("BookingRow"), _rows("Guest")
    offer = _offers(_times(client))[0]
    for _ in range(2):
        assert client.post("/appointments/hold/", {"service": "review", "offer": offer}).status_code == 302
    first, second = (client.post("/appointments/details/", GUEST).headers["Location"] for _ in range(2))
    assert first == second
    assert (_rows("BookingRow"), _rows("Guest")) == (bookings + 1, guests + 1)


def test_a_time_that_somebody_else_holds_is_a_clear_no() -> None:
    """The page of times comes again, says why, and shows other times."""
    one, other = browser(), browser()
    offer = _offers(_times(other))[0]
    _held(one)
    response = other.post("/appointments/hold/", {"service": "review", "offer": offer}, REMOTE_ADDR="192.0.2.9")
    page = _page(response)
    assert response.status_code == 409
    assert "just taken this time" in page and _offers(page)


def test_book_move_and_cancel() -> None:
    """Reference, preparation and calendar file on the page; the moved visit keeps its reference; the cancelled one is over."""
    client = browser()
    reference = _booked(client)
    address = f"/appointments/at/{reference}/"
    page = _page(client.get(address + "?done=booked"))
    assert reference in page and "list of medicines" in page
    calendar = client.get(address + "calendar.ics")
    assert calendar["Content-Type"].startswith("text/calendar") and b"BEGIN:VEVENT" in calendar.content
    assert b"Review" not in calendar.content and b"Ada" not in calendar.content
    offer = _offers(_page(client.get(address + "move/")))[3]
    assert client.post(address + "move/", {"offer": offer}).headers["Location"] == address + "?done=moved"
    assert "new time" in _page(client.get(address + "?done=moved"))
    assert client.post(address + "cancel/").headers["Location"] == address + "?done=cancelled"
    assert "is cancelled" in _page(client.get(address))
    assert client.post(address + "move/", {"offer": offer}).headers["Location"] == address


def test_a_series_is_booked_with_one_form() -> None:
    """Twelve visits, one page that lists them, and one button that cancels what is left."""
    client = browser()
    page = _page(client.post("/appointments/times/", {"service": "physiotherapy", "series": "yes"}))
    data = {"service": "physiotherapy", "series": "yes", "offer": _offers(page)[0]}
    assert client.post("/appointments/hold/", data).status_code == 302
    location = client.post("/appointments/details/", GUEST).headers["Location"]
    page = _page(client.get(location))
    assert len(re.findall(r"<li><a href=\"/appointments/at/", page)) == 12
    cancelled = client.post(location.split("?")[0] + "cancel/", {"whole_series": "yes"})
    assert cancelled.headers["Location"].endswith("?done=cancelled")


def test_a_health_check_takes_its_extras() -> None:
    """The extra that is ticked is in the time that is offered and on the page of the booking."""
    client = browser()
    page = _page(client.post("/appointments/times/", {"service": "health_check", "option": "dxa"}))
    assert "105 minutes" in page
    data = {"service": "health_check", "option": "dxa", "offer": _offers(page)[0]}
    assert client.post("/appointments/hold/", data).status_code == 302
    assert client.post("/appointments/details/", GUEST).status_code == 302


def test_a_booking_by_somebody_unknown_makes_no_patient_and_reveals_none() -> None:
    """With the name and birth date of a real patient it is still a new person, until the desk says who it is."""
    from clinic_site import patient, user
    from myotome.record.diary.at_desk import read_booking
    from myotome.record.diary.desk_booking import likely_patients, match
    from myotome.record.models import Patient

    before, bell = Patient.objects.count(), patient("Bell")
    reference = _booked(browser(), name=f"{bell.given_name} {bell.family_name}", born_on=bell.born_on.isoformat())
    assert Patient.objects.count() == before
    desk = user("desk")
    assert read_booking(desk, reference).is_new_person
    assert [one.ref for one in likely_patients(desk, reference)] == [bell.ref]
    from django.utils import timezone

    assert match(desk, reference, bell.ref, now=timezone.now())
    assert reference in _page(browser("patient").get("/my/"))


def test_the_pages_speak_hindi() -> None:
    """The same way under /hi/: the services by their Hindi names, and dates with Hindi words."""
    client = browser()
    assert "दोबारा मुलाक़ात" in _page(client.get("/hi/appointments/"))
    page = _page(client.post("/hi/appointments/times/", {"service": "review"}))
    assert re.search("सोमवार|मंगलवार|बुधवार|गुरुवार|शुक्रवार|शनिवार", page)


def test_a_patient_who_is_signed_in_books_for_the_own_record_only_under_the_own_name() -> None:
    """The visit stands under My record; a booking for a child does not."""
    from clinic_site import patient

    bell = patient("Bell")
    own = {"name": f"{bell.given_name} {bell.family_name}", "born_on": bell.born_on.isoformat()}
    mine = _booked(browser("patient"), **own)
    child = _booked(browser("patient"), name="Kim Bell", born_on="2015-01-01")
    page = _page(browser("patient").get("/my/"))
    assert mine in page and child not in page
    client = browser("patient")
    assert client.get(f"/my/visits/{mine}/").headers["Location"] == f"/appointments/at/{mine}/"
    assert "Cancel it" in _page(client.get(f"/appointments/at/{mine}/"))
    assert browser("patient").get(f"/my/visits/{child}/").status_code == 404


def _after_self_check(story: str) -> tuple[Any, str]:
    """A browser in whose cookie the answers of a self-check lie, and what the self-check hands to the booking."""
    from django.http import HttpResponse

    from myotome.clinic.intake.flow import interview
    from myotome.clinic.self_check.handover import Handover, write_handover
    from myotome.clinic.self_check.keeping import COOKIE, keep
    from myotome.symptoms.interview import Answer
    from myotome.words.case import Person, Setting
    from myotome.words.timeframe import Timeframe

    state = interview().start(Person(61), setting=Setting.PRIMARY, respondent="patient")
    state = interview().answer(state, "own_words", Answer.write(story))
    client, response = browser(), HttpResponse()
    keep(response, state)
    client.cookies[COOKIE] = response.cookies[COOKIE].value
    return client, write_handover(Handover(Timeframe.TWO_WEEKS, "en", along=True))


def test_a_booking_that_is_never_finished_leaves_no_answers_on_the_server() -> None:
    """Held and left: neither the session nor any row of the diary has a word of the self-check."""
    from django.contrib.sessions.models import Session

    from myotome.record.diary.models import BookingRow

    client, token = _after_self_check("my secret grip is gone")
    _held(client, self_check=token)
    page = _page(client.get("/appointments/details/"))
    assert "answers of your self-check go with this booking" in page and "secret grip" not in page
    kept = [str(one.get_decoded()) for one in Session.objects.all()]
    assert any("'along': True" in one for one in kept)
    assert not any("secret grip" in one or "own_words" in one or len(one) > 400 for one in kept)
    assert not BookingRow.objects.filter(enclosed__isnull=False, status="held").exists()


def test_answers_that_were_forgotten_before_the_end_are_not_sent() -> None:
    """Whoever wipes the self-check while booking has wiped it; the page says so, and the booking goes on."""
    from myotome.record.diary.models import BookingRow

    client, token = _after_self_check("my secret grip is gone")
    _held(client, self_check=token)
    client.post("/self-check/forget/")
    assert "no longer in this browser" in _page(client.get("/appointments/details/"))
    reference = client.post("/appointments/details/", GUEST).headers["Location"].split("/")[3]
    assert BookingRow.objects.get(reference=reference).enclosed is None


def test_a_self_check_that_was_sent_along_is_read_by_clinicians_and_not_by_the_desk() -> None:
    """Its text stands on the patient's page once the desk has said who it is, as text; the desk's page of the booking has none of it."""
    from django.utils import timezone

    from clinic_site import patient, user
    from myotome.record.diary.desk_booking import match

    client, token = _after_self_check("<b>my grip</b> is gone")
    noor = patient("Noor")
    _held(client, self_check=token)
    assert "answers of your self-check go with this booking" in _page(client.get("/appointments/details/"))
    location = client.post("/appointments/details/", GUEST).headers["Location"]
    reference = location.split("/")[3]
    address = f"/patients/{noor.ref}/"
    assert "my grip" not in _page(browser("clinician").get(address))
    assert match(user("desk"), reference, noor.ref, now=timezone.now())
    page = browser("clinician").get(address).content.decode()
    assert "&lt;b&gt;my grip&lt;/b&gt; is gone" in page and "<b>my grip" not in page
    assert "my grip" not in _page(browser("desk").get(f"/desk/bookings/{reference}/", follow=True))


def _ended() -> None:
    """The ten minutes of every hold are over."""
    from datetime import timedelta

    from django.utils import timezone

    from myotome.record.diary.models import BookingRow, Cell

    past = timezone.now() - timedelta(seconds=1)
    held = BookingRow.objects.filter(status="held", offered_to=None)
    Cell.objects.filter(booking__in=held).update(until=past)
    held.update(hold_until=past)


def test_a_time_that_somebody_has_taken_meanwhile_is_not_booked_late() -> None:
    """The form comes after the ten minutes, and another person holds the time: nothing is booked, and the page says so."""
    slow, quick = browser(), browser()
    offer = _offers(_times(slow))[0]
    slow.post("/appointments/hold/", {"service": "review", "offer": offer})
    _ended()
    quick.post("/appointments/hold/", {"service": "review", "offer": offer}, REMOTE_ADDR="192.0.2.12")
    rows = _rows("Guest")
    response = slow.post("/appointments/details/", GUEST)
    assert response.status_code == 409 and "nothing is booked" in _page(response)
    assert _rows("Guest") == rows


def test_who_took_longer_than_ten_minutes_keeps_what_was_typed_while_the_time_is_free() -> None:
    """With a slip in the form the page comes back with every word and ten new minutes; then it is booked."""
    client = browser()
    _held(client)
    _ended()
    response = client.post("/appointments/details/", {**GUEST, "phone": "12"})
    page = _page(response)
    assert response.status_code == 422 and 'value="Ada Example"' in page and "10 minutes" in page
    _ended()
    assert "?done=booked" in client.post("/appointments/details/", GUEST).headers["Location"]


def test_a_page_of_times_that_is_an_hour_old_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """No silent way back to the beginning: the times that are free now, and why."""
    import time

    client = browser()
    offer, now = _offers(_times(client))[0], time.time()
    monkeypatch.setattr(time, "time", lambda: now + 3700)
    response = client.post("/appointments/hold/", {"service": "review", "offer": offer})
    page = _page(response)
    assert response.status_code == 409 and "open for a long time" in page and _offers(page)


def test_two_presses_on_the_waiting_list_are_one_entry() -> None:
    """The same person for the same service stands there once; somebody else stands beside them."""
    client, before = browser(), _rows("Waiting")
    for _ in range(2):
        page = _page(client.post("/appointments/waiting-list/", {"service": "review", **GUEST}))
        assert "waiting list" in page.lower()
    assert _rows("Waiting") == before + 1
    client.post("/appointments/waiting-list/", {"service": "review", **GUEST, "name": "Bob Other"})
    assert _rows("Waiting") == before + 2
