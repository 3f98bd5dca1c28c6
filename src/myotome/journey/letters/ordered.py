"""Ordered tests in a letter: how each stands, and for a colleague what came of it. To the patient without the name of what is looked for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from myotome.journey.wording import day_words

ORDERED, SCHEDULED, RESULTED, CANCELLED = "ordered", "scheduled", "resulted", "cancelled"

MOST_RESULTS = 3
"""Of one test, so that the letter stays one page; all of them stand under its results. A display choice."""


@dataclass(frozen=True, slots=True)
class OrderedTest:
    """One order as the record has it.

    ``label`` names the test, ``plain`` only its kind (a blood test, an MRI), as the front desk sees it. ``on`` is the day it is booked
    for, ``results`` what was taken into the record from its files, ``to_answer`` how much of them nobody has accepted or rejected.
    """

    slug: str
    label: str
    plain: str
    state: str
    asked_on: date
    on: date | None = None
    note: str = ""
    results: tuple[str, ...] = ()
    to_answer: int = 0


def referral_lines(orders: Iterable[OrderedTest], today: date) -> str:
    """Each test as a point, what is still to come first; results stand behind theirs."""
    rank = {SCHEDULED: 0, ORDERED: 1, RESULTED: 2, CANCELLED: 3}
    rows = sorted(orders, key=lambda one: (rank[one.state], one.on or one.asked_on))
    return "\n".join(f"- {one.label}: {_state(one, today)}." for one in rows)


def patient_lines(orders: Iterable[OrderedTest], today: date) -> list[str]:
    """A sentence for each kind of test that is still to come or done; nothing is said of one that was called off."""
    told = Counter(_plain(one, today) for one in orders if one.state != CANCELLED)
    return [f"{line} ({count} tests)" if count > 1 else line for line, count in told.items()]


def _state(one: OrderedTest, today: date) -> str:
    asked = f"ordered on {_day(one.asked_on)}"
    if one.state == CANCELLED:
        return f"cancelled{f' ({one.note})' if one.note else ''}"
    if one.state == RESULTED:
        more = len(one.results) - MOST_RESULTS
        shown = "; ".join(one.results[:MOST_RESULTS]) + (f"; {more} more under Results" if more > 0 else "")
        return f"result is here: {shown or ('being looked at' if one.to_answer else 'see what is enclosed')}"
    if one.on is None:
        return f"{asked}, no day yet"
    return f"booked for {_day(one.on)}" if one.on >= today else f"was booked for {_day(one.on)}, result awaited"


def _plain(one: OrderedTest, today: date) -> str:
    if one.state == RESULTED:
        return f"{one.plain}: the result is here. We will talk about it with you."
    if one.on is None:
        return f"{one.plain}: we have asked for this test. You will hear the day."
    if one.on >= today:
        return f"{one.plain}: this test is on {_day(one.on)}."
    return f"{one.plain}: this test was on {_day(one.on)}. We are waiting for the result."


def _day(day: date) -> str:
    return day_words(day.isoformat())
