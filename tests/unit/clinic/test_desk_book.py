"""Booking at the desk: as soon as it has to be, and once although the button is pressed twice."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.utils import timezone

from clinic_site import browser, patient, user

WHO = {"name": "Ada Example", "born_on": "1970-05-06", "phone": "020 7946 0958", "email": ""}


def _page(**given: str) -> str:
    response = browser("desk").get("/desk/book/", {"service": "review", **given})
    assert response.status_code == 200
    return unescape(response.content.decode())


def _offers(page: str) -> list[str]:
    return re.findall(r'name="offer" value="([^"]+)"', page)


def _starts(offer: str) -> Any:
    from myotome.visits.cells import start_of

    return start_of(int(offer.split("|")[1]))


@pytest.mark.parametrize("frame", ["minutes", "hours", "x", "routine", ""])
def test_what_is_no_urgency_of_an_appointment_shows_all_times(frame: str) -> None:
    """An emergency is not booked as one, and a made-up urgency is none."""
    assert max(map(_starts, _offers(_page(frame=frame)))) - timezone.now() > timedelta(hours=48)


def test_an_urgent_visit_is_booked_in_its_window_and_the_diary_says_how_soon() -> None:
    """Within two weeks: no later time is offered, and the booking bears the urgency."""
    page = _page(frame="2_weeks")
    offers = _offers(page)
    assert offers and all(_starts(one) < timezone.now() + timedelta(days=14) for one in offers)
    late = _offers(_page(**{"from": (timezone.localdate() + timedelta(days=20)).isoformat()}))[0]
    data = {"service": "review", "frame": "2_weeks", **WHO}
    assert browser("desk").post("/desk/book/", {**data, "offer": late}).status_code == 422
    response = browser("desk").post("/desk/book/", {**data, "offer": offers[-1]}, follow=True)
    assert "Within 2 weeks" in response.content.decode()


@pytest.mark.parametrize("known", [True, False])
def test_two_presses_book_once_and_nobody_else_is_blamed(known: bool) -> None:
    """The second press leads to the same booking; the same time for somebody else is still refused."""
    from myotome.record.diary.models import BookingRow

    client, before = browser("desk"), BookingRow.objects.filter(status="booked").count()
    who = {"patient": str(patient("Noor").ref)} if known else WHO
    offer = _offers(_page())[0]
    first, second = (client.post("/desk/book/", {"service": "review", "offer": offer, **who}) for _ in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    assert BookingRow.objects.filter(status="booked").count() == before + 1
    other = client.post("/desk/book/", {"service": "review", "offer": offer, **WHO, "name": "Bob Other"})
    assert other.status_code == 422 and "just taken this time" in other.content.decode()


def test_only_the_desk_asks_whether_it_is_booked() -> None:
    """Nobody else learns from it who comes when."""
    from datetime import date

    from myotome.record.diary.desk_booking import booked_already
    from myotome.record.diary.doors import GuestDetails
    from myotome.record.gateway import Refused
    from myotome.visits.offer import Offer

    with pytest.raises(Refused):
        booked_already(user("clinician"), Offer("review", 1, ()), GuestDetails("Ada", date(1970, 1, 1)))
