"""A freed time goes to the most urgent, then to who has waited longest, one at a time, and never twice to the same person."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from myotome.visits.answer import Answer, No, Reason, Yes
from myotome.visits.calendar import Hours
from myotome.visits.cells import cell_at
from myotome.visits.offer import Claim, admit
from myotome.visits.services import load_services
from myotome.visits.slots import Preferences
from myotome.visits.waiting_list import Entry, ListOffer, accept, awake, declined, in_order, lapsed, next_offer
from myotome.words.errors import OutOfRange
from myotome.words.timeframe import Timeframe
from unit.visits.houses import ALL_WEEK, LONDON, at, small_clinic, weekly

SERVICES = load_services()
NOW = at(LONDON, "2026-06-01 10:00")  # a Monday
TEN = cell_at(at(LONDON, "2026-06-03 10:00"))
FREED = (Claim("dr_rao", TEN, TEN + 2), Claim("room_1", TEN, TEN + 2))
LONG_AGO = at(LONDON, "2026-04-01 10:00")
REACHABLE = weekly(hours="08:00-20:00", days=ALL_WEEK)

FULL = tuple(
    Claim(who, TEN - 400, TEN) for who in ("dr_rao", "room_1", "pt_ann", "gym")
) + tuple(Claim(who, TEN + 2, TEN + 4000) for who in ("dr_rao", "room_1", "pt_ann", "gym"))  # fmt: skip


def entry(slug: str = "a", frame: Timeframe = Timeframe.ROUTINE, waited_days: float = 0, **more: object) -> Entry:
    return Entry(slug, "review", frame, LONG_AGO - timedelta(days=waited_days), **more)  # type: ignore[arg-type]


def offered(*entries: Entry, now: datetime = NOW, taken: tuple[Claim, ...] = FULL) -> Answer[ListOffer]:
    return next_offer(small_clinic(), SERVICES, entries, FREED, taken=taken, now=now, reachable=REACHABLE)


NOBODY = No(Reason.NOTHING_FREE)


@pytest.mark.parametrize(
    "one",
    [
        entry(offered=frozenset({TEN})),
        entry(lapses=3),
        entry(before=at(LONDON, "2026-06-03 10:00")),
        entry(wishes=Preferences(hours=(Hours.between("13:00-17:00"),))),
        entry(wishes=Preferences(weekdays=frozenset({1, 2}))),
        replace(entry(), service="first_visit"),
        replace(entry(), service="sauna"),
        replace(entry(), service="physiotherapy"),
    ],
)
def test_who_is_not_offered_it(one: Entry) -> None:
    """Offered before; three offers unanswered; has an earlier booking; cannot then; needs an hour; needs something else."""
    assert offered(one) == NOBODY


def test_nobody_waits_with_an_emergency() -> None:
    """An entry for something due within hours cannot be made."""
    with pytest.raises(OutOfRange):
        entry(frame=Timeframe.HOURS)


def test_an_offer_that_could_not_be_answered_in_time_is_not_made() -> None:
    """Freed at 08:20 for a visit at 10:00 with 90 minutes' notice: ten minutes are too few to answer."""
    late = at(LONDON, "2026-06-03 08:20")
    assert offered(entry(frame=Timeframe.SAME_DAY), now=late) == NOBODY
    assert isinstance(offered(entry(frame=Timeframe.SAME_DAY), now=late - timedelta(minutes=15)), Yes)


def test_a_taken_slot_is_not_offered() -> None:
    """While it is held for one person it is nobody else's."""
    assert offered(entry(), taken=(*FULL, *FREED)) == NOBODY


def test_the_offer_can_be_booked_and_ends_by_itself() -> None:
    """Four hours to answer for a routine visit; at that minute it is over."""
    answer = offered(entry())
    assert isinstance(answer, Yes)
    made = answer.value
    assert made.offer.start_cell == TEN and made.until == at(LONDON, "2026-06-01 14:00")
    assert isinstance(admit(small_clinic(), SERVICES["review"], made.offer, taken=FULL, now=NOW), Yes)
    assert accept(made, made.until - timedelta(seconds=1)) == Yes(made.offer)
    assert accept(made, made.until) == No(Reason.OFFER_ENDED)


def test_the_night_does_not_count() -> None:
    """Freed at 22:00 on Monday, the four hours run from 08:00 to 12:00 on Tuesday."""
    answer = offered(entry(), now=at(LONDON, "2026-06-01 22:00"))
    assert isinstance(answer, Yes) and answer.value.until == at(LONDON, "2026-06-02 12:00")


def test_urgency_comes_before_waiting_and_waiting_before_the_rest() -> None:
    """Two days before two weeks before routine; of two equals the one who has waited longer."""
    people = [
        entry("old", waited_days=90),
        entry("urgent", Timeframe.TWO_DAYS),
        entry("soon", Timeframe.TWO_WEEKS),
        entry("new"),
    ]
    assert [one.slug for one in in_order(people)] == ["urgent", "soon", "old", "new"]


def test_after_a_no_it_goes_to_the_next_and_after_a_lapse_it_is_counted() -> None:
    """Everyone keeps the place; three lapses in a row and the front desk calls first."""
    first, second = entry("a", waited_days=3), entry("b")
    made = offered(first, second)
    assert isinstance(made, Yes) and made.value.entry == "a"
    after = declined(first, made.value)
    following = offered(after, second)
    assert isinstance(following, Yes) and following.value.entry == "b"
    thrice = lapsed(lapsed(lapsed(first, made.value), made.value), made.value)
    assert thrice.lapses == 3 and awake(thrice).lapses == 0 and after.lapses == 0


@settings(deadline=None)
@given(st.permutations([entry("a", Timeframe.TWO_WEEKS), entry("b"), entry("c", waited_days=1), entry("d", lapses=9)]))
def test_the_order_in_which_entries_come_does_not_matter(people: list[Entry]) -> None:
    """Law: the same people, the same offer."""
    answer = offered(*people)
    assert isinstance(answer, Yes) and answer.value.entry == "a"
