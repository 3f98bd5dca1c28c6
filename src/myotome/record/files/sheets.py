"""What the cabinet hands out: files, readings, proposals and orders as plain frozen sheets."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from myotome.journey.uploads.kinds import LABELS, Kind
from myotome.record.files.models import Proposal, StoredFile, TestOrder
from myotome.record.files.stored_words import finding_from, measurement_from, medication_from
from myotome.record.jobs.standing import Standing
from myotome.words.case import Medication
from myotome.words.finding import Finding
from myotome.words.measurement import Measurement


@dataclass(frozen=True, slots=True)
class FileSheet:
    """One file. ``standing`` is the state of the job that reads it; ``title`` what its reader made of it, empty before."""

    ref: UUID
    name: str
    kind: str
    kind_words: str
    size_bytes: int
    sha256: str
    by: str
    at: datetime
    standing: Standing
    title: str
    reader: str
    problem: str
    proposals: int
    open_proposals: int
    waits: bool
    """True for a file that could not be read or used, until somebody has dealt with it."""
    order: str
    """Slug of the test that it is a result of, empty where nobody said so."""

    @property
    def read(self) -> bool:
        """True when a reading is there, usable or not."""
        return bool(self.title or self.problem)


@dataclass(frozen=True, slots=True)
class ProposalSheet:
    """One proposal: what the file says, what it means here, and what was answered (None while open)."""

    ref: UUID
    number: int
    kind: str
    place: str
    said: str
    stated: Measurement | Finding | Medication
    judged: Measurement | None
    accepted: bool | None
    why: str
    by: str
    at: datetime | None
    twin: bool
    """True when the record already holds the same value of the same day."""
    taken_back_by: str = ""
    """Who took the answer back; the same proposal then stands open again."""


@dataclass(frozen=True, slots=True)
class ReadingSheet:
    """What was read in one file."""

    file: FileSheet
    at: datetime
    notices: tuple[str, ...]
    unread: tuple[dict[str, str], ...]
    proposals: tuple[ProposalSheet, ...]


@dataclass(frozen=True, slots=True)
class OrderSheet:
    """One ordered test and how it stands."""

    ref: UUID
    test: str
    group: str
    lines: tuple[str, ...]
    why: str
    by: str
    at: datetime
    state: str
    state_words: str
    on: date | None
    note: str
    changed_by: str
    changed_at: datetime

    @property
    def open(self) -> bool:
        """True while something is still to come."""
        return self.state in {"ordered", "scheduled"}


def file_sheet(row: StoredFile, standing: Standing, counts: tuple[int, int], *, waits: bool) -> FileSheet:
    """A file with its newest reading."""
    reading = max(row.readings.all(), key=lambda one: one.pk, default=None)
    return FileSheet(
        row.ref, row.name, row.kind, LABELS[Kind(row.kind)], row.content.size_bytes, row.content.sha256, row.by.full_name,
        row.at, standing, reading.title if reading else "", reading.reader if reading else "",
        reading.problem if reading else "", *counts, waits, row.order.test if row.order else "",
    )  # fmt: skip


def proposal_sheet(row: Proposal, held: frozenset[tuple[Any, ...]]) -> ProposalSheet:
    """A proposal; ``held`` are the measured values of the record as ``twin_of`` names them."""
    answer = getattr(row, "answer", None)
    stated: Measurement | Finding | Medication
    judged = None
    if row.kind == Proposal.Kind.MEASUREMENT:
        stated, judged = measurement_from(row.content["stated"]), measurement_from(row.content["judged"])
    elif row.kind == Proposal.Kind.FINDING:
        stated = finding_from(row.content["stated"])
    else:
        stated = medication_from(row.content["stated"])
    return ProposalSheet(
        row.ref, row.number, row.kind, row.place, row.said, stated, judged,
        answer.accepted if answer else None, answer.why if answer else "", answer.by.full_name if answer else "",
        answer.at if answer else None, isinstance(stated, Measurement) and twin_of(stated) in held,
        answer.taken_back.by.full_name if answer and hasattr(answer, "taken_back") else "",
    )  # fmt: skip


def order_sheet(row: TestOrder) -> OrderSheet:
    """An order as its latest step leaves it."""
    last = max(row.steps.all(), key=lambda step: step.number)
    day = next((s.on for s in sorted(row.steps.all(), key=lambda s: -s.number) if s.on), None)
    return OrderSheet(
        row.ref, row.test, row.group, tuple(filter(None, row.lines.splitlines())), row.why, row.by.full_name, row.at,
        last.state, last.get_state_display(), day, last.note, last.by.full_name, last.at,
    )  # fmt: skip


def twin_of(measurement: Measurement) -> tuple[Any, ...]:
    """What makes two values of one patient the same value; a value without a day has no twin."""
    m = measurement
    if m.taken_on is None:
        return ()
    return (m.measure, round(m.quantity.value, 9), m.quantity.unit, m.side, m.site, m.taken_on)
