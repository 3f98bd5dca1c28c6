"""Requests to be called back: when each is due, the queue of the front desk, attempts, and how each one ends."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from functools import lru_cache

from pydantic import TypeAdapter

from myotome.visits.answer import Answer, No, Reason, Yes
from myotome.visits.calendar import Calendar, Hours
from myotome.visits.cells import utc
from myotome.visits.phone_number import PhoneNumber
from myotome.visits.red_words import spot
from myotome.visits.tables import table
from myotome.words.errors import OutOfRange, UnknownName
from myotome.words.rows import FORBID_EXTRA, read_row


class Result(StrEnum):
    """What one attempt came to."""

    REACHED = "reached"
    NO_ANSWER = "no_answer"
    VOICEMAIL = "voicemail"
    WRONG_NUMBER = "wrong_number"


class Outcome(StrEnum):
    """How a request stands or ended."""

    OPEN = "open"
    ANSWERED = "answered"
    BOOKED = "booked"
    NOT_REACHED = "not_reached"
    WRONG_NUMBER = "wrong_number"


@dataclass(frozen=True, slots=True)
class Attempt:
    """One call: when, and what came of it."""

    at: datetime
    result: Result


@dataclass(frozen=True, slots=True)
class CallBack:
    """One request. ``flags`` are the red wordings in its text; ``best`` the local times of day that suit, empty for any."""

    slug: str
    name: str
    number: PhoneNumber
    topic: str
    asked_at: datetime
    due_at: datetime
    text: str = ""
    best: tuple[Hours, ...] = ()
    flags: tuple[str, ...] = ()
    attempts: tuple[Attempt, ...] = ()
    outcome: Outcome = Outcome.OPEN
    reference: str = ""
    """The booking that came of it."""

    @property
    def flagged(self) -> bool:
        """Whether it goes on top of the queue."""
        return bool(self.flags)


@dataclass(frozen=True, slots=True)
class Settings:
    """The numbers of ``call_back.toml``; minutes while the clinic is open, lengths in characters."""

    __pydantic_config__ = FORBID_EXTRA

    due_minutes_flagged: float
    due_minutes: float
    suiting_minutes: float
    retry_minutes: float
    retry_minutes_flagged: float
    most_attempts: int
    longest_name: int
    longest_text: int
    most_open: int
    keep_days: int
    claim_minutes: float


@dataclass(frozen=True, slots=True)
class BestTime:
    """A time of day that can be wished for: its hours on the local clock, and its label by language."""

    hours: Hours
    label: Mapping[str, str]


def ask_for_call(
    slug: str,
    name: str,
    number: PhoneNumber,
    topic: str,
    *,
    asked_at: datetime,
    calendar: Calendar,
    text: str = "",
    best: tuple[Hours, ...] = (),
) -> CallBack:
    """A new request with its due time. A red wording in ``text`` or ``name`` makes it due soonest, whatever times suit best.

    Raises UnknownName for a topic that is not in the table, OutOfRange for a name or text that is missing or too long.
    """
    settings = load_settings()
    if topic not in load_topics():
        raise UnknownName("no such topic", value=topic, cure=f"Choose one of {', '.join(load_topics())}.")
    called = " ".join(name.split())
    if not 0 < len(called) <= settings.longest_name or len(text) > settings.longest_text:
        raise OutOfRange(
            f"a name needs 1 to {settings.longest_name} characters, a text at most {settings.longest_text}",
            value=(len(called), len(text)),
            cure="Make it shorter; say the rest on the telephone.",
        )
    flags = tuple(word.slug for word in spot(f"{called}. {text}"))
    minutes = settings.due_minutes_flagged if flags else settings.due_minutes
    asked_at = utc(asked_at)
    due = _due(calendar, asked_at, minutes, () if flags else best)
    return CallBack(slug, called, number, topic, asked_at, due, text, best, flags)


def queue(requests: Iterable[CallBack]) -> tuple[CallBack, ...]:
    """The open requests: red wordings first, then what is due first, then who asked first."""
    still_open = [request for request in requests if request.outcome is Outcome.OPEN]
    return tuple(sorted(still_open, key=lambda one: (not one.flagged, one.due_at, one.asked_at, one.slug)))


def tried(request: CallBack, attempt: Attempt, calendar: Calendar) -> Answer[CallBack]:
    """The request after a call. Not reached: due again later, and closed after the last attempt, but never when it is flagged."""
    if request.outcome is not Outcome.OPEN:
        return No(Reason.FINISHED)
    settings = load_settings()
    attempts = (*request.attempts, attempt)
    if attempt.result is Result.REACHED:
        return Yes(replace(request, attempts=attempts, outcome=Outcome.ANSWERED))
    if request.flagged:
        again = _due(calendar, attempt.at, settings.retry_minutes_flagged, ())
    else:
        again = _due(calendar, attempt.at, settings.retry_minutes, request.best)
        if attempt.result is Result.WRONG_NUMBER:
            return Yes(replace(request, attempts=attempts, outcome=Outcome.WRONG_NUMBER))
        if len(attempts) >= settings.most_attempts:
            return Yes(replace(request, attempts=attempts, outcome=Outcome.NOT_REACHED))
    return Yes(replace(request, attempts=attempts, due_at=again))


def handed_over(request: CallBack, reference: str) -> Answer[CallBack]:
    """The request after an appointment was made in the call."""
    if request.outcome not in (Outcome.OPEN, Outcome.ANSWERED):
        return No(Reason.FINISHED)
    return Yes(replace(request, outcome=Outcome.BOOKED, reference=reference))


def closed(request: CallBack, outcome: Outcome) -> Answer[CallBack]:
    """The request as a person at the front desk closes it, flagged or not."""
    if request.outcome is not Outcome.OPEN or outcome is Outcome.OPEN:
        return No(Reason.FINISHED)
    return Yes(replace(request, outcome=outcome))


@lru_cache(maxsize=1)
def load_settings() -> Settings:
    """The numbers of the table; raises KnowledgeError when it is broken."""
    return read_row(_SETTINGS, table("call_back.toml").content["settings"], "call_back > settings")


@lru_cache(maxsize=1)
def load_topics() -> Mapping[str, Mapping[str, str]]:
    """What a call may be about: label by language."""
    return read_row(_TOPICS, table("call_back.toml").content["topics"], "call_back > topics")


@lru_cache(maxsize=1)
def load_best_times() -> Mapping[str, BestTime]:
    """The times of day that can be wished for, in the order of the table."""
    rows: Mapping[str, Mapping[str, str]] = read_row(
        _TOPICS, table("call_back.toml").content["best_times"], "call_back > best_times"
    )
    return {
        slug: BestTime(Hours.between(row["hours"]), {key: text for key, text in row.items() if key != "hours"})
        for slug, row in rows.items()
    }


def _due(calendar: Calendar, start: datetime, minutes: float, best: tuple[Hours, ...]) -> datetime:
    """By when; where that is no time that suits, soon after the next one begins, if the clinic is ever open then."""
    due = calendar.after_open_minutes(start, minutes)
    if not best:
        return due
    suiting = calendar.only_during(best)
    try:
        begins = suiting.after_open_minutes(due, 0)
        return due if begins == due else suiting.after_open_minutes(begins, load_settings().suiting_minutes)
    except OutOfRange:  # the times that suit lie outside the opening hours: the clinic calls when it is open
        return due


_SETTINGS = TypeAdapter(Settings)
_TOPICS = TypeAdapter(Mapping[str, Mapping[str, str]])
