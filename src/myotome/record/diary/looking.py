"""Looks for times that can be offered, a few weeks at a time, so that a free week costs nothing of the year behind it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from myotome.record.diary.ground import ground
from myotome.record.diary.models import BookingRow
from myotome.record.diary.rows import booking_of
from myotome.record.diary.taking import taken_between
from myotome.visits.answer import Answer, No, Reason, Yes
from myotome.visits.cells import cell_at, utc
from myotome.visits.clinic import Clinic
from myotome.visits.house import House
from myotome.visits.offer import Claim, Offer, conflict
from myotome.visits.series import find_series
from myotome.visits.services import SeriesRule, Service
from myotome.visits.slots import ANYTHING_SUITS, Ask, find_offers
from myotome.visits.urgency import deadline

STRIDE: Final = timedelta(days=21)
A_DAY_OF_CELLS: Final = 96
SERIES_AHEAD: Final = timedelta(weeks=16)


def offers(
    house: House, service: str, options: tuple[str, ...], ask: Ask, *, besides: str = ""
) -> Answer[tuple[Offer, ...]]:
    """Times for a service, earliest first, with at least one day that has any; ``besides`` is a booking that is to be moved.

    Looks from ``ask.earliest`` in strides of three weeks until something is free or ``ask.before`` or the urgency ends it, and gives
    what that stride holds. An answer may be gone a moment later: ``hold`` asks again.
    """
    stands_on = ground(house, ask.now)
    chosen = _chosen(stands_on.services, service, options)
    if isinstance(chosen, No):
        return chosen
    last = deadline(ask.frame, ask.now, stands_on.clinic.zone)
    if last is None:
        return No(Reason.EMERGENCY)
    ends = min(last, ask.before or last)
    soonest = utc(ask.now) + chosen.value.lead(ask.frame) if ask.notice else utc(ask.now)
    begins = max(soonest, ask.earliest or soonest)
    while begins < ends:
        until = min(begins + STRIDE, ends)
        taken = _taken(stands_on.clinic, chosen.value, begins, until, ask.now, besides)
        found = find_offers(stands_on.clinic, chosen.value, replace(ask, earliest=begins, before=until), taken)
        if isinstance(found, Yes) or found.reason is not Reason.NOTHING_FREE:
            return found
        begins = until
    return No(Reason.NOTHING_FREE)


def left_out(
    house: House, service: str, options: tuple[str, ...], ask: Ask, until: datetime | None, *, besides: str = ""
) -> tuple[Offer, ...]:
    """Times that the preferences of ``ask`` leave out, earliest first, one for each start: those before ``until``.

    Without ``until``, the whole window of the urgency counts, at most three weeks from where the search begins.
    """
    begins = max(utc(ask.now), ask.earliest or utc(ask.now))
    until = until or begins + STRIDE
    hidden: list[Offer] = []
    while begins < until:
        part = replace(ask, earliest=begins, before=min(begins + STRIDE, until))
        every = offers(house, service, options, replace(part, preferences=ANYTHING_SUITS), besides=besides)
        suits = offers(house, service, options, part, besides=besides)
        if isinstance(every, Yes):
            shown = {one.start_cell for one in suits.value} if isinstance(suits, Yes) else set()
            hidden.extend(one for one in every.value if one.start_cell not in shown)
        begins += STRIDE
    return tuple(hidden)


def series_offers(
    house: House, service: str, options: tuple[str, ...], ask: Ask, rule: SeriesRule | None = None
) -> Answer[tuple[Offer, ...]]:
    """A time for every visit of a series, or a No; see ``visits.series``."""
    stands_on = ground(house, ask.now)
    chosen = _chosen(stands_on.services, service, options)
    if isinstance(chosen, No):
        return chosen
    begins = max(utc(ask.now), ask.earliest or utc(ask.now))
    taken = _taken(stands_on.clinic, chosen.value, begins, begins + SERIES_AHEAD, ask.now, "")
    return find_series(stands_on.clinic, chosen.value, ask, taken, rule)


def _chosen(services: Mapping[str, Service], service: str, options: tuple[str, ...]) -> Answer[Service]:
    whole = services.get(service)
    return No(Reason.UNKNOWN_SERVICE, service) if whole is None else whole.with_options(options)


def _taken(
    clinic: Clinic, service: Service, begins: datetime, ends: datetime, now: datetime, besides: str
) -> tuple[Claim, ...]:
    """What is taken of every resource that the service could use, with a day to spare on either side for long visits."""
    able = [one.slug for one in clinic.resources if any(place.need.met_by(one) for place in service.places())]
    taken = taken_between(able, cell_at(begins) - A_DAY_OF_CELLS, cell_at(ends) + A_DAY_OF_CELLS, now)
    row = BookingRow.objects.filter(reference=besides).first() if besides else None
    if row is None:
        return taken
    own = booking_of(row).claims
    return tuple(piece for claim in taken for piece in _without(claim, own))


def _without(claim: Claim, own: tuple[Claim, ...]) -> tuple[Claim, ...]:
    if conflict([claim], own) is None:
        return (claim,)
    mine = {cell for one in own for cell in one.cells()}
    return tuple(Claim(slug, cell, cell + 1) for slug, cell in claim.cells() if (slug, cell) not in mine)
