"""The waiting list at the desk: who is put on it, what is kept for them, and what becomes of a yes or no."""

from __future__ import annotations

import re
from typing import Any

import pytest

pytest.importorskip("django")
pytest.importorskip("axes")

from clinic_site import browser, patient, user


def _entries() -> list[Any]:
    from django.utils import timezone

    from myotome.record.diary.desk_waiting import waiting_list

    return list(waiting_list(user("desk"), timezone.now()))


def _put(family: str, **more: Any) -> Any:
    said = {"patient": str(patient(family).ref), "service": "review", "frame": "routine", **more}
    answer = browser("desk").post("/desk/waiting/", said, follow=True)
    assert answer.status_code == 200
    return next(one for one in _entries() if one.patient == patient(family).ref)


def _say(slug: str, do: str) -> str:
    answer = browser("desk").post("/desk/waiting/answer/", {"slug": slug, "do": do}, follow=True)
    return str(answer.content.decode())


def test_a_form_that_is_not_whole_puts_nobody_on_the_list() -> None:
    """No service of ours, an emergency, a new person without a number: refused, and nobody waits."""
    before = len(_entries())
    client = browser("desk")
    ref = str(patient("Frost").ref)
    for said in (
        {"patient": ref, "service": "haircut", "frame": "routine"},
        {"patient": ref, "service": "review", "frame": "minutes"},
        {"service": "review", "frame": "routine", "name": "Ola Nord", "born_on": "1980-01-01", "phone": "999"},
    ):
        assert client.post("/desk/waiting/", said).status_code == 422, said
    assert client.post("/desk/waiting/", {"patient": "nobody", "service": "review"}).status_code == 400
    assert client.post("/desk/waiting/answer/", {"slug": "x", "do": "explode"}).status_code == 400
    assert len(_entries()) == before


def test_the_urgent_stands_before_who_waited_longer() -> None:
    """The page has the order in which a gap is offered."""
    first, urgent = _put("Frost"), _put("Noor", frame="2_weeks")
    order = [one.slug for one in _entries() if one.slug in {first.slug, urgent.slug}]
    assert order == [urgent.slug, first.slug]
    page = browser("desk").get("/desk/waiting/").content.decode()
    assert page.index("Noor") < page.index("Frost") and "Within 2 weeks" in page


def test_a_time_that_is_called_off_is_kept_for_who_waits_and_booked_by_their_yes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """After a yes the visit is theirs and they wait no more; a second yes and a yes of nobody do nothing."""
    from datetime import timedelta

    from django.utils import timezone

    from myotome.clinic.house import house
    from myotome.record.diary.desk_booking import book, mark
    from myotome.record.diary.doors import GuestDetails
    from myotome.record.diary.filling import fill_gaps
    from myotome.record.diary.looking import offers
    from myotome.visits.answer import Yes
    from myotome.visits.slots import Ask

    # In the middle of a Wednesday: at night nobody could be reached before the offer ends, and none would be made.
    today = timezone.localtime()
    noon = (today + timedelta(days=(2 - today.weekday()) % 7 or 7)).replace(hour=11, minute=0, second=0, microsecond=0)
    monkeypatch.setattr(timezone, "now", lambda: noon)
    now, whose = timezone.now(), patient("Ashworth")
    morning = (now + timedelta(days=9)).replace(hour=0)  # the first time of a day: what is freed begins with it
    found = offers(house(), "review", (), Ask(now, earliest=morning, notice=False, limit=1))
    assert isinstance(found, Yes)
    made = book(user("desk"), house(), found.value[0], GuestDetails("", whose.born_on, patient=whose.ref), now=now)
    assert isinstance(made, Yes)
    entry = _put("Frost", weekdays=[str(made.value.starts.isoweekday())])
    assert isinstance(mark(user("desk"), house(), made.value.reference, "cancel", now=now, why="ill"), Yes)
    fill_gaps(house(), timezone.now())
    kept = next(one for one in _entries() if one.slug == entry.slug)
    assert kept.offer is not None
    assert kept.offer.starts == made.value.starts
    page = browser("desk").get("/desk/waiting/").content.decode()
    assert re.search(r"Yes: book it for Dylan Frost", page)
    assert "It is booked for them" in _say(entry.slug, "accept")
    assert entry.slug not in {one.slug for one in _entries()}
    assert "Not done" in _say("0000-0000-0000-0000", "accept")
    from myotome.record.diary.at_desk import read_booking

    assert read_booking(user("desk"), kept.offer.reference).patient == patient("Frost").ref


def test_who_is_taken_off_waits_no_more() -> None:
    """Taken off once; again is no harm."""
    entry = _put("Noor")
    assert "Times are offered" in _say(entry.slug, "wake")
    assert "Taken off the list" in _say(entry.slug, "leave")
    _say(entry.slug, "leave")
    assert entry.slug not in {one.slug for one in _entries()}
