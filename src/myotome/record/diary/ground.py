"""What the diary stands on: the house with the closures that were entered since, and the services."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from django.db import connection

from myotome.record.diary.models import Closure
from myotome.visits.calendar import Calendar, Hours, Spell
from myotome.visits.clinic import Clinic
from myotome.visits.house import House
from myotome.visits.services import Service, load_services


@dataclass(frozen=True, slots=True)
class Ground:
    """The clinic as it is open today, and what can be booked there."""

    clinic: Clinic
    services: Mapping[str, Service]


def ground(house: House, now: datetime) -> Ground:
    """The house with every closure that has not passed. Built anew only when a closure comes or goes, or a day has passed."""
    return Ground(_closed(house.clinic, _newest(), (now - timedelta(days=1)).date()), load_services())


def _newest() -> tuple[Any, ...] | None:
    """What tells whether anything was closed or opened since: closures are only ever added.

    The row stands beside its number because a number is given again after a transaction that was undone. Asked before every
    attempt, so it is written by hand: building the same question with query sets takes ten times as long as answering it.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            'SELECT id, at, resource, "first", "last", opens, closes, undoes_id FROM diary_closure ORDER BY id DESC LIMIT 1'
        )
        found: tuple[Any, ...] | None = cursor.fetchone()
        return found


@lru_cache(maxsize=32)
def _closed(clinic: Clinic, newest: tuple[Any, ...] | None, still: date) -> Clinic:
    if newest is None:
        return clinic
    kept = Closure.objects.filter(last__gte=still, undoes=None, undone_by=None).order_by("pk")
    spells: dict[str, list[Spell]] = defaultdict(list)
    for resource, *when in kept.values_list("resource", "first", "last", "opens", "closes", "why"):
        spells[resource].append(spell(*when))
    always = Calendar(clinic.zone, clinic.calendar.rules, clinic.calendar.extra)
    resources = tuple(
        replace(one, calendar=_with(one.calendar or always, spells[one.slug])) if one.slug in spells else one
        for one in clinic.resources
    )
    return Clinic(_with(clinic.calendar, spells[""]), resources)


def spell(first: date, last: date, opens: int, closes: int, why: str) -> Spell:
    """A closure's row as the calendar speaks of it."""
    return Spell(first, last, Hours(opens, closes), why)


def _with(calendar: Calendar, spells: list[Spell]) -> Calendar:
    return replace(calendar, closed=(*calendar.closed, *spells))
