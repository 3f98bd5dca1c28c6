"""Whatever is done in whatever order: never two in one cell, never outside the opening hours, and what is cancelled is free again."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

NOW = datetime(2027, 3, 26, 9, 0, tzinfo=UTC)
"""The Friday before the clock goes forward in London."""
STEPS = st.tuples(
    st.sampled_from(("hold", "hold", "hold", "confirm", "release", "cancel", "move", "wait", "tidy", "close")),
    st.integers(0, 999),
    st.integers(0, 30),
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(STEPS, min_size=5, max_size=25))
def test_any_order_of_steps_keeps_the_laws(steps: list[tuple[str, int, int]]) -> None:
    """Book, move, cancel, let lapse and close in any order, over the change of the clock; after each step the rows are counted anew."""
    from django.db import transaction

    with transaction.atomic():
        world = _World()
        for what, which, nth in steps:
            world.do(what, which, nth)
            world.check()
        transaction.set_rollback(True)


class _World:
    """The diary with a clock of its own, and everything that was ever made in it."""

    def __init__(self) -> None:
        from clinic_site import user
        from myotome.clinic.house import house
        from myotome.record.diary.models import BookingRow

        self.house, self.desk, self.now = house(), user("desk"), NOW
        self.references: list[str] = []
        self.before = set(BookingRow.objects.values_list("pk", flat=True))

    def do(self, what: str, which: int, nth: int) -> None:
        from clinic_site import user
        from myotome.record.diary import changing, desk_closing, holding
        from myotome.record.diary.doors import GuestDetails

        reference = self.references[which % len(self.references)] if self.references else "0000-0000-0000-0000"
        if what == "wait":
            self.now += timedelta(minutes=nth)
        elif what == "tidy":
            holding.tidy_holds(self.now)
        elif what == "hold" and (offer := self._offer(which, nth)):
            held = holding.hold(self.house, [offer], now=self.now)
            self.references += [one.reference for one in getattr(held, "value", ())]
        elif what == "confirm":
            holding.confirm(self.house, reference, GuestDetails("Ada", date(1970, 1, 1)), now=self.now)
        elif what == "release":
            holding.release(reference, now=self.now)
        elif what == "cancel":
            held_before = self._cells(reference)
            answer = changing.cancel(self.house, reference, now=self.now)
            if hasattr(answer, "value"):
                assert not self._cells(reference), held_before
        elif what == "move" and (offer := self._offer(which, nth)):
            changing.move(self.house, reference, offer, now=self.now)
        elif what == "close" and nth < 3:
            day = (self.now + timedelta(days=nth + 1)).date()
            desk_closing.close_time(user("desk"), self.house, resource="dr_osei", first=day, last=day, now=self.now)

    def check(self) -> None:
        """Every claim of what stands has exactly its own row, and no row belongs to anything else."""
        from myotome.record.diary.models import BookingRow, Cell
        from myotome.record.diary.rows import booking_of
        from myotome.visits.cells import Window

        owner: dict[tuple[str, int], int] = {}
        rows = BookingRow.objects.exclude(pk__in=self.before)
        for row in rows:
            booking = booking_of(row)
            if not booking.live(self.now):
                continue
            for claim in booking.claims:
                window = Window(claim.first, claim.end)
                resource = self.house.clinic.resource(claim.resource)
                assert self.house.clinic.open_bits(resource, window) == window.every_bit, "outside the opening hours"
                for cell in claim.cells():
                    assert cell not in owner, "two in one cell"
                    owner[cell] = row.pk
        kept = {
            (one.resource, one.cell): one.booking_id
            for one in Cell.objects.filter(booking__in=rows)
            if one.until is None or one.until > self.now
        }
        assert kept == owner

    def _offer(self, which: int, nth: int) -> Any:
        from myotome.record.diary.looking import offers
        from myotome.visits.slots import Ask

        service = ("review", "physiotherapy")[which % 2]
        found = offers(self.house, service, (), Ask(self.now, limit=12, per_start=2))
        # Now and then a time that is as good as taken, forged by a quarter of an hour.
        offers_ = getattr(found, "value", ())
        if not offers_:
            return None
        from dataclasses import replace

        offer = offers_[nth % len(offers_)]
        return replace(offer, start_cell=offer.start_cell + which % 5 - 2) if which % 3 == 0 else offer

    def _cells(self, reference: str) -> int:
        from myotome.record.diary.models import Cell

        return Cell.objects.filter(booking__reference=reference).count()
