"""Ordering tests for one patient: what was ordered, how it stands, and what the desk has to book, without what was found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import Max

from myotome.record.file import PatientFile
from myotome.record.files.models import OrderStep, TestOrder
from myotome.record.files.sheets import OrderSheet, order_sheet
from myotome.record.opened import under
from myotome.record.roles import Deed
from myotome.words.errors import OutOfRange, UnknownName

NEXT: Final = {
    "ordered": frozenset({"scheduled", "resulted", "cancelled"}),
    "scheduled": frozenset({"scheduled", "resulted", "cancelled"}),
    "resulted": frozenset[str](),
    "cancelled": frozenset[str](),
}
"""Which state may follow which; what is settled stays so."""


@dataclass(frozen=True, slots=True)
class ToBook:
    """What the desk sees of an order: that something of a ``group`` is to be booked, since when, for which day. Nothing else."""

    ref: UUID
    group: str
    since: datetime
    on: date | None


@dataclass(frozen=True)
class Orders:
    """The ordered tests of the patient whose ``file`` is open."""

    file: PatientFile

    @property
    def deed(self) -> Deed:
        """What the file was opened for."""
        return self.file.deed

    @under(Deed.WRITE_RECORD)
    def order(self, test: str, group: str, lines: Sequence[str], why: str = "") -> UUID:
        """Order a test of the catalogue; raises OutOfRange while the same test is still open."""
        if any(one.open and one.test == test for one in self.all()):
            raise OutOfRange(
                "this test is ordered already", value=test, cure="Wait for its result, or cancel the order."
            )
        row = TestOrder.objects.create(
            patient=self.file._patient,
            test=test,
            group=group,
            lines="\n".join(lines)[:4000],
            why=why.strip()[:2000],
            by=self.file._user,
            at=self.file.now,
        )
        self._step(row, "ordered")
        ref: UUID = row.ref
        return ref

    @under(Deed.WRITE_RECORD)
    def move(self, ref: UUID, state: str, *, on: date | None = None, note: str = "") -> None:
        """Schedule, settle or cancel an order; raises OutOfRange for a step that cannot follow."""
        self._move(ref, state, on, note)

    @under(Deed.WRITE_IDENTITY)
    def schedule(self, ref: UUID, on: date) -> None:
        """What the desk may do: say for which day it is booked."""
        self._move(ref, "scheduled", on, "")

    @under(Deed.READ_RECORD, Deed.WRITE_RECORD)
    def all(self) -> tuple[OrderSheet, ...]:
        """Every order, newest first."""
        return tuple(order_sheet(row) for row in self._rows().order_by("-pk"))

    @under(Deed.READ_IDENTITY, Deed.WRITE_IDENTITY)
    def to_book(self) -> tuple[ToBook, ...]:
        """What is still open, for the desk, oldest first."""
        sheets = [order_sheet(row) for row in self._rows().order_by("pk")]
        return tuple(ToBook(one.ref, one.group, one.at, one.on) for one in sheets if one.open)

    def _move(self, ref: UUID, state: str, on: date | None, note: str) -> None:
        row = TestOrder.objects.select_for_update().filter(patient=self.file._patient, ref=ref).first()
        if row is None:
            raise UnknownName("no such order in this record", value=str(ref))
        now = order_sheet(row).state
        if state not in NEXT[now]:
            raise OutOfRange("this order cannot become that", value=f"{now} to {state}", cure="Look at it again.")
        if state == "scheduled" and on is None:
            raise OutOfRange("a day is needed", value="", cure="Give the day it is booked for.")
        self._step(row, state, on, note)

    def _step(self, row: TestOrder, state: str, on: date | None = None, note: str = "") -> None:
        last = OrderStep.objects.filter(order=row).aggregate(last=Max("number"))["last"] or 0
        OrderStep.objects.create(
            order=row,
            number=last + 1,
            state=OrderStep.State(state),
            on=on,
            note=" ".join(note.split())[:500],
            by=self.file._user,
            at=self.file.now,
        )

    def _rows(self) -> Any:
        return TestOrder.objects.filter(patient=self.file._patient).select_related("by").prefetch_related("steps__by")
