"""What may become of a booking, and what never can: known steps one by one, then any order of steps by hypothesis."""

from __future__ import annotations

import itertools
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from myotome.visits import booking as steps
from myotome.visits import diary as pages
from myotome.visits.answer import Answer, No, Reason, Yes
from myotome.visits.booking import Booking, Status
from myotome.visits.calendar import Calendar, Spell
from myotome.visits.cells import Window
from myotome.visits.diary import Diary, Entered
from myotome.visits.offer import Claim, Offer, gathered
from myotome.visits.reference import ALPHABET, new_reference, read_reference
from myotome.visits.services import load_services
from myotome.visits.slots import Ask, find_offers
from myotome.words.errors import OutOfRange
from myotome.words.timeframe import Timeframe
from unit.visits.houses import LONDON, LORD_HOWE, NEW_YORK, WORKDAYS, at, small_clinic, weekly

SERVICES = load_services()
NOW = at(LONDON, "2026-03-26 08:00").astimezone(UTC)


def bytes_of(seed: int) -> Callable[[int], bytes]:
    return random.Random(seed).randbytes


def offers(diary: Diary, now: datetime, service: str = "review", **ask: object) -> tuple[Offer, ...]:
    answer = find_offers(diary.clinic, diary.services[service], Ask(now, **ask), diary.taken(now))  # type: ignore[arg-type]
    return answer.value if isinstance(answer, Yes) else ()


def did(answer: Answer[Entered]) -> Entered:
    assert isinstance(answer, Yes), answer
    return answer.value


def held(now: datetime = NOW) -> tuple[Entered, Offer]:
    diary = Diary(small_clinic(), SERVICES)
    offer = offers(diary, now)[0]
    return did(pages.hold(diary, (offer,), now=now, random_bytes=bytes_of(1))), offer


def booked(now: datetime = NOW) -> tuple[Entered, Offer]:
    entered, offer = held(now)
    return did(pages.step(entered.diary, entered.booking.reference, steps.confirm, now)), offer


def test_the_same_time_is_not_booked_twice() -> None:
    """The second one is told that it is taken, and by what."""
    entered, offer = booked()
    again = pages.hold(entered.diary, (offer,), now=NOW, random_bytes=bytes_of(2))
    assert again == No(Reason.TAKEN, "dr_rao")


def test_a_hold_ends_by_itself() -> None:
    """At ten minutes, not a second earlier, the time is free; confirming it then is refused; nobody had to tidy up."""
    entered, offer = held()
    almost, over = NOW + timedelta(minutes=10) - timedelta(seconds=1), NOW + timedelta(minutes=10)
    assert isinstance(pages.hold(entered.diary, (offer,), now=almost, random_bytes=bytes_of(2)), No)
    assert isinstance(pages.step(entered.diary, entered.booking.reference, steps.confirm, almost), Yes)
    assert pages.step(entered.diary, entered.booking.reference, steps.confirm, over) == No(Reason.HOLD_ENDED)
    later = at(LONDON, "2026-03-26 08:10")
    taken = did(pages.hold(entered.diary, (offer,), now=over, random_bytes=bytes_of(2)))
    assert later == over and taken.booking.reference != entered.booking.reference


def test_a_hold_over_the_hour_that_comes_twice_lasts_ten_minutes() -> None:
    """Held at the second 00:55Z (01:55 BST) on 25 October 2026: over at 01:05Z, though the clock then shows 01:05 GMT."""
    now = at(LONDON, "2026-10-25 01:55", fold=0)
    entered, _ = held(now)
    assert entered.booking.live(at(LONDON, "2026-10-25 01:04", fold=1))
    assert not entered.booking.live(at(LONDON, "2026-10-25 01:05", fold=1))


