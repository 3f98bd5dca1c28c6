"""Which times a person wants to see: with whom, on which weekdays, in which part of the day. A plain address keeps it; nothing is stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.http import QueryDict
from django.utils.translation import gettext as _

from myotome.clinic.house import house
from myotome.visits.calendar import ALL_DAY, Hours
from myotome.visits.clinic import Kind
from myotome.visits.messages import weekday_names
from myotome.visits.services import Service
from myotome.visits.slots import ANYTHING_SUITS, EVERY_DAY, Preferences

PARTS: Final[Mapping[str, Hours]] = {
    "morning": Hours(0, 12 * 60),
    "afternoon": Hours(12 * 60, 17 * 60),
    "evening": Hours(17 * 60, 24 * 60),
}
"""By the start of the visit on the clinic's clock."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """Empty fields mean that anything suits."""

    clinician: str = ""
    weekdays: frozenset[int] = frozenset()
    part: str = ""

    def __bool__(self) -> bool:
        return bool(self.clinician or self.weekdays or self.part)

    @property
    def preferences(self) -> Preferences:
        """As ``visits`` speaks of it."""
        if not self:
            return ANYTHING_SUITS
        hours = PARTS[self.part] if self.part else ALL_DAY
        who = (self.clinician,) if self.clinician else ()
        return Preferences(self.weekdays or EVERY_DAY, (hours,), who, only_these=bool(who), by_start=True)

    @property
    def fields(self) -> tuple[tuple[str, str], ...]:
        """Name and value of each field of a form that carries the wishes on."""
        days = tuple(("day", str(day)) for day in sorted(self.weekdays))
        return tuple(one for one in (("with", self.clinician), *days, ("part", self.part)) if one[1])


ANY_TIME: Final = Wishes()


def read_wishes(said: QueryDict, service: Service | None) -> Wishes:
    """From a form or an address; what does not exist is not wished."""
    who, part = said.get("with", ""), said.get("part", "")
    days = frozenset(int(day) for day in said.getlist("day")[:7] if day in set("1234567"))
    return Wishes(
        who if service is not None and who in _able(service) else "",
        days if days < EVERY_DAY else frozenset(),
        part if part in PARTS else "",
    )


def wishes_shown(wishes: Wishes, service: Service, language: str) -> dict[str, Any]:
    """The fields of the form: clinicians where there is a choice, the weekdays on which the house opens, the parts of the day."""
    able = _able(service)
    names = weekday_names(language)
    open_days = sorted({day for rule in house().clinic.calendar.rules for day in rule.weekdays})
    parts = {
        "": _("Any time"),
        "morning": _("Before 12:00"),
        "afternoon": _("12:00 to 17:00"),
        "evening": _("After 17:00"),
    }
    latest = max((rule.hours.closes for rule in house().clinic.calendar.rules), default=0)
    if latest <= PARTS["evening"].opens:
        del parts["evening"]
    return {
        "clinicians": [(slug, house().name_of(slug), slug == wishes.clinician) for slug in able]
        if len(able) > 1
        else [],
        "weekdays": [(day, names[day - 1], day in wishes.weekdays) for day in open_days],
        "parts": [(slug, words, slug == wishes.part) for slug, words in parts.items()],
    }


def _able(service: Service) -> list[str]:
    """The clinicians who can give a part of the service."""
    needs = [place.need for place in service.places()]
    return [
        one.slug
        for one in house().clinic.resources
        if one.kind is Kind.CLINICIAN and any(need.met_by(one) for need in needs)
    ]
