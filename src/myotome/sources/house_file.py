"""Reads the file in which a clinic describes itself: name, address, telephone, hours, holidays, clinicians, rooms and devices."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import tomli
from pydantic import BaseModel, ConfigDict, ValidationError

from myotome.visits.calendar import ALL_DAY, Calendar, Hours, Rule, Spell
from myotome.visits.clinic import Clinic, Kind, Resource
from myotome.visits.house import House, OpeningLine
from myotome.visits.messages import ClinicCard
from myotome.words.errors import MyotomeError, UnusableInput


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Hours(_Strict):
    days: tuple[int, ...]
    between: str
    first: date | None = None
    last: date | None = None
    every_weeks: int = 1


class _Spell(_Strict):
    first: date
    last: date
    between: str = ""
    why: str = ""


class _Resource(_Strict):
    name: str
    kind: Kind
    roles: tuple[str, ...]
    hours: tuple[_Hours, ...] = ()
    leave: tuple[_Spell, ...] = ()


class _House(_Strict):
    name: str
    address: tuple[str, ...]
    phone: str
    email: str
    domain: str
    country: str
    zone: str
    emergency_number: str
    advice_number: str = ""
    holidays: tuple[date, ...] = ()
    hours: tuple[_Hours, ...]
    extra: tuple[_Spell, ...] = ()
    closed: tuple[_Spell, ...] = ()
    resources: Mapping[str, _Resource]


def read_house(path: Path) -> House:
    """The clinic that the TOML file at ``path`` describes; raises UnusableInput with the field that is wrong."""
    try:
        content = tomli.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomli.TOMLDecodeError) as error:
        raise UnusableInput(
            f"cannot be read: {error}", place=str(path), cure="Give a TOML file; see docs/how-to/clinic.md."
        ) from error
    return parse_house(content, place=str(path))


def parse_house(content: Mapping[str, Any], *, place: str) -> House:
    """The same from parsed TOML."""
    try:
        given = _House.model_validate(content)
        zone = ZoneInfo(given.zone)
        return _house(given, zone)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise UnusableInput(f"{where}: {first['msg']}", place=place, value=first.get("input")) from error
    except ZoneInfoNotFoundError as error:
        raise UnusableInput(
            "no such time zone", place=place, value=content.get("zone"), cure="Write Europe/London."
        ) from error
    except MyotomeError as error:
        raise error.at(place) from error


def _house(given: _House, zone: ZoneInfo) -> House:
    calendar = Calendar(
        zone,
        tuple(_rule(row) for row in given.hours),
        extra=tuple(_spell(row) for row in given.extra),
        closed=tuple(_spell(row) for row in given.closed),
        holidays=frozenset(given.holidays),
    )
    resources = tuple(_resource(slug, row, given.hours, zone) for slug, row in given.resources.items())
    card = ClinicCard(given.name, ", ".join(given.address), given.phone, given.email, given.domain, zone)
    return House(
        card,
        given.address,
        given.country,
        given.emergency_number,
        Clinic(calendar, resources),
        _opening(given.hours),
        given.advice_number,
        {slug: row.name for slug, row in given.resources.items()},
    )


def _resource(slug: str, row: _Resource, house_hours: tuple[_Hours, ...], zone: ZoneInfo) -> Resource:
    """A resource without hours of its own is there whenever the house is open, but for its leave."""
    if not row.hours and not row.leave:
        return Resource(slug, row.kind, frozenset(row.roles))
    rules = tuple(_rule(one) for one in row.hours or house_hours)
    leave = tuple(_spell(one) for one in row.leave)
    return Resource(slug, row.kind, frozenset(row.roles), Calendar(zone, rules, closed=leave))


def _rule(row: _Hours) -> Rule:
    return Rule(frozenset(row.days), Hours.between(row.between), row.first, row.last, row.every_weeks)


def _spell(row: _Spell) -> Spell:
    return Spell(row.first, row.last, Hours.between(row.between) if row.between else ALL_DAY, row.why)


def _opening(rows: tuple[_Hours, ...]) -> tuple[OpeningLine, ...]:
    """Days in a row with the same hours share a line; rules with an end or a rhythm are left to the calendar."""
    by_day: dict[int, list[str]] = {}
    for row in rows:
        if row.every_weeks == 1 and row.first is None and row.last is None:
            for day in row.days:
                by_day.setdefault(day, []).append(row.between)
    lines: list[OpeningLine] = []
    for day, hours in sorted(by_day.items()):
        said = tuple(sorted(hours))
        if lines and lines[-1].last_day == day - 1 and lines[-1].hours == said:
            lines[-1] = OpeningLine(lines[-1].first_day, day, said)
        else:
            lines.append(OpeningLine(day, day, said))
    return tuple(lines)
