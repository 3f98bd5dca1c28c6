"""Second thoughts about a file: an answer taken back, and a file that could not be read put aside."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Max

from myotome.record.file import PatientFile
from myotome.record.files.cabinet import Cabinet
from myotome.record.files.models import AnswerTakenBack, FailureSettled, Proposal
from myotome.record.files.waiting import refresh_results, unread_attempt
from myotome.record.opened import under
from myotome.record.roles import Deed
from myotome.words.errors import OutOfRange, UnknownName

WHY = "the answer to what the file says was taken back"


@under(Deed.WRITE_RECORD)
def take_back(cabinet: Cabinet, proposal: UUID) -> None:
    """Undo an answer: what came of it is withdrawn, and the same proposal stands open again, behind the others.

    Raises OutOfRange where there is nothing to take back, or where what came of it was corrected since.
    """
    file = cabinet.file
    assert isinstance(file, PatientFile), "a file that was opened to look takes no answer back"
    rows = Proposal.objects.select_for_update(of=("self",)).filter(ref=proposal, reading__file__patient=file._patient)
    row = rows.filter(reading__file__withdrawal=None).select_related("answer__taken_back", "reading").first()
    if row is None:
        raise UnknownName("no such proposal in this record", value=str(proposal))
    answer = getattr(row, "answer", None)
    if answer is None or hasattr(answer, "taken_back"):
        raise OutOfRange("there is no answer to take back", value=row.place, cure="Look at the file again.")
    if answer.entry is not None:
        _withdraw(file, row, answer.entry)
    last = Proposal.objects.filter(reading=row.reading).aggregate(last=Max("number"))["last"]
    again = Proposal.objects.create(
        reading=row.reading,
        number=last + 1,
        kind=row.kind,
        place=row.place,
        said=row.said,
        content=row.content,
    )
    AnswerTakenBack.objects.create(answer=answer, again=again, by=file._user, at=file.now)
    refresh_results(file._patient, file.now)


@under(Deed.WRITE_RECORD)
def settle(cabinet: Cabinet, ref: UUID) -> None:
    """Say that a file which could not be read was dealt with; raises OutOfRange for any other file."""
    row = cabinet._file(ref)
    attempt = unread_attempt(row)
    if attempt is None:
        raise OutOfRange("only a file that could not be read is put aside", value=row.name)
    FailureSettled.objects.create(attempt=attempt, by=cabinet.file._user, at=cabinet.now)
    refresh_results(cabinet.file._patient, cabinet.now)


def _withdraw(file: PatientFile, row: Proposal, entry: UUID) -> None:
    """Withdraw what came of an accepted proposal, unless that was done by hand before."""
    standing = file.standing_of(row.kind, entry)
    if standing == "corrected":
        raise OutOfRange(
            "what came of it was corrected since", value=row.place, cure="Withdraw the entry on the patient's page."
        )
    if standing == "holds":
        file.withdraw(row.kind, entry, WHY, file.begin("result"))
