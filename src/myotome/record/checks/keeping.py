"""Begins a health check, keeps its parts and signs its letter, in a file that the gateway has opened."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from myotome.record.checks.models import CheckLetter, CheckPart, HealthCheck
from myotome.record.checks.sheets import CheckSheet, LetterSheet, check_sheet, letter_sheet
from myotome.record.file import PatientFile
from myotome.record.models import Encounter
from myotome.record.models.assessed import content_sha256, deflated
from myotome.record.opened import under
from myotome.record.roles import Deed
from myotome.words.errors import OutOfRange, UnknownName


@under(Deed.WRITE_RECORD)
def start_check(file: PatientFile, options: Iterable[str], booking: str = "") -> UUID:
    """Begin a check with these extras; returns its reference."""
    on = file.begin("examination")
    row = HealthCheck.objects.create(
        patient=file._patient,
        encounter=on,
        options=sorted(set(options)),
        booking=booking,
        started_at=file.now,
        by=file._user,
    )
    ref: UUID = row.ref
    return ref


@under(Deed.READ_RECORD, Deed.WRITE_RECORD)
def read_checks(file: PatientFile) -> tuple[CheckSheet, ...]:
    """Every check of the patient, newest first."""
    return tuple(check_sheet(row) for row in _rows(file).order_by("-pk"))


@under(Deed.READ_RECORD, Deed.WRITE_RECORD)
def read_check(file: PatientFile, ref: UUID) -> CheckSheet:
    """One check of this patient; raises UnknownName."""
    return check_sheet(_row(file, ref))


@under(Deed.READ_RELEASED)
def read_letters(file: PatientFile) -> tuple[LetterSheet, ...]:
    """The patient's own signed letters, newest first."""
    rows = CheckLetter.objects.filter(check_of__patient=file._patient).select_related("by").order_by("-pk")
    return tuple(letter_sheet(row) for row in rows)


@under(Deed.WRITE_RECORD)
def encounter_of(file: PatientFile, ref: UUID) -> Encounter:
    """The occasion to which the entries of a check belong."""
    found: Encounter = _row(file, ref).encounter
    return found


@under(Deed.WRITE_RECORD)
def keep_part(
    file: PatientFile,
    ref: UUID,
    part: str,
    *,
    entries: Iterable[tuple[str, UUID]] = (),
    note: str = "",
    left_out: str = "",
) -> None:
    """Note that a part was done, or left out because of ``left_out``; refused once the letter is signed."""
    row = _open(file, ref)
    CheckPart.objects.create(
        check_of=row,
        part=part,
        state=CheckPart.State.LEFT_OUT if left_out else CheckPart.State.DONE,
        why=left_out.strip()[:300],
        note=note.strip(),
        entries=[[kind, str(entry)] for kind, entry in entries],
        by=file._user,
        at=file.now,
    )


@under(Deed.WRITE_RECORD)
def sign_letter(file: PatientFile, ref: UUID, content: Mapping[str, Any]) -> None:
    """Keep the letter as it is signed; a second one is refused, by the database too."""
    row, plain = _open(file, ref), dict(content)
    try:
        with transaction.atomic():
            CheckLetter.objects.create(
                check_of=row,
                content_deflated=deflated(json.dumps(plain, ensure_ascii=False)),
                sha256=content_sha256(plain),
                by=file._user,
                at=file.now,
            )
    except IntegrityError as error:
        raise _signed() from error


def _open(file: PatientFile, ref: UUID) -> HealthCheck:
    row = _row(file, ref)
    if CheckLetter.objects.filter(check_of=row).exists():
        raise _signed()
    return row


def _row(file: PatientFile, ref: UUID) -> HealthCheck:
    row: HealthCheck | None = _rows(file).filter(ref=ref).first()
    if row is None:
        raise UnknownName("no such health check of this patient", value=str(ref))
    return row


def _rows(file: PatientFile) -> Any:
    rows = HealthCheck.objects.filter(patient=file._patient)
    return rows.select_related("encounter", "letter__by").prefetch_related("parts__by")


def _signed() -> OutOfRange:
    return OutOfRange("the letter of this health check is signed already", cure="Begin a new check.")