def test_a_cancelled_time_is_free_again() -> None:
    """After the cancellation the very same offer is made and booked."""
    entered, offer = booked()
    freed = did(pages.step(entered.diary, entered.booking.reference, steps.cancel, NOW)).diary
    assert offers(freed, NOW)[0] == offer
    assert isinstance(pages.hold(freed, (offer,), now=NOW, random_bytes=bytes_of(2)), Yes)


def test_a_move_keeps_the_reference_counts_up_and_frees_the_old_time() -> None:
    """Moved by a quarter of an hour, over its own cells."""
    entered, _ = booked()
    first = entered.booking
    shifted = Offer(first.offer.service, first.offer.start_cell + 1, first.offer.resources)
    moved = did(pages.move(entered.diary, first.reference, shifted, now=NOW))
    assert (moved.booking.reference, moved.booking.sequence, moved.booking.status) == (
        first.reference,
        1,
        Status.BOOKED,
    )
    assert moved.diary.bookings[first.reference, 0].status is Status.MOVED
    taken = {cell for claim in moved.diary.taken(NOW) for cell in claim.cells()}
    assert ("dr_rao", first.offer.start_cell) not in taken and ("dr_rao", first.offer.start_cell + 2) in taken


def test_a_move_that_cannot_be_leaves_everything_as_it_was() -> None:
    """To a closed hour, to another service, with too few resources, after the start: no, with the reason."""
    entered, _ = booked()
    diary, one = entered.diary, entered.booking
    night = Offer("review", one.offer.start_cell + 48, one.offer.resources)
    assert pages.move(diary, one.reference, night, now=NOW) == No(Reason.CLOSED, "dr_rao")
    other = Offer("first_visit", one.offer.start_cell + 1, one.offer.resources)
    assert pages.move(diary, one.reference, other, now=NOW) == No(Reason.UNKNOWN_SERVICE, "first_visit")
    assert pages.move(diary, one.reference, Offer("review", one.offer.start_cell, ()), now=NOW) == No(
        Reason.WRONG_RESOURCE
    )
    assert pages.move(diary, one.reference, night, now=one.starts) == No(Reason.STARTED)
    assert pages.move(diary, "0000-0000-0000-0000", night, now=NOW) == No(Reason.NO_SUCH_BOOKING)


STEPS = {"confirm": steps.confirm, "release": steps.release, "cancel": steps.cancel, "arrive": steps.arrive}
STEPS |= {"undo": steps.undo_arrival, "finish": steps.finish, "miss": steps.miss}
ALLOWED = {
    # status, step, before or after the start -> new status; everything else is a No
    (Status.HELD, "confirm", "before"): Status.BOOKED,
    (Status.HELD, "release", "before"): Status.LAPSED,
    (Status.HELD, "release", "after"): Status.LAPSED,
    (Status.BOOKED, "confirm", "before"): Status.BOOKED,
    (Status.BOOKED, "confirm", "after"): Status.BOOKED,
    (Status.BOOKED, "cancel", "before"): Status.CANCELLED,
    (Status.BOOKED, "arrive", "after"): Status.ARRIVED,
    (Status.BOOKED, "miss", "after"): Status.NO_SHOW,
    (Status.NO_SHOW, "arrive", "after"): Status.ARRIVED,
    (Status.ARRIVED, "arrive", "before"): Status.ARRIVED,
    (Status.ARRIVED, "arrive", "after"): Status.ARRIVED,
    (Status.ARRIVED, "undo", "before"): Status.BOOKED,
    (Status.ARRIVED, "undo", "after"): Status.BOOKED,
    (Status.ARRIVED, "finish", "before"): Status.DONE,
    (Status.ARRIVED, "finish", "after"): Status.DONE,
    (Status.CANCELLED, "cancel", "before"): Status.CANCELLED,
    (Status.CANCELLED, "cancel", "after"): Status.CANCELLED,
    (Status.LAPSED, "release", "before"): Status.LAPSED,
    (Status.LAPSED, "release", "after"): Status.LAPSED,
}


