"""The cabinet of one patient's file: keeps, lists and opens uploaded files, and takes the clinician's answers to what they propose.

    with gateway.open(ref, Deed.WRITE_RECORD, "upload a file") as file:
        sheet = Cabinet(file).keep(arrived)

It works on a file that the gateway has opened, so that every access is checked and logged, and stands or falls with the transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q

from myotome.record.file import PatientFile
from myotome.record.files.content import open_content
from myotome.record.files.incoming import Arrived
from myotome.record.files.models import (
    Content,
    FileJob,
    FileReading,
    FileWithdrawal,
    Proposal,
    ProposalAnswer,
    StoredFile,
    TestOrder,
)
from myotome.record.files.sheets import FileSheet, ReadingSheet, file_sheet, proposal_sheet, twin_of
from myotome.record.files.waiting import refresh_results, unread_attempt
from myotome.record.jobs.standing import Standing, standings
from myotome.record.models import MeasurementEntry
from myotome.record.opened import under
from myotome.record.reading import ReadableFile
from myotome.record.roles import Deed
from myotome.record.rows import measurement_of
from myotome.words.errors import OutOfRange, UnknownName

LEAST_WHY = 3


@dataclass(frozen=True)
class Cabinet:
    """The uploaded files of the patient whose ``file`` is open."""

    file: ReadableFile

    @property
    def deed(self) -> Deed:
        """What the file was opened for."""
        return self.file.deed

    @property
    def now(self) -> datetime:
        """The time of this access."""
        return self.file.now

    @under(Deed.WRITE_RECORD)
    def keep(
        self, arrived: Arrived, enqueue: Callable[[UUID], UUID], order: UUID | None = None
    ) -> tuple[FileSheet, bool]:
        """Keep an arrived file and have it read; the same content twice is kept once. Returns the sheet and whether it is new.

        ``enqueue`` puts the job that reads a file (by its reference) into the queue, in this same transaction, and returns the job's id.
        """
        patient = self.file._patient
        content, _ = Content.objects.get_or_create(
            clinic_id=patient.clinic_id,
            sha256=arrived.sha256,
            defaults={"size_bytes": arrived.size_bytes, "name": arrived.object, "kept_at": self.now},
        )
        old = self._files().filter(content=content).first()
        if old is None and StoredFile.objects.filter(patient=patient, content=content).exists():
            raise OutOfRange(
                "this file was withdrawn from the record", value=arrived.name, cure="Look into the history of files."
            )
        if old is not None:
            return self._sheets([old])[0], False
        row = StoredFile.objects.create(
            patient=patient,
            content=content,
            name=arrived.name,
            kind=arrived.kind.value,
            by=self.file._user,
            at=self.now,
            order=self._order(order) if order else None,
        )
        FileJob.objects.create(file=row, job=enqueue(row.ref), at=self.now)
        return self._sheets([self._file(row.ref)])[0], True

    @under(Deed.READ_RECORD, Deed.WRITE_RECORD)
    def files(self) -> tuple[FileSheet, ...]:
        """Every file that was not withdrawn, newest first."""
        return tuple(self._sheets(list(self._files().order_by("-pk"))))

    @under(Deed.READ_RECORD, Deed.WRITE_RECORD)
    def to_answer(self) -> int:
        """How many proposals of this patient's files nobody has answered."""
        files = {"reading__file__patient": self.file._patient, "reading__file__withdrawal": None}
        return Proposal.objects.filter(answer=None, **files).count()

    @under(Deed.READ_RECORD, Deed.WRITE_RECORD)
    def results_by_order(self) -> dict[UUID, tuple[tuple[UUID, ...], int]]:
        """By order: which rows of the record came of its files, and how many of their proposals are open."""
        rows = Proposal.objects.filter(reading__file__in=self._files().exclude(order=None))
        found: dict[UUID, tuple[tuple[UUID, ...], int]] = {}
        for order, entry, accepted in rows.order_by("pk").values_list(
            "reading__file__order__ref", "answer__entry", "answer__accepted"
        ):
            entries, open_ones = found.get(order, ((), 0))
            found[order] = ((*entries, entry) if entry else entries, open_ones + (accepted is None))
        return found

    @under(Deed.READ_RECORD, Deed.WRITE_RECORD)
    def sheet(self, ref: UUID) -> FileSheet:
        """One file; raises UnknownName."""
        return self._sheets([self._file(ref)])[0]

    @under(Deed.READ_RECORD, Deed.WRITE_RECORD)
    def content(self, ref: UUID) -> Iterator[bytes]:
        """The content of a file in pieces; may be drawn after the file is closed. Raises BrokenSeal when it is not as it was stored."""
        return open_content(self._file(ref).content)

    @under(Deed.READ_RECORD, Deed.WRITE_RECORD)
    def reading(self, ref: UUID) -> ReadingSheet:
        """What was read in a file, with every proposal; raises UnknownName before there is a reading."""
        row = self._file(ref)
        reading = FileReading.objects.filter(file=row).order_by("-pk").first()
        if reading is None:
            raise UnknownName("this file has not been read yet", value=row.name, cure="Look again in a moment.")
        proposals = (
            Proposal.objects.filter(reading=reading)
            .select_related("answer__by", "answer__taken_back__by")
            .order_by("number")
        )
        held = frozenset(twin_of(measurement_of(m)) for m in self.file._current(MeasurementEntry)) - {()}
        return ReadingSheet(
            self._sheets([row])[0],
            reading.at,
            tuple(reading.notices),
            tuple(reading.unread),
            tuple(proposal_sheet(one, held) for one in proposals),
        )

    @under(Deed.WRITE_RECORD)
    def accept(self, proposal: UUID) -> None:
        """Take one proposal into the record, with the file as its evidence; raises OutOfRange when it was answered already."""
        from myotome.record.files.accepting import entry_of

        row = self._proposal(proposal)
        assert isinstance(self.file, PatientFile), "a file that was opened to look takes no entry"
        entry = entry_of(row, self.file)
        ProposalAnswer.objects.create(proposal=row, accepted=True, by=self.file._user, at=self.now, entry=entry)
        refresh_results(self.file._patient, self.now)

    @under(Deed.WRITE_RECORD)
    def reject(self, proposal: UUID, why: str) -> None:
        """Keep one proposal out of the record; it stays visible with the reason."""
        ProposalAnswer.objects.create(
            proposal=self._proposal(proposal), accepted=False, why=_said(why), by=self.file._user, at=self.now
        )
        refresh_results(self.file._patient, self.now)

    @under(Deed.WRITE_RECORD)
    def try_again(self, ref: UUID, enqueue: Callable[[UUID], UUID]) -> None:
        """Have a file read once more whose job failed for good; raises OutOfRange for any other."""
        row = self._file(ref)
        if self._sheets([row])[0].standing.state != "failed":
            raise OutOfRange("only a file whose reading failed is read again", value=row.name)
        FileJob.objects.create(file=row, job=enqueue(ref), at=self.now)
        refresh_results(self.file._patient, self.now)

    @under(Deed.WRITE_RECORD)
    def withdraw(self, ref: UUID, why: str) -> None:
        """Hide a file that does not belong here. What was accepted from it stays until it is withdrawn itself."""
        FileWithdrawal.objects.create(file=self._file(ref), by=self.file._user, at=self.now, why=_said(why))
        refresh_results(self.file._patient, self.now)

    def _files(self) -> Any:
        rows = StoredFile.objects.filter(patient=self.file._patient, withdrawal=None)
        return rows.select_related("content", "by", "order").prefetch_related("readings", "jobs__settled")

    def _file(self, ref: UUID) -> StoredFile:
        row: StoredFile | None = self._files().filter(ref=ref).first()
        if row is None:
            raise UnknownName("no such file in this record", value=str(ref))
        return row

    def _order(self, ref: UUID) -> TestOrder:
        row = TestOrder.objects.filter(patient=self.file._patient, ref=ref).first()
        if row is None:
            raise UnknownName("no such order in this record", value=str(ref))
        return row

    def _proposal(self, ref: UUID) -> Proposal:
        rows = Proposal.objects.select_for_update(of=("self",)).filter(
            ref=ref, reading__file__patient=self.file._patient
        )
        row = rows.filter(reading__file__withdrawal=None).first()
        if row is None:
            raise UnknownName("no such proposal in this record", value=str(ref))
        if ProposalAnswer.objects.filter(proposal=row).exists():
            raise OutOfRange("this proposal is answered already", value=row.place)
        return row

    def _sheets(self, rows: list[StoredFile]) -> list[FileSheet]:
        jobs = {row.pk: max(row.jobs.all(), key=lambda one: one.pk).job for row in rows}
        standing = standings(jobs.values())
        counted = (
            Proposal.objects.filter(reading__file__in=rows)
            .values("reading__file")
            .annotate(all=Count("pk"), open=Count("pk", filter=Q(answer=None)))
        )
        counts = {one["reading__file"]: (one["all"], one["open"]) for one in counted}
        return [
            file_sheet(
                row,
                standing.get(jobs[row.pk], Standing("done")),
                counts.get(row.pk, (0, 0)),
                waits=unread_attempt(row) is not None,
            )
            for row in rows
        ]


def _said(why: str) -> str:
    said = " ".join(why.split())[:500]
    if len(said) < LEAST_WHY:
        raise OutOfRange("a reason is needed", value=said, cure="Say in a few words why.")
    return said
