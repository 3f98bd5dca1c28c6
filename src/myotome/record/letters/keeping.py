"""Writes, signs and reads the letters of one open file. Every function names the deeds under which it may be called."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from django.db.models import Max, QuerySet

from myotome.record.file import PatientFile
from myotome.record.letters.models import LetterDraft, LetterDropped, LetterEntry, LetterGiven, LetterSignature
from myotome.record.letters.sheets import LetterSheet, letter_sha256, letter_sheet
from myotome.record.models import AssessmentRecord
from myotome.record.models.assessed import deflated
from myotome.record.opened import under
from myotome.record.reading import ReadableFile
from myotome.record.roles import Deed
from myotome.words.errors import OutOfRange, UnknownName

PATIENT = "patient"
LOOK_AGAIN = "Open it again and look at what they wrote."


@under(Deed.WRITE_RECORD)
def start_letter(file: PatientFile, kind: str, content: dict[str, Any], assessment: int = 0, corrects: int = 0) -> int:
    """A new draft; returns its number. ``corrects`` is the number of a signed letter whose place it takes, 0 for none."""
    old = _row(file, corrects) if corrects else None
    if old is not None and (not hasattr(old, "signature") or hasattr(old, "corrected_by")):
        raise OutOfRange(
            "only a signed letter that nothing has replaced yet is corrected by a new one",
            value=corrects,
            cure="Edit the draft.",
        )
    row = LetterEntry.objects.create(
        patient=file._patient,
        number=(LetterEntry.objects.filter(patient=file._patient).aggregate(last=Max("number"))["last"] or 0) + 1,
        kind=kind,
        assessment=_assessment(file, assessment) if assessment else None,
        corrects=old,
        by=file._user,
        at=file.now,
    )
    _draft(file, row, 1, content)
    return row.number


@under(Deed.WRITE_RECORD)
def save_draft(file: PatientFile, number: int, seen: int, content: dict[str, Any]) -> int:
    """Save a draft anew; ``seen`` is the version that was edited. Returns the new version; raises OutOfRange when it is too late."""
    row = _open_row(file, number, seen)
    _draft(file, row, seen + 1, content)
    return seen + 1


@under(Deed.WRITE_RECORD)
def sign_letter(
    file: PatientFile, number: int, seen: int, make_page: Callable[[dict[str, Any]], tuple[dict[str, Any], str]]
) -> LetterSheet:
    """Sign the draft as it was last saved, which must be the version ``seen``.

    ``make_page`` gets the draft's content and gives back the content with everything that the page shows, and the page.
    """
    row = _open_row(file, number, seen)
    content, page = make_page(letter_sheet(row).content)
    LetterSignature.objects.create(
        letter=row,
        by=file._user,
        by_name=file._user.full_name,
        at=file.now,
        sha256=letter_sha256(content, page),
        content_deflated=deflated(json.dumps(content, ensure_ascii=False)),
        page_deflated=deflated(page),
    )
    return letter(file, number)


@under(Deed.WRITE_RECORD)
def give_letter(file: PatientFile, number: int) -> None:
    """Put a signed letter to the patient where they can read it; raises OutOfRange for any other, and the second time."""
    row = _row(file, number)
    if row.kind != PATIENT:
        raise OutOfRange("only a letter to the patient is given to the patient", value=row.kind)
    if not hasattr(row, "signature"):
        raise OutOfRange("the letter is not signed", value=number, cure="Sign it first.")
    if hasattr(row, "given"):
        raise OutOfRange("the patient has this letter already", value=number)
    if not letter_sheet(row).stands:
        raise OutOfRange("the letter is not the one that was signed", value=number, cure="Write a new one.")
    LetterGiven.objects.create(letter=row, by=file._user, at=file.now)


@under(Deed.WRITE_RECORD)
def drop_letter(file: PatientFile, number: int, why: str) -> None:
    """Hide a draft that will not be sent; a signed letter is never dropped."""
    row = _row(file, number)
    if hasattr(row, "signature") or hasattr(row, "dropped"):
        raise OutOfRange("only a draft is dropped", value=number, cure="Correct a signed letter by a new one.")
    said = " ".join(why.split())[:300]
    if len(said) < 3:
        raise OutOfRange("dropping a draft needs a reason", value=said)
    LetterDropped.objects.create(letter=row, by=file._user, at=file.now, why=said)


@under(Deed.READ_RECORD, Deed.WRITE_RECORD)
def letters(file: ReadableFile) -> tuple[LetterSheet, ...]:
    """Every letter that was not dropped, newest first."""
    return tuple(letter_sheet(row) for row in _rows(file).filter(dropped=None))


@under(Deed.READ_RECORD, Deed.WRITE_RECORD)
def letter(file: ReadableFile, number: int) -> LetterSheet:
    """One letter by its number; raises UnknownName."""
    return letter_sheet(_row(file, number))


@under(Deed.READ_RELEASED)
def given_letters(file: ReadableFile) -> tuple[LetterSheet, ...]:
    """What the patient was given and may read, newest first; a letter whose signature does not stand is left out."""
    rows = _rows(file).filter(kind=PATIENT).exclude(given=None)
    return tuple(sheet for sheet in map(letter_sheet, rows) if sheet.stands)


def _rows(file: ReadableFile) -> QuerySet[LetterEntry]:
    rows = LetterEntry.objects.filter(patient=file._patient).order_by("-number")
    return rows.select_related(
        "by", "assessment", "corrects", "signature__by", "given", "dropped", "corrected_by"
    ).prefetch_related("drafts__by")


def _row(file: ReadableFile, number: int) -> LetterEntry:
    row: LetterEntry | None = _rows(file).filter(number=number).first()
    if row is None:
        raise UnknownName("no letter of this number", value=number)
    return row


def _open_row(file: ReadableFile, number: int, seen: int) -> LetterEntry:
    row = _row(file, number)
    if hasattr(row, "signature"):
        raise OutOfRange("this letter is signed already", value=number, cure="Correct it by a new letter.")
    if hasattr(row, "dropped"):
        raise OutOfRange("this draft was dropped", value=number)
    if max(one.version for one in row.drafts.all()) != seen:
        raise OutOfRange("somebody else has saved this draft meanwhile", value=number, cure=LOOK_AGAIN)
    return row


def _draft(file: ReadableFile, row: LetterEntry, version: int, content: dict[str, Any]) -> None:
    LetterDraft.objects.create(
        letter=row,
        version=version,
        by=file._user,
        at=file.now,
        content_deflated=deflated(json.dumps(content, ensure_ascii=False)),
    )


def _assessment(file: ReadableFile, number: int) -> AssessmentRecord:
    return file._assessment(number)
