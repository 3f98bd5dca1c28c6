"""Every request has a due time that a clinic can keep; red wordings come first, with advice at once; abuse runs dry."""

from __future__ import annotations

import sys
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from myotome.visits import phone_number
from myotome.visits.answer import No, Reason, Yes
from myotome.visits.calendar import Hours
from myotome.visits.call_back import (
    Attempt,
    CallBack,
    Outcome,
    Result,
    ask_for_call,
    closed,
    handed_over,
    load_topics,
    queue,
    tried,
)
from myotome.visits.phone_number import PhoneNumber, read_number
from myotome.visits.rate_limit import Bucket, full, knock, load_rate_limits
from myotome.visits.red_words import spot
from myotome.words.errors import MyotomeError, OutOfRange, UnknownName
from unit.visits.houses import LONDON, at, weekly

NUMBER = PhoneNumber("+442079460958", "+44 20 7946 0958", "GB")
FRIDAY = at(LONDON, "2026-03-27 16:00")


def asked(slug: str = "a", text: str = "", when: object = FRIDAY, **more: object) -> CallBack:
    return ask_for_call(slug, "Asha Rao", NUMBER, "other", asked_at=when, calendar=weekly(), text=text, **more)  # type: ignore[arg-type]


CALM = [
    "", "Please call me about my appointment.", "My breathtaking holiday moved the visit to May.", "I take the train at nine.",
    "My hand has become thinner over two years.", "The chest of drawers arrived; where is room 4?", "मुझे अपॉइंटमेंट बदलना है।",
    "Is parking free? Can I bring my wife?", "My arms get weaker over the years.", "Face to face or by video?",
]  # fmt: skip
RED = [
    ("I can't breathe when I lie down", "breathing"), ("I CAN’T really BREATHE", "breathing"), ("cant breath properly", "breathing"),
    ("Very short of breath at night", "breathing"), ("He is choking on water", "choking"), ("cannot swallow my spit", "choking"),
    ("pain in my chest since noon", "chest"), ("She collapsed this morning", "collapse"), ("her face is drooping", "face_speech"),
    ("my legs are suddenly weak", "fast_weakness"), ("I can't move my left leg", "fast_weakness"),
    ("numb between my legs", "saddle_bladder"), ("I cannot pass urine", "saddle_bladder"), ("my urine is dark brown", "dark_urine"),
    ("I don't want to live any more", "self_harm"), ("मुझे साँस लेने में तकलीफ़ है", "breathing"), ("मुझे सांस लेने में तकलीफ है", "breathing"),
    ("सीने में बहुत दर्द है", "chest"), ("पेशाब नहीं आ रहा", "saddle_bladder"), ("वह बेहोश हो गया", "collapse"),
]  # fmt: skip


@pytest.mark.parametrize("text", CALM)
def test_calm_words_raise_no_alarm(text: str) -> None:
    """Ordinary requests stay ordinary."""
    assert spot(text) == ()


@pytest.mark.parametrize(("text", "slug"), RED)
def test_red_words_bring_advice_at_once(text: str, slug: str) -> None:
    """In English and Hindi, typed well or badly, with the country's number in the advice and no blank left open."""
    found = {word.slug: word for word in spot(f"Hello. {text}, please help")}
    assert slug in found
    assert "112" in found[slug].for_patient("hi", "112") and "{" not in found[slug].for_patient("xx", "112")


@settings(deadline=None)
@given(st.text(max_size=300))
def test_no_text_breaks_the_search(text: str) -> None:
    """Law: any text is read; adding words never silences an alarm that stands by itself."""
    spot(text)
    assert "collapse" in {word.slug for word in spot(f"{text} . unconscious . {text}")}


def test_a_request_that_says_nothing_is_refused() -> None:
    """No name, a name of 101 letters, a text of 1,001, a topic that is not there."""
    for name, text in (("  ", ""), ("x" * 101, ""), ("Asha", "y" * 1001)):
        with pytest.raises(OutOfRange):
            ask_for_call("a", name, NUMBER, "other", asked_at=FRIDAY, calendar=weekly(), text=text)
    with pytest.raises(UnknownName):
        ask_for_call("a", "Asha", NUMBER, "gossip", asked_at=FRIDAY, calendar=weekly())
    assert all({"en", "hi"} <= set(labels) for labels in load_topics().values())


def test_due_times_count_open_minutes_and_keep_to_the_times_that_suit() -> None:
    """Four open hours from Friday at four: Monday at noon. In the afternoon only: within the first hour after one.

    Times that suit only when the clinic is shut do not put the call off for ever. A red wording is due in a quarter of an hour.
    """
    assert asked().due_at == at(LONDON, "2026-03-30 12:00")
    assert asked(best=(Hours.between("13:00-15:00"),)).due_at == at(LONDON, "2026-03-30 14:00")
    assert asked(best=(Hours.between("11:00-13:00"),)).due_at == at(LONDON, "2026-03-30 12:00")
    assert asked(best=(Hours.between("20:00-21:00"),)).due_at == at(LONDON, "2026-03-30 12:00")
    assert asked(text="I can't breathe", best=(Hours.between("13:00-15:00"),)).due_at == at(LONDON, "2026-03-27 16:15")


