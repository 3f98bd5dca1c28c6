"""Joins a record to the letter builders: what a letter is drafted from, its letterhead, and the page that is signed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from myotome.clinic.assessing import bring_up_to_date
from myotome.clinic.house import house
from myotome.clinic.letters.ordered import ordered_tests
from myotome.journey.letters import BookingCode, Head, Letter, Signed, letter_from, render_letter
from myotome.journey.letters.ground import Ground
from myotome.journey.wording import day_words
from myotome.record.diary.links import code_link
from myotome.record.diary.referring import GivenCode
from myotome.record.gateway import Gateway
from myotome.record.roles import Deed
from myotome.record.sheets import IdentitySheet
from myotome.visits.services import load_services
from myotome.wiring import knowledge
from myotome.words.errors import NothingMeasurable
from myotome.words.timeframe import Timeframe


def ground_for(gateway: Gateway, ref: UUID) -> tuple[Ground, int]:
    """What a letter about this patient is drafted from, and the number of the assessment. Raises NothingMeasurable before the first."""
    problem = bring_up_to_date(gateway, ref)
    with gateway.open(ref, Deed.READ_RECORD, "draft a letter") as file:
        who, case, assessments = file.identity, file.case(), file.assessments()
        releases, visits, now = file.releases(), file.visits(), file.now
        orders, today = ordered_tests(file), file.today
    if problem or not assessments:
        raise NothingMeasurable(
            "a letter is drafted from an assessment, and this record has none that is up to date",
            value=problem or None,
            cure="Add what was found first.",
        )
    latest = assessments[0]
    own = next((one for sheet in assessments for one in sheet.diagnoses), None)
    coming = next((visit for visit in visits if visit.at > now), None)
    return (
        Ground(
            case,
            latest.content,
            knowledge(),
            who.name,
            own.diagnosis if own else "",
            own.reason if own else "",
            tuple(one.words for one in releases),
            moment_words(coming.at, weekday=True) if coming else "",
            orders,
            today,
        ),
        latest.number,
    )


def head_for(who: IdentitySheet, at: datetime, review: str) -> Head:
    """The letterhead: this house, this person, this day; ``review`` is how the knowledge behind the letter stands."""
    home = house()
    return Head(
        house=home.card.name,
        number=who.number,
        day=timezone.localdate(at).isoformat(),
        name=who.name,
        born_on=who.born_on.isoformat(),
        address=home.address_lines,
        phone=home.card.phone,
        emergency=home.emergency_number,
        advice=home.advice_number,
        review=review,
    )


def draft_page(letter: Letter, who: IdentitySheet, at: datetime, review: str) -> str:
    """The draft as it would be printed, which says that it is one."""
    return render_letter(letter, head_for(who, at, review))


def signing(
    who: IdentitySheet,
    by: str,
    at: datetime,
    review: str,
    give: Callable[[str, Timeframe], GivenCode],
) -> Callable[[dict[str, Any]], tuple[dict[str, Any], str]]:
    """What turns a draft's content into what is signed; raises OutOfRange for a letter that must not go out.

    ``give`` makes the booking code of a referral that has one.
    """

    def make(content: dict[str, Any]) -> tuple[dict[str, Any], str]:
        letter = letter_from(content)
        letter.check()
        head, signed = head_for(who, at, review), Signed(by, moment_words(at))
        if letter.booking:
            head = replace(head, booking=_printed(give(letter.booking, Timeframe(letter.urgency or Timeframe.ROUTINE))))
        return {**content, "head": asdict(head), "signed": asdict(signed)}, render_letter(letter, head, signed)

    return make


def _printed(given: GivenCode) -> BookingCode:
    """The code as the letter says it."""
    service = load_services()[given.service].label["en"]
    return BookingCode(given.code, service, code_link("en"), moment_words(given.ends_at))


def moment_words(at: datetime, *, weekday: bool = False) -> str:
    """A moment as people write it, in the site's time zone: ``29 November 2026, 16:40``."""
    local = timezone.localtime(at)
    day = day_words(local.date().isoformat())
    return f"{local:%A} {day} at {local:%H:%M}" if weekday else f"{day}, {local:%H:%M}"
