"""What the database must keep of call-backs: once per form, one clerk per call, an end once, the order of the queue, no growth without limit."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("django")
pytest.importorskip("axes")

from clinic_site import patient, user

MONDAY = datetime(2027, 1, 11, 9, 0, tzinfo=UTC)
RED = "I cannot breathe when I lie down"
OFTEN = timedelta(hours=5)
"""After so long, every bucket of an address is full again."""


def _ask(text: str = "", *, at: datetime = MONDAY, number: str = "020 7946 0200", address: str = "192.0.2.1", sent_as: str = "") -> Any:  # fmt: skip
    from myotome.clinic.house import house
    from myotome.record.calls.asking import CallWish, ask
    from myotome.visits.answer import Yes
    from myotome.visits.phone_number import read_number

    phone = read_number(number, "GB")
    assert isinstance(phone, Yes)
    wish = CallWish("Ada Lovell", phone.value, "other", text, (), "en", sent_as or _name_of(address, number, at, text))
    return ask(wish, address=address, calendar=house().clinic.calendar, now=at)


def _name_of(*parts: object) -> str:
    """The name of a form, as long as the form's own; SQLite takes any length and PostgreSQL does not."""
    return sha256(repr(parts).encode()).hexdigest()[:32]


def _kept(*args: Any, **kwargs: Any) -> Any:
    from myotome.visits.answer import Yes

    answer = _ask(*args, **kwargs)
    assert isinstance(answer, Yes), answer
    return answer.value.ref


@pytest.fixture
def two_clerks() -> tuple[Any, Any]:
    from myotome.record.models import User

    first = user("desk")
    return first, User.objects.create_user(
        "desk2", "another long one", full_name="Theo Lang", role="front_desk", clinic_id=first.clinic_id
    )


@pytest.fixture
def calendar() -> Any:
    from myotome.clinic.house import house

    return house().clinic.calendar


def test_a_colleagues_claim_is_never_taken(two_clerks: tuple[Any, Any], calendar: Any) -> None:
    """While one clerk has a call, the other can neither take it nor note anything; afterwards it is free."""
    from myotome.record.calls import desk_queue
    from myotome.visits.answer import No, Reason, Yes
    from myotome.visits.call_back import Outcome, Result

    mine, theirs = two_clerks
    ref = _kept()
    assert isinstance(desk_queue.claim(mine, ref, MONDAY), Yes)
    for later in (0, 1, 14):
        at = MONDAY + timedelta(minutes=later)
        assert desk_queue.claim(theirs, ref, at) == No(Reason.TAKEN)
        assert desk_queue.tried(theirs, ref, Result.REACHED, "", calendar, at) == No(Reason.TAKEN)
        assert desk_queue.close(theirs, ref, Outcome.NOT_REACHED, "", at) == No(Reason.TAKEN)
    assert isinstance(desk_queue.claim(theirs, ref, MONDAY + timedelta(minutes=15)), Yes)
    late = desk_queue.tried(mine, ref, Result.REACHED, "", calendar, MONDAY + timedelta(minutes=16))
    assert late == No(Reason.TAKEN), "whoever lost the claim may have been overtaken by a second call"


def test_nobody_else_claims_or_reads(calendar: Any) -> None:
    """Other roles, and the desk of another clinic, find nothing."""
    from myotome.record.calls import desk_queue
    from myotome.record.gateway import NotFound, Refused
    from myotome.record.models import User

    ref = _kept()
    for name in ("clinician", "reviewer", "admin", "patient"):
        with pytest.raises(Refused):
            desk_queue.queue(user(name))
        with pytest.raises(Refused):
            desk_queue.claim(user(name), ref)
    elsewhere = User.objects.create_user(
        "desk3", "another long one", full_name="Elsa Moor", role="front_desk", clinic_id=user("visitor").clinic_id
    )
    with pytest.raises(NotFound):
        desk_queue.read(elsewhere, ref)
    assert desk_queue.queue(elsewhere) == ((), 0)


