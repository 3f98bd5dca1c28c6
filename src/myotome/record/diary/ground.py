"""What the diary stands on: the house with the closures that were entered since, and the services."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

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
    """The house with every closure that has not passed. Built anew only when a closure comes or goes."""
    still = (now - timedelta(days=1)).date()
    kept = Closure.objects.filter(last__gte=still, undoes=None, undone_by=None).order_by("pk")
    rows = tuple(kept.values_list("resource", "first", "last", "opens", "closes", "why"))
    return Ground(_closed(house.clinic, rows) if rows else house.clinic, load_services())


@lru_cache(maxsize=32)
def _closed(clinic: Clinic, rows: tuple[tuple[Any, ...], ...]) -> Clinic:
    spells: dict[str, list[Spell]] = defaultdict(list)
    for resource, first, last, opens, closes, why in rows:
        spells[resource].append(spell(first, last, opens, closes, why))
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
