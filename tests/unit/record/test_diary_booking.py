"""Bookings in the database: one row per cell, holds that end by themselves, moves that happen whole or not at all."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from clinic_site import patient, user

NOW = datetime(2027, 2, 1, 8, 0, tzinfo=UTC)
"""A Monday."""


def _house() -> Any:
    from myotome.clinic.house import house

    return house()


def _offers(service: str = "review", **ask: Any) -> Any:
    from myotome.record.diary.looking import offers
    from myotome.visits.slots import Ask

    return offers(_house(), service, (), Ask(NOW, **ask)).value


def _hold(*offers: Any, now: datetime = NOW, **more: Any) -> Any:
    from myotome.record.diary.holding import hold

    return hold(_house(), offers, now=now, **more)


def _guest(**more: Any) -> Any:
    from myotome.record.diary.doors import GuestDetails

    return GuestDetails("Ada Example", date(1970, 5, 6), "+442079460958", **more)


def _confirm(reference: str, now: datetime = NOW, **more: Any) -> Any:
    from myotome.record.diary.holding import confirm

    return confirm(_house(), reference, _guest(**more), now=now)


def _booked(offer: Any, **more: Any) -> Any:
    return _confirm(_hold(offer).value[0].reference, **more).value[0]


def _cells(reference: str) -> int:
    from myotome.record.diary.models import Cell

    return Cell.objects.filter(booking__reference=reference).count()


def _reason(answer: Any) -> str:
    return str(answer.reason)


def test_a_time_that_is_held_is_not_offered_and_not_held_again() -> None:
    """While somebody fills in the form, nobody else gets the time; the cells of both resources are taken."""
    offer = _offers(limit=1)[0]
    held = _hold(offer).value[0]
    assert _cells(held.reference) == 2 * 2
    assert _reason(_hold(offer)) == "taken"
    assert offer not in _offers(limit=5)


def test_a_hold_ends_by_itself_and_the_next_writer_takes_its_cells() -> None:
    """Ten minutes later the time is free without anybody having ended the hold, and the late confirmation is refused."""
    offer = _offers(limit=1)[0]
    first = _hold(offer).value[0]
    later = NOW + timedelta(minutes=10)
    assert _reason(_confirm(first.reference, later)) == "hold_ended"
    second = _hold(offer, now=later).value[0]
    assert _cells(first.reference) == 0
    assert _confirm(second.reference, later).value[0].status == "booked"
    assert _reason(_confirm(first.reference, NOW)) == "hold_ended", "even by a clock that is behind"


def test_confirming_twice_books_once() -> None:
    """Two clicks on Confirm: one booking, one guest, and the same answer to both."""
    from myotome.record.diary.models import Guest, Step

    before = Guest.objects.count()
    held = _hold(_offers(limit=1)[0]).value[0]
    assert _confirm(held.reference) == _confirm(held.reference)
    assert Guest.objects.count() == before + 1
    assert Step.objects.filter(booking__reference=held.reference).count() == 2


def test_a_cancelled_time_is_free_again_and_the_step_stays() -> None:
    """Cells are freed, the history keeps what was."""
    from myotome.record.diary.changing import cancel
    from myotome.record.diary.models import Step

    offer = _offers(limit=1)[0]
    booked = _booked(offer)
    assert cancel(_house(), booked.reference, now=NOW).value.status == "cancelled"
    assert _cells(booked.reference) == 0
    assert offer in _offers(limit=1)
    steps = Step.objects.filter(booking__reference=booked.reference).order_by("version")
    assert list(steps.values_list("status", flat=True)) == ["held", "booked", "cancelled"]


def test_a_move_to_a_taken_time_leaves_everything_where_it_was() -> None:
    """Old cells are not freed when the new ones cannot be had; a move to a free time frees them."""
    from myotome.record.diary.changing import move

    first, second, third = _offers(per_start=1, limit=12)[::4][:3]
    mine, theirs = _booked(first), _booked(second)
    answer = move(_house(), mine.reference, theirs.offer, now=NOW)
    assert _reason(answer) == "taken"
    assert _cells(mine.reference) == 4
    moved = move(_house(), mine.reference, third, now=NOW).value
    assert (moved.reference, moved.sequence, moved.offer) == (mine.reference, 1, third)
    assert _hold(first).value


def test_a_move_may_overlap_where_it_stood() -> None:
    """Half an hour later in the same room is no conflict with oneself."""
    from dataclasses import replace

    from myotome.record.diary.changing import move

    booked = _booked(_offers(limit=1)[0])
    later = replace(booked.offer, start_cell=booked.offer.start_cell + 1)
    assert move(_house(), booked.reference, later, now=NOW).value.offer == later


def test_a_change_that_was_overtaken_is_refused() -> None:
    """The desk drags what another clerk has just moved: a clear no, and nothing is overwritten."""
    from myotome.record.diary.desk_booking import mark, move_to
    from myotome.record.diary.models import BookingRow

    desk = user("desk")
    booked = _booked(_offers(limit=1)[0])
    version = BookingRow.objects.get(reference=booked.reference).version
    assert move_to(
        desk, _house(), booked.reference, starts=booked.starts + timedelta(hours=2), version=version, now=NOW
    )
    again = move_to(desk, _house(), booked.reference, starts=booked.starts, version=version, now=NOW)
    assert _reason(again) == "changed"
    assert _reason(mark(desk, _house(), booked.reference, "cancel", now=NOW, version=version)) == "changed"


def test_forged_offers_are_refused() -> None:
    """A room that cannot serve, a service that does not exist, a time in the night, a time too soon."""
    from dataclasses import replace

    offer = _offers(limit=1)[0]
    assert _reason(_hold(replace(offer, resources=("room_1", "dr_rao")))) == "wrong_resource"
    assert _reason(_hold(replace(offer, service="spa"))) == "unknown_service"
    assert _reason(_hold(replace(offer, options=("gold",)))) == "unknown_option"
    assert _reason(_hold(replace(offer, start_cell=offer.start_cell + 56))) == "closed"
    assert _reason(_hold(replace(offer, start_cell=offer.start_cell - 96))) == "too_soon"
    assert _reason(_hold(replace(offer, start_cell=offer.start_cell + 96 * 400))) == "too_far"


def test_a_series_is_held_whole_or_not_at_all() -> None:
    """Twice a week for six weeks: twelve times, one form, one guest; when one is taken, none is held."""
    from myotome.record.diary.looking import series_offers
    from myotome.record.diary.models import BookingRow, Guest
    from myotome.visits.slots import Ask

    offers = series_offers(_house(), "physiotherapy", (), Ask(NOW)).value
    assert len(offers) == 12
    other = _hold(offers[7]).value[0]
    before = BookingRow.objects.count()
    assert _reason(_hold(*offers)) == "taken"
    assert BookingRow.objects.count() == before
    from myotome.record.diary.holding import release

    release(other.reference, now=NOW)
    held = _hold(*offers).value
    guests = Guest.objects.count()
    assert len(_confirm(held[3].reference).value) == 12
    assert Guest.objects.count() == guests + 1


def test_closed_time_cannot_be_booked_and_shows_who_has_to_move() -> None:
    """Leave of one clinician: her visit is shown as displaced, nobody can book her, and opening again undoes it."""
    from myotome.record.diary.desk_closing import close_time, closures, open_again

    desk = user("desk")
    booked = _booked(_offers(limit=1)[0])
    doctor, day = booked.offer.resources[0], booked.starts.date()
    answer = close_time(desk, _house(), resource=doctor, first=day, last=day, now=NOW, why="leave")
    assert [one.reference for one in answer.value] == [booked.reference]
    assert all(doctor not in offer.resources for offer in _offers(before=NOW + timedelta(days=2), per_start=2))
    assert open_again(desk, closures(desk, NOW)[0].number, now=NOW)
    assert any(doctor in offer.resources for offer in _offers(before=NOW + timedelta(days=2), per_start=2))


def test_the_desk_books_for_a_patient_without_notice_and_the_log_says_so() -> None:
    """Name and birth date come from the record; the access log has a line about that patient."""
    from myotome.record.diary.at_desk import bookings_between
    from myotome.record.diary.desk_booking import book
    from myotome.record.diary.doors import GuestDetails
    from myotome.record.diary.looking import offers
    from myotome.record.models import AccessLog
    from myotome.visits.slots import Ask

    desk, noor = user("desk"), patient("Noor")
    now = NOW + timedelta(hours=2)
    offer = offers(_house(), "review", (), Ask(now, notice=False, limit=1)).value[0]
    lines = AccessLog.objects.filter(patient=noor.pk, purpose="booking booked")
    before = lines.count()
    details = GuestDetails("Somebody Else", date(1900, 1, 1), patient=noor.ref)
    booked = book(desk, _house(), offer, details, now=now, for_what="results").value
    found = bookings_between(desk, now, now + timedelta(days=1), now=now)
    sheet = next(one for one in found if one.reference == booked.reference)
    assert (sheet.name, sheet.patient, sheet.for_what) == ("Halima Noor", noor.ref, "results")
    assert lines.count() == before + 1


def test_only_the_desk_of_this_clinic_reads_the_diary() -> None:
    """Clinicians have the patient's page; a clerk of another clinic, an administrator and a patient are refused."""
    from myotome.record.diary.at_desk import bookings_between
    from myotome.record.gateway import Refused

    for name in ("clinician", "admin", "reviewer", "patient", "visitor"):
        with pytest.raises(Refused):
            bookings_between(user(name), NOW, NOW + timedelta(days=1))