@pytest.mark.parametrize(("status", "step", "when"), [*itertools.product(Status, STEPS, ("before", "after"))])
def test_every_step_from_every_status_is_a_yes_or_a_clear_no(status: Status, step: str, when: str) -> None:
    """The whole table: 8 statuses, 7 steps, before and after the start; a refusal leaves a reason, never an exception."""
    offer = Offer("review", 2_000_000, ("dr_rao", "room_1"))
    start = offer.starts
    now = start - timedelta(days=2) if when == "before" else start + timedelta(minutes=5)
    one = Booking(
        "R", offer, (), 2_000_002, status, NOW, hold_until=start - timedelta(days=1) if status is Status.HELD else None
    )
    answer = STEPS[step](one, now)
    expected = ALLOWED.get((status, step, when))
    if expected is None:
        assert isinstance(answer, No) and answer.reason.sentence
    else:
        assert isinstance(answer, Yes) and answer.value.status is expected


def test_check_in_opens_half_a_day_before() -> None:
    """A check-in the day before is a slip of the hand; one an hour early is not."""
    entered, _ = booked()
    one = entered.booking
    assert steps.arrive(one, one.starts - timedelta(hours=13)) == No(Reason.NOT_STARTED)
    assert isinstance(steps.arrive(one, one.starts - timedelta(hours=1)), Yes)


def test_the_front_desk_needs_no_notice_but_cannot_book_the_past() -> None:
    """A quarter past nine today can be booked at nine by the desk, not by the patient; nine cannot, by anyone."""
    nine = at(LONDON, "2026-03-26 09:00")
    diary = Diary(small_clinic(), SERVICES)
    first = offers(diary, nine, notice=False)[0]
    assert first.starts == nine
    late = nine + timedelta(minutes=1)
    following = offers(diary, late, notice=False)[0]
    assert following.starts == nine + timedelta(minutes=15)
    assert pages.hold(diary, (following,), now=late, random_bytes=bytes_of(1)) == No(Reason.TOO_SOON)
    assert pages.hold(diary, (first,), now=late, random_bytes=bytes_of(1), notice=False) == No(Reason.TOO_SOON)
    assert isinstance(pages.hold(diary, (following,), now=late, random_bytes=bytes_of(1), notice=False), Yes)


def test_leave_entered_later_shows_whom_it_displaces() -> None:
    """Nobody is, until the clinician's day is closed; a visit that is cancelled or over is not shown."""
    entered, offer = booked()
    assert pages.displaced(entered.diary, NOW) == ()
    day = offer.starts.date()
    shut = small_clinic(Calendar(LONDON, weekly().rules, closed=(Spell(day, day),)))
    after = replace(entered.diary, clinic=shut)
    assert pages.displaced(after, NOW) == (entered.booking,)
    assert pages.displaced(after, offer.starts) == ()
    gone = did(pages.step(after, entered.booking.reference, steps.cancel, NOW)).diary
    assert pages.displaced(gone, NOW) == ()


def test_an_emergency_is_never_held() -> None:
    """Alone or as a series, a forged urgency of minutes is told what to do, and nothing is held."""
    diary = Diary(small_clinic(), SERVICES)
    first, second = offers(diary, NOW)[:2]
    for wanted in ((first,), (first, second)):
        assert pages.hold(diary, wanted, now=NOW, random_bytes=bytes_of(1), frame=Timeframe.MINUTES) == No(
            Reason.EMERGENCY
        )


