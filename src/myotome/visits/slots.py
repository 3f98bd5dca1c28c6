"""Finds what can be offered for a service: earliest first, then whoever has been booked least, always in the same order.

Sets of free cells per resource are cut down to the starts at which every need is met at once (cells.fits), so a year is searched by a
few operations on long integers; only the starts that remain are looked at one by one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice

from myotome.visits.answer import Answer, No, Reason, Yes
from myotome.visits.calendar import ALL_DAY, Calendar, Hours, Rule
from myotome.visits.cells import Window, bits_of, cells_for, each_bit, first_cell_from, fits, shifted, utc
from myotome.visits.clinic import Clinic, Kind, Resource
from myotome.visits.local_time import day_window
from myotome.visits.offer import Claim, Offer
from myotome.visits.services import Place, Service
from myotome.visits.urgency import deadline
from myotome.words.timeframe import Timeframe

EVERY_DAY = frozenset(range(1, 8))


@dataclass(frozen=True, slots=True)
class Preferences:
    """What suits the patient. The whole visit lies within ``hours`` (local) of ``weekdays`` (1 Monday to 7 Sunday), or its
    start alone with ``by_start``.

    ``clinicians`` come first where they are free; with ``only_these`` nobody else is offered. Days are both included.
    """

    weekdays: frozenset[int] = EVERY_DAY
    hours: tuple[Hours, ...] = (ALL_DAY,)
    clinicians: tuple[str, ...] = ()
    only_these: bool = False
    not_before: date | None = None
    not_after: date | None = None
    by_start: bool = False


ANYTHING_SUITS = Preferences()


@dataclass(frozen=True, slots=True)
class Ask:
    """When something is looked for: how soon it has to be, and any narrower limits of start, in UTC or local."""

    now: datetime
    frame: Timeframe = Timeframe.ROUTINE
    earliest: datetime | None = None
    before: datetime | None = None
    """Offers start before this instant."""
    preferences: Preferences = ANYTHING_SUITS
    per_start: int = 1
    """How many offers for one start, each with another lead clinician."""
    limit: int | None = None
    notice: bool = True
    """False for the front desk, which may book at once; the patient's pages keep the service's notice."""

    def __post_init__(self) -> None:
        for name in ("now", "earliest", "before"):
            instant = getattr(self, name)
            if instant is not None:
                object.__setattr__(self, name, utc(instant))


def find_offers(clinic: Clinic, service: Service, ask: Ask, taken: Iterable[Claim]) -> Answer[tuple[Offer, ...]]:
    """Offers for ``service`` with its options already chosen (``with_options``), earliest first.

    A No when the time frame allows no appointment (EMERGENCY), or when nothing is free in it (NOTHING_FREE). Same arguments,
    same offers in the same order. A year of 20 resources takes some 20 ms.
    """
    last = deadline(ask.frame, ask.now, clinic.zone)
    if last is None:
        return No(Reason.EMERGENCY)
    starts = _start_window(clinic, service, ask, last)
    found = tuple(islice(_offers(clinic, service, ask, tuple(taken), starts), ask.limit)) if len(starts) else ()
    return Yes(found) if found else No(Reason.NOTHING_FREE)


def _start_window(clinic: Clinic, service: Service, ask: Ask, last: datetime) -> Window:
    soonest = ask.now + service.lead(ask.frame) if ask.notice else ask.now
    first = max(soonest, ask.earliest or soonest)
    end = min(last, ask.before or last)
    first_cell, end_cell = first_cell_from(first), first_cell_from(end)
    if ask.preferences.not_before is not None:
        first_cell = max(first_cell, day_window(ask.preferences.not_before, clinic.zone).first)
    if ask.preferences.not_after is not None:
        end_cell = min(end_cell, day_window(ask.preferences.not_after, clinic.zone).end)
    return Window(first_cell, end_cell)


def _offers(clinic: Clinic, service: Service, ask: Ask, taken: tuple[Claim, ...], starts: Window) -> Iterable[Offer]:
    places = service.places()
    low = min(place.first for place in places)
    high = max(cells_for(service.minutes), *(place.end for place in places))
    window = Window(starts.first + low, starts.end - 1 + high)
    fields = _free(clinic, places, taken, window)
    order = _fair_order(fields, taken, ask.preferences, window)
    columns = [_column(place, fields, order, ask.preferences, window, starts) for place in places]
    possible = _liked(clinic, service, ask.preferences, window, starts)
    for column in columns:
        together = 0
        for bits in column.values():
            together |= bits
        possible &= together
    if ask.preferences.only_these and fields.keys().isdisjoint(ask.preferences.clinicians):
        return
    seats = [tuple(column) for column in columns]
    quick = [_quick(bits, starts) for column in columns for bits in column.values()]
    known: dict[tuple[int, ...], tuple[tuple[str, ...], ...]] = {}
    for at in each_bit(possible):
        byte, bit = at >> 3, 1 << (at & 7)
        who = tuple([row[byte] & bit for row in quick])
        teams = known.get(who)
        if teams is None:
            teams = known[who] = tuple(_teams(places, seats, who, ask.per_start))
        for team in teams:
            yield Offer(service.slug, starts.first + at, team, service.options)


def _teams(
    places: Sequence[Place], seats: Sequence[Sequence[str]], who: Sequence[int], most: int
) -> Iterator[tuple[str, ...]]:
    """The best team for each lead clinician in turn, at most so many; ``who`` says for each seat in turn who is free."""
    free = iter(who)
    open_seats = [[resource for resource in seat if next(free)] for seat in seats]
    teams = (_team(places, [[lead], *open_seats[1:]]) for lead in open_seats[0])
    yield from islice((team for team in teams if team is not None), most)


def _free(
    clinic: Clinic, places: Sequence[Place], taken: tuple[Claim, ...], window: Window
) -> Mapping[str, tuple[Resource, int]]:
    ranges: dict[str, list[tuple[int, int]]] = {}
    for claim in taken:
        ranges.setdefault(claim.resource, []).append((claim.first, claim.end))
    fields = {}
    for resource in clinic.resources:
        if any(place.need.met_by(resource) for place in places):
            busy = bits_of(ranges[resource.slug], window) if resource.slug in ranges else 0
            fields[resource.slug] = (resource, clinic.open_bits(resource, window) & ~busy)
    return fields


def _fair_order(
    fields: Mapping[str, tuple[Resource, int]], taken: tuple[Claim, ...], wishes: Preferences, window: Window
) -> tuple[str, ...]:
    """Wished-for clinicians in the order of the wish, then the least booked in the window, then by name."""
    load = dict.fromkeys(fields, 0)
    for claim in taken:
        if claim.resource in load:
            load[claim.resource] += max(0, min(claim.end, window.end) - max(claim.first, window.first))
    rank = {slug: number for number, slug in enumerate(wishes.clinicians)}
    return tuple(sorted(fields, key=lambda slug: (rank.get(slug, len(rank)), load[slug], slug)))


def _column(
    place: Place,
    fields: Mapping[str, tuple[Resource, int]],
    order: tuple[str, ...],
    wishes: Preferences,
    window: Window,
    starts: Window,
) -> dict[str, int]:
    """For one need: each resource that could fill it, with the starts (bits from ``starts.first``) at which it is free."""
    named = any(place.need.met_by(fields[slug][0]) for slug in wishes.clinicians if slug in fields)
    column = {}
    for slug in order:
        resource, free = fields[slug]
        unwanted = wishes.only_these and named and slug not in wishes.clinicians and resource.kind is Kind.CLINICIAN
        if place.need.met_by(resource) and not unwanted:
            run = fits(free, place.end - place.first)
            column[slug] = shifted(run, starts.first + place.first - window.first) & starts.every_bit
    return column


def _liked(clinic: Clinic, service: Service, wishes: Preferences, window: Window, starts: Window) -> int:
    if wishes.weekdays == EVERY_DAY and ALL_DAY in wishes.hours:
        return starts.every_bit
    calendar = Calendar(clinic.zone, tuple(Rule(wishes.weekdays, hours) for hours in wishes.hours))
    liked = fits(calendar.open_bits(window), 1 if wishes.by_start else cells_for(service.minutes))
    return shifted(liked, starts.first - window.first) & starts.every_bit


def _team(places: Sequence[Place], seats: Sequence[Sequence[str]]) -> tuple[str, ...] | None:
    """One resource per need, in order of preference, none taken twice in one cell; None when there is no such team."""
    chosen: list[Claim] = []

    def fill(number: int) -> bool:
        if number == len(places):
            return True
        place = places[number]
        for resource in seats[number]:
            claim = Claim(resource, place.first, place.end)
            if not any(claim.meets(other) for other in chosen):
                chosen.append(claim)
                if fill(number + 1):
                    return True
                chosen.pop()
        return False

    return tuple(claim.resource for claim in chosen) if fill(0) else None


def _quick(bits: int, starts: Window) -> bytes:
    """The set as bytes, in which one bit is found at once however long the set is."""
    return bits.to_bytes(len(starts) // 8 + 1, "little")
