"""Who waits, and who is offered a time that becomes free: by urgency, then by how long they have waited, one person at a time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache

from pydantic import TypeAdapter

from myotome.visits.answer import Answer, No, Reason, Yes
from myotome.visits.calendar import Calendar
from myotome.visits.cells import cells_for, start_of, utc
from myotome.visits.clinic import Clinic
from myotome.visits.offer import Claim, Offer, claims_of
from myotome.visits.services import Service
from myotome.visits.slots import ANYTHING_SUITS, Ask, Preferences, find_offers
from myotome.visits.tables import table
from myotome.visits.urgency import load_limits
from myotome.words.errors import OutOfRange
from myotome.words.rows import FORBID_EXTRA, read_row
from myotome.words.timeframe import Timeframe


@dataclass(frozen=True, slots=True)
class Entry:
    """One person who waits for a service. ``slug`` names the entry; who it is, the record knows.

    ``before`` is the start of a booking that they have and would give up for an earlier time. ``offered`` holds the starts
    (cells) that were offered already; ``lapses`` counts the offers in a row that ran out without an answer.
    """

    slug: str
    service: str
    frame: Timeframe
    asked_at: datetime
    wishes: Preferences = ANYTHING_SUITS
    options: tuple[str, ...] = ()
    before: datetime | None = None
    offered: frozenset[int] = frozenset()
    lapses: int = 0

    def __post_init__(self) -> None:
        if not load_limits()[self.frame].bookable:
            raise OutOfRange("nobody waits on a list with an emergency", value=self.frame, cure="Show what to do now.")
        object.__setattr__(self, "asked_at", utc(self.asked_at))


@dataclass(frozen=True, slots=True)
class ListOffer:
    """An offer to one entry, which ends by itself at ``until``; the store holds the cells until then."""

    entry: str
    offer: Offer
    made_at: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Settings:
    """The numbers of ``waiting_list.toml``, in minutes."""

    __pydantic_config__ = FORBID_EXTRA

    least_minutes: float
    notice_minutes: float
    asleep_after: int
    offer_minutes: Mapping[Timeframe, float]


def in_order(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Most urgent first; of equals the one who has waited longest, then by name."""
    return tuple(sorted(entries, key=lambda entry: (entry.frame.rank, entry.asked_at, entry.slug)))


def next_offer(
    clinic: Clinic,
    services: Mapping[str, Service],
    entries: Iterable[Entry],
    freed: Iterable[Claim],
    *,
    taken: Iterable[Claim],
    now: datetime,
    reachable: Calendar,
) -> Answer[ListOffer]:
    """The first person in order for whom a visit fits that uses something just ``freed``, and that visit.

    ``reachable`` holds the hours in which people are written to and may answer. Passed over: who was offered that start
    before, who has let too many offers run out, whom the time does not suit, and who could not answer in time.
    """
    gap, busy, now = tuple(freed), tuple(taken), utc(now)
    for entry in in_order(entries):
        if entry.lapses >= load_settings().asleep_after:
            continue
        for offer in _suiting(clinic, services, entry, gap, busy, now):
            until = _until(entry, offer, now, reachable)
            if until is not None:
                return Yes(ListOffer(entry.slug, offer, now, until))
    return No(Reason.NOTHING_FREE)


def accept(offered: ListOffer, now: datetime) -> Answer[Offer]:
    """The offer to be booked, unless it has ended."""
    return Yes(offered.offer) if now < offered.until else No(Reason.OFFER_ENDED)


def declined(entry: Entry, offered: ListOffer) -> Entry:
    """The entry after a no: it keeps its place, and is not offered this start again."""
    return replace(entry, offered=entry.offered | {offered.offer.start_cell}, lapses=0)


def lapsed(entry: Entry, offered: ListOffer) -> Entry:
    """The entry after an offer ran out without an answer."""
    return replace(entry, offered=entry.offered | {offered.offer.start_cell}, lapses=entry.lapses + 1)


def awake(entry: Entry) -> Entry:
    """The entry after the front desk has reached the person."""
    return replace(entry, lapses=0)


@lru_cache(maxsize=1)
def load_settings() -> Settings:
    """The table; raises KnowledgeError when it is broken."""
    content = table("waiting_list.toml").content
    return read_row(_SETTINGS, {**content["settings"], "offer_minutes": content["offer_minutes"]}, "waiting_list")


def _suiting(
    clinic: Clinic,
    services: Mapping[str, Service],
    entry: Entry,
    gap: tuple[Claim, ...],
    taken: tuple[Claim, ...],
    now: datetime,
) -> Iterable[Offer]:
    whole = services.get(entry.service)
    chosen = whole.with_options(entry.options) if whole is not None else No(Reason.UNKNOWN_SERVICE)
    if isinstance(chosen, No) or not gap:
        return ()
    service = chosen.value
    reach = [place.end for place in service.places()]
    earliest = start_of(min(claim.first for claim in gap) - max(*reach, cells_for(service.minutes)))
    ends = start_of(max(claim.end for claim in gap) - min(place.first for place in service.places()))
    ask = Ask(
        now,
        entry.frame,
        earliest=earliest,
        before=min(ends, entry.before or ends),
        preferences=entry.wishes,
        per_start=len(clinic.resources),
    )
    found = find_offers(clinic, service, ask, taken)
    if isinstance(found, No):
        return ()
    return (
        offer
        for offer in found.value
        if offer.start_cell not in entry.offered
        and any(mine.meets(free) for mine in claims_of(service, offer) for free in gap)
    )


def _until(entry: Entry, offer: Offer, now: datetime, reachable: Calendar) -> datetime | None:
    settings = load_settings()
    latest = offer.starts - timedelta(minutes=settings.notice_minutes)
    until = min(reachable.after_open_minutes(now, settings.offer_minutes[entry.frame]), latest)
    return until if reachable.after_open_minutes(now, settings.least_minutes) <= until else None


_SETTINGS = TypeAdapter(Settings)