def test_a_series_is_held_whole_or_not_at_all() -> None:
    """Two that overlap each other cannot both be held, so neither is; two that do not share a name, and are cancelled by it."""
    diary = Diary(small_clinic(), SERVICES)
    found = offers(diary, NOW)
    assert pages.hold(diary, (found[0], found[1]), now=NOW, random_bytes=bytes_of(1)) == No(Reason.TAKEN, "dr_rao")
    both = did(pages.hold(diary, (found[0], found[2]), now=NOW, random_bytes=bytes_of(1)))
    names = {one.series for one in both.bookings}
    assert len(names) == 1 and names != {""}
    done = both.diary
    for one in both.bookings:
        done = did(pages.step(done, one.reference, steps.confirm, NOW)).diary
    gone = did(pages.cancel_series(done, names.pop(), NOW))
    assert len(gone.bookings) == 2 and gone.diary.taken(NOW) == ()
    assert pages.cancel_series(done, "", NOW) == No(Reason.NO_SUCH_BOOKING)


def test_a_reference_holds_80_bits_and_every_letter_its_share() -> None:
    """16 letters of 32; over 2,000 draws each letter comes close to its 1,000 times, and none comes twice."""
    drawn = [new_reference(bytes_of(seed)) for seed in range(2000)]
    counts = Counter("".join(drawn).replace("-", ""))
    assert len(set(drawn)) == 2000 and set(counts) == set(ALPHABET)
    assert all(850 < count < 1150 for count in counts.values())
    assert new_reference(lambda n: bytes(n)) == "0000-0000-0000-0000"
    assert new_reference(lambda n: b"\xff" * n) == "ZZZZ-ZZZZ-ZZZZ-ZZZZ"


def test_a_source_that_gives_too_little_is_refused() -> None:
    """A short draw would make a reference that can be guessed."""
    with pytest.raises(OutOfRange):
        new_reference(lambda n: b"x")


@pytest.mark.parametrize(
    "typed", ["", "7K3M", "UUUU-UUUU-UUUU-UUUU", "7K3M-Q9WD-0TXB-5HN!", "' OR 1=1 --", "7K3M-Q9WD-0TXB-5HNEE"]
)
def test_what_cannot_be_a_reference_is_none(typed: str) -> None:
    """No look-up is made for it."""
    assert read_reference(typed) is None


@settings(deadline=None)
@given(st.binary(min_size=10, max_size=10))
def test_a_reference_read_over_the_telephone_is_found(drawn: bytes) -> None:
    """Law: lower case, spaces for hyphens, O for 0 and l for 1 lead back to the same reference."""
    reference = new_reference(lambda _: drawn)
    assert read_reference(reference) == reference
    assert read_reference(reference.lower().replace("-", " ").replace("0", "o").replace("1", "l")) == reference


