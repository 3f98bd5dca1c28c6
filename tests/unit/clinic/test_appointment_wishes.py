"""Times by wish: a clinician, weekdays, a part of the day, in a plain address; what a wish hides is counted and said."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest

from clinic_site import browser

ADDRESS = "/appointments/times/?service=review"


def _page(address: str) -> str:
    response = browser().get(address)
    assert response.status_code == 200
    return unescape(response.content.decode())


def _offers(page: str) -> list[Any]:
    from myotome.clinic.appointments.shown import read_offers

    return [read_offers(token)[0] for token in re.findall(r'name="offer" value="([^"]+)"', page)]


def _here(offer: Any) -> Any:
    from myotome.clinic.house import house

    return offer.starts.astimezone(house().clinic.zone)


def _hidden(page: str) -> int:
    found = re.search(r"leaves out (\d+) free time", page)
    return int(found[1]) if found else 0


@pytest.mark.parametrize(
    "odd",
    [
        "with=nobody", "with=room_1", "day=9", "day=0&day=x", "part=midnight", "since=9999-12-31", "since=0001-01-01",
        "since=2026-02-30", "day=" + "1" * 5000, "with=%00", "part=%F0%9F%98%80", "day=1&day=2&day=3&day=4&day=5&day=6&day=7",
    ],
)  # fmt: skip
def test_what_is_no_wish_changes_nothing(odd: str) -> None:
    """Odd input shows the same times as no wish, says nothing of a choice, and is no error."""
    page = _page(f"{ADDRESS}&{odd}")
    assert _offers(page) == _offers(_page(ADDRESS))
    assert "Your choice" not in page


def test_weekdays_and_the_part_of_the_day_choose_the_times() -> None:
    """Every time is of that weekday and begins in that part; the form stands as it was sent; what it hides is said."""
    page = _page(f"{ADDRESS}&day=2&day=4&part=afternoon")
    times = [_here(one) for one in _offers(page)]
    assert times and {one.isoweekday() for one in times} <= {2, 4} and {one.hour for one in times} <= set(range(12, 17))
    assert re.search(r'name="day" value="2" checked', page) and re.search(r'value="afternoon" checked', page)
    assert _hidden(page) > 0


def test_a_clinician_is_chosen() -> None:
    """Only that clinician is offered, and the choice is kept by the form that holds the time."""
    page = _page(f"{ADDRESS}&with=dr_osei")
    offers = _offers(page)
    assert offers and all("dr_osei" in one.resources for one in offers)
    assert '<input type="hidden" name="with" value="dr_osei">' in page


def test_an_urgent_time_is_never_hidden_unseen() -> None:
    """Within two weeks, only on one weekday: hidden and shown together are all of them, and the soonest stands there with its time."""
    from urllib.parse import quote

    from django.utils import timezone

    from myotome.clinic.house import house
    from myotome.clinic.self_check.handover import Handover, write_handover
    from myotome.record.diary.looking import offers
    from myotome.visits.slots import Ask
    from myotome.words.timeframe import Timeframe

    token = quote(write_handover(Handover(Timeframe.TWO_WEEKS, "en")))
    now = timezone.now()
    every = offers(house(), "review", (), Ask(now, Timeframe.TWO_WEEKS)).value
    first = _here(every[0])
    other = (first + timedelta(days=3)).isoweekday() % 5 + 1
    other = other if other != first.isoweekday() else other % 5 + 1
    page = _page(f"{ADDRESS}&self_check={token}&day={other}")
    suits = [one for one in every if _here(one).isoweekday() == other]
    assert "Within 2 weeks" in page and _hidden(page) == len(every) - len(suits)
    assert {_here(one).isoweekday() for one in _offers(page)} <= {other}
    assert "The first of them is sooner" in page and f"{first:%H:%M}" in page
    assert all(one.starts < now + timedelta(days=14) for one in _offers(page))


def test_a_wish_that_nothing_suits_says_how_many_there_are_without_it() -> None:
    """Nothing is free on a Sunday; the page says so, how many times there are, and has a button that shows them."""
    page = _page(f"{ADDRESS}&day=7")
    assert not _offers(page) and "Nothing is free" in page and _hidden(page) > 50
    assert "Show all times" in page


def test_the_wish_speaks_hindi() -> None:
    """Weekdays and sentences in Hindi."""
    page = _page("/hi/appointments/times/?service=review&day=2")
    assert "मंगलवार" in page and "Your choice" not in page and "Show only" not in page


def test_the_waiting_list_keeps_the_days_that_suit() -> None:
    """Who joins from a page of Tuesdays is offered Tuesdays, and is told so before."""
    from myotome.record.diary.models import Waiting

    client = browser()
    data = {"service": "review", "day": ["2", "4"]}
    assert "Tuesday" in unescape(client.post("/appointments/waiting-list/", data).content.decode())
    guest = {"name": "Ada Example", "born_on": "1970-05-06", "phone": "020 7946 0958", "email": "", "language": "en"}
    assert client.post("/appointments/waiting-list/", {**data, **guest}).status_code == 200
    assert Waiting.objects.latest("pk").wishes["weekdays"] == [2, 4]
