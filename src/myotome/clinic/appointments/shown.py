"""Times and bookings as a page shows them: on the clinic's clock, in the language of the page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core import signing
from django.utils.translation import get_language

from myotome.clinic.house import house
from myotome.record.diary.rows import BookingSheet
from myotome.visits.cells import cell_at
from myotome.visits.local_time import local, wall_clock
from myotome.visits.messages import long_day
from myotome.visits.offer import Offer
from myotome.visits.services import Service, load_services

SALT = "myotome.appointments.offer"
OFFER_LASTS_S = 3600
"""A page of times that is older than this shows nothing that still holds."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A visit on the clinic's clock; ``token`` books it."""

    day: str
    time: str
    ends: str
    on: date
    token: str = ""


@dataclass(frozen=True, slots=True)
class DayOfTimes:
    """One day with its free times."""

    day: str
    on: date
    times: tuple[Moment, ...]


def said(words: Mapping[str, str]) -> str:
    """Of a table's words, those in the language of the page, else English."""
    return words.get(get_language() or "en", words.get("en", ""))


def moment(starts: datetime, ends: datetime, token: str = "") -> Moment:
    """On the clinic's clock; the hour that the clock shows twice has its letters."""
    zone, language = house().clinic.zone, get_language() or "en"
    first, last = cell_at(starts), cell_at(ends)
    here = local(first, zone)
    return Moment(long_day(starts, zone, language), wall_clock(first, zone), wall_clock(last, zone), here.date(), token)


def moment_of(sheet: BookingSheet) -> Moment:
    """When a booking is."""
    return moment(sheet.starts, sheet.ends)


def by_day(offers: Iterable[Offer], minutes: int, days: int) -> tuple[DayOfTimes, ...]:
    """The first ``days`` days that have times, each offer with its token."""
    from datetime import timedelta

    found: dict[date, list[Moment]] = {}
    for offer in offers:
        shown = moment(offer.starts, offer.starts + timedelta(minutes=minutes))
        if shown.on not in found and len(found) == days:
            break
        found.setdefault(shown.on, []).append(
            Moment(shown.day, shown.time, shown.ends, shown.on, write_offers([offer]))
        )
    return tuple(DayOfTimes(times[0].day, on, tuple(times)) for on, times in found.items())


def service_words(service: Service, options: Iterable[str] = ()) -> dict[str, Any]:
    """What a page says of a service: name, length, parts that were chosen, how to get ready."""
    chosen = set(options)
    parts = [part for part in service.parts if not part.option or part.option in chosen]
    return {
        "slug": service.slug,
        "label": said(service.label),
        "minutes": sum(part.minutes for part in parts),
        "parts": [said(part.label) for part in parts if part.label],
        "preparation": said(service.preparation),
    }


def words_of(sheet: BookingSheet) -> dict[str, Any]:
    """The same for a booking; a service that is offered no more keeps its name."""
    service = load_services().get(sheet.service)
    if service is None:
        return {"slug": sheet.service, "label": sheet.service, "minutes": 0, "parts": [], "preparation": ""}
    return service_words(service, sheet.options)


def write_offers(offers: Iterable[Offer]) -> str:
    """Offers as a signed text for a form. Whoever changes it, changes nothing: it is refused."""
    rows = [[one.service, one.start_cell, list(one.resources), list(one.options)] for one in offers]
    return signing.dumps(rows, salt=SALT, compress=True)


def is_old(token: str) -> bool:
    """Whether ``write_offers`` wrote it, and more than an hour ago."""
    try:
        signing.loads(token, salt=SALT, max_age=OFFER_LASTS_S)
    except signing.SignatureExpired:
        return True
    except (signing.BadSignature, ValueError, TypeError):
        return False
    return False


def read_offers(token: str) -> tuple[Offer, ...]:
    """What ``write_offers`` wrote within the hour; empty for anything else. The diary judges the offers anew all the same."""
    try:
        rows = signing.loads(token, salt=SALT, max_age=OFFER_LASTS_S)
        return tuple(Offer(service, cell, tuple(who), tuple(extras)) for service, cell, who, extras in rows)
    except (signing.BadSignature, ValueError, TypeError):
        return ()