class AnyOrder(RuleBasedStateMachine):
    """Any order of holding, booking, moving, cancelling and waiting, around the change of the clock, in three zones."""

    def __init__(self) -> None:
        super().__init__()
        self.now = NOW
        self.diary = Diary(small_clinic(), SERVICES)
        self.seeds = itertools.count()
        self.names: list[str] = []

    @rule(zone=st.sampled_from([LONDON, NEW_YORK, LORD_HOWE]), hours=st.sampled_from(["09:00-11:00", "00:00-24:00"]))
    @precondition(lambda self: not self.names)
    def settle(self, zone: object, hours: str) -> None:
        self.diary = Diary(small_clinic(weekly(zone, hours, WORKDAYS | {7})), SERVICES)  # type: ignore[arg-type]

    @rule(
        service=st.sampled_from(["review", "physiotherapy", "first_visit"]),
        pick=st.integers(0, 60),
        frame=st.sampled_from([*Timeframe, Timeframe.TWO_WEEKS, Timeframe.ROUTINE]),
        sure=st.booleans(),
    )
    def hold_an_offer(self, service: str, pick: int, frame: Timeframe, sure: bool) -> None:
        found = offers(self.diary, self.now, service, frame=frame, limit=pick + 1, per_start=2)
        if found:
            entered = did(
                pages.hold(self.diary, (found[-1],), now=self.now, random_bytes=bytes_of(next(self.seeds)), frame=frame)
            )
            if sure:
                entered = did(pages.step(entered.diary, entered.booking.reference, steps.confirm, self.now))
            self.diary = entered.diary
            self.names.append(entered.booking.reference)

    @rule(start=st.integers(-10, 900), people=st.permutations(["dr_rao", "room_1", "pt_ann", "pt_ben", "gym"]))
    def hold_what_was_not_offered(self, start: int, people: list[str]) -> None:
        offer = Offer("physiotherapy", self.now_cell() + start, (people[0], people[1]))
        answer = pages.hold(self.diary, (offer,), now=self.now, random_bytes=bytes_of(next(self.seeds)))
        if isinstance(answer, Yes):
            assert people[0].startswith("pt_") and people[1] == "gym"
            self.diary = answer.value.diary
            self.names.append(answer.value.booking.reference)

    @precondition(lambda self: self.names)
    @rule(pick=st.integers(0), step=st.sampled_from([*sorted(STEPS), "cancel", "cancel"]))
    def take_a_step(self, pick: int, step: str) -> None:
        before = self.diary.latest(self.names[pick % len(self.names)])
        assert before is not None
        answer = pages.step(self.diary, before.reference, STEPS[step], self.now)
        if isinstance(answer, Yes):
            self.diary = answer.value.diary
            if before.live(self.now) and not answer.value.booking.status.takes_cells:
                assert not set(before.claims) & set(self.diary.taken(self.now))

    @precondition(lambda self: self.names)
    @rule(pick=st.integers(0), to=st.integers(0, 40))
    def move_to_an_offer(self, pick: int, to: int) -> None:
        one = self.diary.latest(self.names[pick % len(self.names)])
        assert one is not None
        found = offers(self.diary, self.now, one.offer.service, limit=to + 1)
        if found and one.status is Status.BOOKED and self.now < one.starts:
            moved = did(pages.move(self.diary, one.reference, found[-1], now=self.now))
            assert not set(one.claims) & set(moved.diary.taken(self.now)) - set(moved.booking.claims)
            self.diary = moved.diary

    @rule(minutes=st.sampled_from([1, 5, 10, 60, 600, 3000]))
    def wait(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    def now_cell(self) -> int:
        return Window(int(self.now.timestamp()) // 900, 0).first

    @invariant()
    def never_two_in_one_cell_of_one_resource(self) -> None:
        cells = [cell for claim in self.diary.taken(self.now) for cell in claim.cells()]
        assert len(cells) == len(set(cells))

    @invariant()
    def never_outside_opening_hours(self) -> None:
        for claim in self.diary.taken(self.now):
            resource = self.diary.clinic.resource(claim.resource)
            window = Window(claim.first, claim.end)
            assert resource is not None and self.diary.clinic.open_bits(resource, window) == window.every_bit

    @invariant()
    def a_hold_that_ended_takes_nothing(self) -> None:
        for one in self.diary.bookings.values():
            if one.status is Status.HELD and one.hold_until is not None and one.hold_until <= self.now:
                assert not one.live(self.now)


TestAnyOrder = AnyOrder.TestCase
TestAnyOrder.settings = settings(max_examples=40, stateful_step_count=40, deadline=None)


def test_claims_meet_only_on_one_resource_and_a_shared_cell() -> None:
    """End to end is no clash."""
    one = Claim("a", 4, 8)
    assert not one.meets(Claim("a", 8, 9)) and not one.meets(Claim("b", 4, 8)) and one.meets(Claim("a", 7, 9))


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from("ab"), st.integers(0, 30))))
def test_rows_of_a_store_come_back_as_the_same_cells(rows: list[tuple[str, int]]) -> None:
    """Law: gathered claims hold each row once, nothing else, and no two of them could be one."""
    claims = gathered(rows)
    cells = [cell for claim in claims for cell in claim.cells()]
    assert sorted(cells) == sorted(set(rows))
    assert not any(one.resource == two.resource and one.end == two.first for one in claims for two in claims)