def test_a_request_ends_once(two_clerks: tuple[Any, Any], calendar: Any) -> None:
    """After an end there is no further call, close or claim; an appointment can still come of a call that was answered, once."""
    from myotome.record.calls import desk_queue
    from myotome.record.calls.models import CallStep
    from myotome.visits.answer import No, Reason, Yes
    from myotome.visits.call_back import Outcome, Result

    mine, theirs = two_clerks
    ref = _kept()
    desk_queue.claim(mine, ref, MONDAY)
    assert isinstance(desk_queue.tried(mine, ref, Result.REACHED, "", calendar, MONDAY), Yes)
    finished = No(Reason.FINISHED)
    assert desk_queue.claim(theirs, ref, MONDAY) == finished
    assert desk_queue.tried(mine, ref, Result.REACHED, "", calendar, MONDAY) == finished
    assert desk_queue.close(mine, ref, Outcome.NOT_REACHED, "", MONDAY) == finished
    booked = desk_queue.hand_over(mine, ref, "7K3M-Q9WD-0TXB-5HNE", MONDAY)
    assert isinstance(booked, Yes) and booked.value.call.outcome is Outcome.BOOKED
    assert desk_queue.hand_over(mine, ref, "0000-0000-0000-0000", MONDAY) == finished
    assert [step.number for step in CallStep.objects.filter(request__ref=ref).order_by("number")] == [1, 2]