def test_the_queue_puts_red_first_then_the_earliest_due() -> None:
    """A red wording that came last is called first; closed requests are gone."""
    late, early = asked("late", when=FRIDAY + timedelta(minutes=5)), asked("early")
    red = asked("red", "my chest has pain", when=FRIDAY + timedelta(minutes=30))
    over = closed(asked("over"), Outcome.ANSWERED)
    assert isinstance(over, Yes)
    assert [one.slug for one in queue([late, over.value, early, red])] == ["red", "early", "late"]


def missed(request: CallBack, times: int) -> CallBack:
    for _ in range(times):
        answer = tried(request, Attempt(FRIDAY, Result.NO_ANSWER), weekly())
        assert isinstance(answer, Yes)
        request = answer.value
    return request


def test_three_calls_without_answer_close_an_ordinary_request_but_never_a_red_one() -> None:
    """A red one stays on top until a person closes it, even after a wrong number."""
    assert missed(asked(), 2).outcome is Outcome.OPEN
    assert missed(asked(), 2).due_at == at(LONDON, "2026-03-30 10:00")
    assert missed(asked(), 3).outcome is Outcome.NOT_REACHED
    red = missed(asked(text="unconscious"), 10)
    wrong = tried(red, Attempt(FRIDAY, Result.WRONG_NUMBER), weekly())
    assert isinstance(wrong, Yes) and wrong.value.outcome is Outcome.OPEN and len(wrong.value.attempts) == 11


def test_a_call_ends_in_an_answer_or_an_appointment_and_then_is_over() -> None:
    """Reached, then handed over to a booking; after that nothing more can be done to it."""
    answered = tried(asked(), Attempt(FRIDAY, Result.REACHED), weekly())
    assert isinstance(answered, Yes)
    booked = handed_over(answered.value, "7K3M-Q9WD-0TXB-5HNE")
    assert isinstance(booked, Yes) and booked.value.outcome is Outcome.BOOKED
    assert tried(booked.value, Attempt(FRIDAY, Result.REACHED), weekly()) == No(Reason.FINISHED)
    assert handed_over(booked.value, "x") == No(Reason.FINISHED) == closed(booked.value, Outcome.ANSWERED)


def test_without_the_library_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """No number is taken on trust."""
    monkeypatch.setitem(sys.modules, "phonenumbers", None)
    with pytest.raises(MyotomeError, match="pip install"):
        read_number("020 7946 0958", "GB")


@pytest.mark.parametrize(
    ("typed", "country"),
    [("", "GB"), ("999", "GB"), ("112", "IN"), ("12345", "IN"), ("<script>", "GB"), ("0909 879 0000", "GB"), ("+44 1", "US"),
     ("9" * 41, "GB"), ("020 7946 0958", "ZZ")],
)  # fmt: skip
def test_a_number_that_cannot_be_called_is_refused(typed: str, country: str) -> None:
    """Nothing, emergency numbers, too short, script, premium rate, no such country."""
    pytest.importorskip("phonenumbers", reason="the clinic extra is not installed")
    answer = read_number(typed, country)
    assert isinstance(answer, No) and answer.reason is Reason.BAD_NUMBER


@pytest.mark.parametrize(
    ("typed", "country", "e164", "home"),
    [("020 7183 8750", "GB", "+442071838750", "GB"), ("098765 43210", "in", "+919876543210", "IN"),
     ("(212) 736-5000", "US", "+12127365000", "US"), ("+91 98765 43210", "GB", "+919876543210", "IN")],
)  # fmt: skip
def test_a_number_is_kept_in_one_form(typed: str, country: str, e164: str, home: str) -> None:
    """However it was typed, and from whichever country."""
    pytest.importorskip("phonenumbers", reason="the clinic extra is not installed")
    answer = read_number(typed, country)
    assert isinstance(answer, Yes) and (answer.value.e164, answer.value.country) == (e164, home)


def test_ten_thousand_knocks_from_one_address_let_five_through_and_nobody_else_suffers() -> None:
    """All within one minute: the burst passes, the rest is refused with a waiting time; another address has its own bucket."""
    limit = load_rate_limits()["call_back_per_address"]
    bucket, passed = None, 0
    for number in range(10_000):
        verdict = knock(bucket, limit, FRIDAY + timedelta(milliseconds=6 * number))
        bucket, passed = verdict.bucket, passed + verdict.allowed
        assert verdict.allowed or 0 < verdict.wait_s <= 600
    assert passed == 5
    assert knock(None, limit, FRIDAY).allowed
    assert bucket is not None and not full(bucket, limit, FRIDAY) and full(bucket, limit, FRIDAY + timedelta(hours=1))


@settings(deadline=None)
@given(st.lists(st.integers(-600, 3600), max_size=80))
def test_a_bucket_never_lets_more_through_than_it_promised(gaps: list[int]) -> None:
    """Law: in any span, at most the burst plus what has filled up since, even when the clock runs back."""
    limit, now, bucket, passed = load_rate_limits()["reference_per_address"], FRIDAY, None, 0
    latest = now
    for gap in gaps:
        now += timedelta(seconds=gap)
        latest = max(latest, now)
        verdict = knock(bucket, limit, now)
        bucket, passed = verdict.bucket, passed + verdict.allowed
        assert isinstance(bucket, Bucket) and 0 <= bucket.tokens <= limit.burst
    assert passed <= limit.burst + (latest - FRIDAY).total_seconds() * limit.per_hour / 3600 + 1e-6


def test_the_room_names_its_library_in_one_place_only() -> None:
    """The number rules are a library's; nothing else in the room imports it."""
    assert phone_number.__doc__ is not None and "Apache-2.0" in phone_number.__doc__
