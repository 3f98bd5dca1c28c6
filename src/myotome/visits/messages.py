"""Messages to people, from templates per language that cannot hold anything clinical, because they are given nothing clinical."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import TypeAdapter

from myotome.visits.cells import cell_at
from myotome.visits.local_time import wall_clock
from myotome.visits.tables import table
from myotome.words.errors import KnowledgeError, UnknownName
from myotome.words.rows import FORBID_EXTRA, read_row

FIELDS = frozenset({"clinic", "day", "time", "ends", "phone", "address", "link", "until_day", "until_time"})
FALLBACK = "en"


@dataclass(frozen=True, slots=True)
class ClinicCard:
    """What every message says about the clinic. ``domain`` makes calendar entries unique (``clinic.example``)."""

    name: str
    address: str
    phone: str
    email: str
    domain: str
    zone: ZoneInfo


@dataclass(frozen=True, slots=True)
class Message:
    """Plain text, ready to send."""

    subject: str
    body: str
    language: str


@dataclass(frozen=True, slots=True)
class Template:
    """Subject and body with fields in braces."""

    __pydantic_config__ = FORBID_EXTRA

    subject: str
    body: str

    def __post_init__(self) -> None:
        unknown = set(_FIELD.findall(self.subject + self.body)) - FIELDS
        if unknown:
            raise KnowledgeError("a template may use only the fields of its table", value=sorted(unknown))


def compose(
    kind: str,
    language: str,
    card: ClinicCard,
    starts: datetime,
    ends: datetime,
    *,
    link: str = "",
    until: datetime | None = None,
) -> Message:
    """The message ``kind`` (a table of ``messages.toml``) in ``language``, else in English; times in the clinic's zone.

    Raises UnknownName for a kind that does not exist.
    """
    templates = load_templates()
    if kind not in templates:
        raise UnknownName("no such message", value=kind, cure=f"Choose one of {', '.join(templates)}.")
    spoken = language if language in templates[kind] else FALLBACK
    template = templates[kind][spoken]
    fields = {
        "clinic": card.name,
        "address": card.address,
        "phone": card.phone,
        "link": link,
        "day": long_day(starts, card.zone, spoken),
        "time": wall_clock(cell_at(starts), card.zone),
        "ends": wall_clock(cell_at(ends), card.zone),
        "until_day": long_day(until, card.zone, spoken) if until else "",
        "until_time": f"{until.astimezone(card.zone):%H:%M}" if until else "",
    }
    subject, body = (_FIELD.sub(lambda found: fields[found[1]], text) for text in (template.subject, template.body))
    return Message(" ".join(subject.split()), body.strip() + "\n", spoken)


def long_day(instant: datetime, zone: ZoneInfo, language: str) -> str:
    """``Tuesday 31 March 2026`` in ``zone``, in ``language``, else in English."""
    dates = _dates()
    words = dates.get(language, dates[FALLBACK])
    here = instant.astimezone(zone)
    fields = {
        "weekday": words["weekdays"][here.weekday()],
        "number": here.day,
        "month": words["months"][here.month - 1],
        "year": here.year,
    }
    return str(words["day"]).format(**fields)


def weekday_names(language: str) -> tuple[str, ...]:
    """Monday to Sunday in ``language``, else in English."""
    dates = _dates()
    return tuple(dates.get(language, dates[FALLBACK])["weekdays"])


@lru_cache(maxsize=1)
def load_templates() -> Mapping[str, Mapping[str, Template]]:
    """Kind, then language; raises KnowledgeError for an unknown field or a language that is missing somewhere."""
    content = table("messages.toml").content
    languages = set(content["dates"])
    found = {}
    for kind, by_language in content.items():
        if kind == "dates":
            continue
        if set(by_language) != languages:
            raise KnowledgeError("every message exists in every language", place=f"messages > {kind}")
        found[kind] = {
            language: read_row(_TEMPLATE, row, f"messages > {kind} > {language}")
            for language, row in by_language.items()
        }
    return found


@lru_cache(maxsize=1)
def _dates() -> Mapping[str, Mapping[str, Any]]:
    dates: Mapping[str, Mapping[str, Any]] = table("messages.toml").content["dates"]
    return dates


_FIELD = re.compile(r"\{(\w*)\}")
_TEMPLATE = TypeAdapter(Template)
