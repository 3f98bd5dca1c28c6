"""Offers what became free to those who wait: one person at a time, most urgent and longest waiting first, each for a while."""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Final

from myotome.record.diary.announcing import announce
from myotome.record.diary.doors import WAITING_LIST
from myotome.record.diary.ground import ground
from myotome.record.diary.holding import hold
from myotome.record.diary.links import offer_link
from myotome.record.diary.models import BookingRow, Gap, Waiting
from myotome.record.diary.rows import booking_of
from myotome.record.diary.taking import taken_between
from myotome.record.diary.waiting import entry_of
from myotome.record.diary.writing import one_write
from myotome.visits.answer import Answer, No, Reason, Yes
from myotome.visits.booking import Status
from myotome.visits.house import House
from myotome.visits.offer import Claim
from myotome.visits.waiting_list import ListOffer, next_offer

MOST_GAPS, MOST_OFFERS = 200, 20
"""For one round; the rest comes a minute later."""
A_DAY_OF_CELLS: Final = 96
log = logging.getLogger("myotome.diary")


def fill_gaps(house: House, now: datetime) -> int:
    """Take note of offers that ran out, then offer every gap; gives how many offers were made."""
    _settle(now)
    gaps = list(Gap.objects.order_by("pk")[:MOST_GAPS])
    if not gaps:
        return 0
    freed = tuple(Claim(gap.resource, gap.first, gap.end) for gap in gaps)
    made = 0
    while made < MOST_OFFERS and _waiting():
        found = _next(house, freed, now)
        if isinstance(found, No):
            break
        answer = _make(house, found.value, now)
        if isinstance(answer, No):
            log.warning("an offer of the waiting list could not be held: %s", answer.reason)
            break
        made += 1
    if made < MOST_OFFERS:
        Gap.objects.filter(pk__in=[gap.pk for gap in gaps]).delete()
    return made


def _settle(now: datetime) -> None:
    """Entries whose offer ended without an answer: one lapse more, and free for the next offer."""
    for entry in Waiting.objects.select_related("offer").filter(state=Waiting.State.WAITING).exclude(offer=None):
        row = entry.offer
        if row.status == Status.LAPSED or booking_of(row).hold_ended(now):
            Waiting.objects.filter(pk=entry.pk, offer=row).update(
                offer=None, offered=[*entry.offered, row.start_cell], lapses=entry.lapses + 1, changed_at=now
            )


def _waiting() -> list[Waiting]:
    rows = Waiting.objects.filter(state=Waiting.State.WAITING, offer=None).select_related("booking")
    return list(rows)


def _next(house: House, freed: tuple[Claim, ...], now: datetime) -> Answer[ListOffer]:
    stands_on = ground(house, now)
    first = min(claim.first for claim in freed) - A_DAY_OF_CELLS
    end = max(claim.end for claim in freed) + A_DAY_OF_CELLS
    taken = taken_between([one.slug for one in stands_on.clinic.resources], first, end, now)
    entries = [entry_of(row) for row in _waiting()]
    return next_offer(
        stands_on.clinic,
        stands_on.services,
        entries,
        freed,
        taken=taken,
        now=now,
        reachable=stands_on.clinic.calendar,
    )


def _make(house: House, found: ListOffer, now: datetime) -> Answer[None]:
    def deed() -> Answer[None]:
        entry = Waiting.objects.select_for_update(of=("self",)).select_related("guest").get(slug=found.entry)
        if entry.state != Waiting.State.WAITING or entry.offer_id:
            return No(Reason.WRONG_STATE)
        frame = entry_of(entry).frame
        held = hold(house, [found.offer], now=now, keep_for=found.until - now, frame=frame, door=WAITING_LIST)
        if isinstance(held, No):
            return held
        row = BookingRow.objects.get(reference=held.value[0].reference)
        row.guest = entry.guest
        row.save(update_fields=["guest"])
        Waiting.objects.filter(pk=entry.pk).update(offer=row, changed_at=now)
        link = offer_link(entry.slug, entry.guest.language)
        announce(house, row, "earlier_time", now, link=link, until=found.until)
        return Yes(None)

    return one_write(deed)
