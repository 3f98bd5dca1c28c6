"""Finds a whole series of visits, such as twice a week for six weeks: same weekdays and time of day, as far as they are free."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations, pairwise

from myotome.visits.answer import Answer, No, Reason, Yes
from myotome.visits.clinic import Clinic
from myotome.visits.local_time import local
from myotome.visits.offer import Claim, Offer
from myotome.visits.services import SeriesRule, Service
from myotome.visits.slots import Ask, find_offers
from myotome.visits.urgency import load_limits
from myotome.words.timeframe import Timeframe

Spot = tuple[int, int]
"""Weekday (1 to 7) and minute of the local day."""


def find_series(
    clinic: Clinic, service: Service, ask: Ask, taken: Iterable[Claim], rule: SeriesRule | None = None
) -> Answer[tuple[Offer, ...]]:
    """Offers for every visit of the series (``rule``, else the service's own), in order of time.

    The pattern of weekdays and one local time that serves most weeks is kept to; where it is not free, the nearest time of
    the same week is taken; a week that cannot hold its visits is left out and made up later, within the spare weeks of the rule.
    All of them or a No, with how many were found. A series is never urgent: of
    ``ask.frame`` only an emergency counts; ``ask.before`` and ``ask.limit`` are not used.
    """
    rule = rule or service.series
    if rule is None:
        return No(Reason.NO_SERIES, service.slug)
    frame = Timeframe.ROUTINE if load_limits()[ask.frame].bookable else ask.frame
    weeks = timedelta(weeks=rule.weeks + rule.spare_weeks + 1)
    start = max(ask.now + service.lead(frame), ask.earliest or ask.now)
    found = find_offers(
        clinic, service, replace(ask, frame=frame, before=start + weeks, limit=None, per_start=1), taken
    )
    if isinstance(found, No):
        return found if found.reason is Reason.EMERGENCY else No(Reason.NO_SERIES, "0")
    by_week = _by_week(clinic, found.value)
    pattern = _best_pattern(by_week, rule)
    chosen: list[Offer] = []
    kept: list[date] = []
    for week in by_week:
        visits = _visits(week, pattern, rule, kept[-1] if kept else None)
        if visits:
            chosen.extend(week[key] for key in visits)
            kept.extend(day for day, _ in visits)
        if len(chosen) == rule.per_week * rule.weeks:
            return Yes(tuple(chosen))
    return No(Reason.NO_SERIES, str(len(chosen)))


Week = dict[tuple[date, int], Offer]


def _by_week(clinic: Clinic, offers: Sequence[Offer]) -> list[Week]:
    """Offers of each week (Monday to Sunday) by local day and minute; a label shown twice keeps the first."""
    weeks: dict[date, Week] = {}
    for offer in offers:
        here = local(offer.start_cell, clinic.zone)
        monday = here.date() - timedelta(days=here.weekday())
        weeks.setdefault(monday, {}).setdefault((here.date(), here.hour * 60 + here.minute), offer)
    return [weeks[monday] for monday in sorted(weeks)]


def _best_pattern(weeks: Sequence[Week], rule: SeriesRule) -> tuple[Spot, ...]:
    """The weekdays at one time of day that serve most weeks; of equals the evenly spread, then the earliest in the day."""
    spots: dict[Spot, int] = {}
    for number, week in enumerate(weeks):
        for day, minute in week:
            spot = (day.isoweekday(), minute)
            spots[spot] = spots.get(spot, 0) | 1 << number
    best: tuple[tuple[int, int, int], tuple[Spot, ...]] | None = None
    for minute in sorted({minute for _, minute in spots}):
        for days in combinations([day for day in range(1, 8) if (day, minute) in spots], rule.per_week):
            gaps = [b - a for a, b in pairwise((*days, days[0] + 7))]
            if min(gaps) < rule.gap_days:
                continue
            served = sum((spots[day, minute]).bit_count() for day in days)
            rank = (served, min(gaps), -minute)
            if best is None or rank > best[0]:
                best = (rank, tuple((day, minute) for day in days))
    return best[1] if best else ()


def _visits(week: Week, pattern: tuple[Spot, ...], rule: SeriesRule, last: date | None) -> list[tuple[date, int]]:
    """The visits of one week, nearest to the pattern, at least the gap apart and after ``last``; empty when they do not all fit."""
    keys = sorted(week)
    wanted = pattern or tuple((0, 0) for _ in range(rule.per_week))

    def fill(number: int, after: date | None) -> list[tuple[date, int]] | None:
        if number == len(wanted):
            return []
        day_wanted, minute_wanted = wanted[number]
        open_keys = [key for key in keys if after is None or (key[0] - after).days >= rule.gap_days]
        nearest: dict[date, tuple[tuple[int, int, int], tuple[date, int]]] = {}
        for key in open_keys:
            distance = (abs(key[0].isoweekday() - day_wanted), abs(key[1] - minute_wanted), key[1])
            if key[0] not in nearest or distance < nearest[key[0]][0]:
                nearest[key[0]] = (distance, key)
        for _, key in sorted(nearest.values()):
            rest = fill(number + 1, key[0])
            if rest is not None:
                return [key, *rest]
        return None

    return fill(0, last) or []