def test_the_database_refuses_a_second_step_of_the_same_number_and_any_change() -> None:
    """Two steps that both think they are the next cannot both be kept, and what was asked cannot be rewritten past the model."""
    from django.db import DatabaseError, connection, transaction

    from myotome.record.calls.models import CallRequest, CallStep

    row = CallRequest.objects.get(ref=_kept("keep me"))
    step: dict[str, Any] = {"request": row, "number": 1, "kind": "closed", "outcome": "answered", "by": user("desk"), "at": MONDAY}  # fmt: skip
    CallStep.objects.create(**step)
    with pytest.raises(DatabaseError), transaction.atomic():
        CallStep.objects.create(**step)
    for table in ("calls_callrequest", "calls_callstep"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE {table} SET id = id")


def test_a_form_sent_twice_is_one_request_and_costs_one_token() -> None:
    """The same form gives the same request, however often it is sent."""
    refs = {_kept("twice", sent_as="one form") for _ in range(20)}
    assert len(refs) == 1


def test_limits_hold_per_address_and_per_number_and_refill() -> None:
    """Five at once from one address, two for one number; others are not touched, and time fills up again."""
    from myotome.record.calls.models import CallRequest
    from myotome.visits.answer import No, Reason, Yes

    before = CallRequest.objects.count()
    answers = [_ask(number=f"020 7946 02{n:02d}") for n in range(8)]
    assert [isinstance(one, Yes) for one in answers] == [True] * 5 + [False] * 3
    assert answers[-1] == No(Reason.TOO_MANY)
    assert isinstance(_ask(number="020 7946 0300", address="192.0.2.2"), Yes)
    assert isinstance(_ask(number="020 7946 0210", at=MONDAY + timedelta(minutes=10)), Yes)
    same = [_ask(str(n), number="020 7946 0400", address=f"198.51.100.{n}") for n in range(4)]
    assert [isinstance(one, Yes) for one in same] == [True, True, False, False]
    assert CallRequest.objects.count() == before + 9


def test_full_buckets_are_forgotten_and_hold_no_address() -> None:
    """Nothing in the table tells which address or number was here, and rows go when they say nothing any more."""
    from myotome.record.calls.models import LimitBucket

    for n in range(30):
        _kept(number=f"020 7946 05{n:02d}", address=f"203.0.113.{n}")
    rows = list(LimitBucket.objects.values_list("key", flat=True))
    assert len(rows) >= 60 and all(len(key) == 64 and set(key) <= set("0123456789abcdef") for key in rows)
    _kept(number="020 7946 0600", address="203.0.113.200", at=MONDAY + timedelta(hours=12))
    assert LimitBucket.objects.filter(full_at__lte=MONDAY + timedelta(hours=12)).count() == 0


def test_closed_requests_are_deleted_after_their_time_and_open_ones_never(calendar: Any) -> None:
    """Ninety days after its end a request is gone with its steps; what is open stays however old it is."""
    from myotome.record.calls import desk_queue
    from myotome.record.calls.models import CallRequest, CallStep
    from myotome.visits.call_back import Outcome

    desk = user("desk")
    closed, still_open = _kept("closed"), _kept("open", number="020 7946 0201")
    desk_queue.claim(desk, closed, MONDAY)
    desk_queue.close(desk, closed, Outcome.NOT_REACHED, "moved", MONDAY)
    for days, left in ((90, {closed, still_open}), (91, {still_open})):
        _kept(number=f"020 7946 06{days:02d}"[:13], at=MONDAY + timedelta(days=days))
        assert set(CallRequest.objects.filter(ref__in=[closed, still_open]).values_list("ref", flat=True)) == left
    assert not CallStep.objects.filter(request__ref=closed).exists()


STEPS = st.lists(
    st.tuples(
        st.integers(0, 5), st.sampled_from(["no_answer", "voicemail", "wrong_number", "reached", "close", "wait"])
    ),
    max_size=12,
)


@settings(max_examples=25, deadline=None)
@given(flagged=st.lists(st.booleans(), min_size=6, max_size=6), steps=STEPS)
def test_the_queue_is_in_the_order_of_the_rules_whatever_happens(flagged: list[bool], steps: list[Any]) -> None:
    """After any calls, the database sorts as ``visits.call_back.queue`` does: flagged first, then due, then asked."""
    from django.db import transaction

    from myotome.clinic.house import house
    from myotome.record.calls import desk_queue
    from myotome.visits.call_back import Outcome, Result, queue

    calendar, desk = house().clinic.calendar, user("desk")
    with transaction.atomic():
        refs = [
            _kept(RED if red else "", at=MONDAY + timedelta(minutes=n), number=f"020 7946 07{n:02d}", address=f"192.0.2.{n + 10}")
            for n, red in enumerate(flagged)
        ]  # fmt: skip
        now = MONDAY + timedelta(hours=1)
        for which, deed in steps:
            now += timedelta(minutes=20)
            if deed == "wait":
                continue
            desk_queue.claim(desk, refs[which], now)
            if deed == "close":
                desk_queue.close(desk, refs[which], Outcome.NOT_REACHED, "", now)
            else:
                desk_queue.tried(desk, refs[which], Result(deed), "", calendar, now)
        shown, count = desk_queue.queue(desk, now)
        calls = [sheet.call for sheet in shown]
        assert calls == list(queue(calls)) and len(calls) == count
        assert all(call.outcome is Outcome.OPEN for call in calls)
        transaction.set_rollback(True)


def test_clerks_who_press_at_one_moment_get_the_call_once() -> None:
    """Eight threads with connections of their own, on a database of their own, thirty calls: each goes to one of them."""
    folder = tempfile.mkdtemp()
    try:
        environment = {k: v for k, v in os.environ.items() if not k.startswith(("MYOTOME_", "DJANGO_"))}
        environment |= {"MYOTOME_DATA": folder, "DJANGO_SETTINGS_MODULE": "myotome.clinic.settings"}
        script = Path(__file__).with_name("race_of_clerks.py")
        done = subprocess.run(
            [sys.executable, "-W", "ignore", str(script)], env=environment, capture_output=True, text=True, check=True
        )
    finally:
        shutil.rmtree(folder)
    assert json.loads(done.stdout) == {"claimed": [1] * 30, "ended": [1] * 30, "errors": []}


def test_a_patients_row_is_not_touched_by_a_request_in_their_name() -> None:
    """Whoever gives a patient's name reaches nothing of the record."""
    from myotome.record.models import AccessLog

    before = AccessLog.objects.filter(patient=patient("Noor").pk).count()
    _kept("I am Noor")
    assert AccessLog.objects.filter(patient=patient("Noor").pk).count() == before
