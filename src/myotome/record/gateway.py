"""The one way to a patient: checks role, clinic and purpose, writes the access log in the same transaction, and hands out the file.

    with Gateway(user).open(ref, Deed.WRITE_RECORD, "add a finding") as file:
        file.add_finding(...)

What is refused is logged too. A record that the user may not know of is not found rather than forbidden.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any, NoReturn
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from myotome.record.audit import REFUSED, Access, write_access
from myotome.record.file import PatientFile
from myotome.record.models import EmergencyAccess, Patient, User
from myotome.record.models.entries import Encounter, Entry
from myotome.record.reading import ReadableFile
from myotome.record.roles import Deed, Role, allowed
from myotome.record.snapshot import only_reading
from myotome.record.worklist_rows import note_seen
from myotome.words.errors import MyotomeError, OutOfRange

SHORTEST_REASON = 15
"""Letters of a reason for emergency access; less says nothing."""


class NotFound(MyotomeError):
    """There is no such record, or none that this user may know of."""


class Refused(MyotomeError):
    """The user may know of the record, and may not do this with it. ``emergency`` says whether a reason would open it."""

    emergency = False


class NeedsReason(Refused):
    """The record belongs to another clinic: it opens after a reason is given."""

    emergency = True


@dataclass(frozen=True)
class FileToRead(ReadableFile):
    """The reading half of a file, in one state of the record."""

    seen: list[bool] = field(default_factory=list)
    _read: dict[type[Entry], list[Any]] = field(default_factory=dict)
    _writers: dict[int, User] = field(default_factory=dict)
    """Who wrote its rows, by key."""

    def _rows(self, model: type[Entry]) -> list[Any]:
        """Read once: the case, its fingerprint and the history rest on the same rows, which cannot change meanwhile."""
        if model not in self._read:
            rows = list(model._default_manager.filter(patient=self._patient).order_by("pk"))
            self._writers.setdefault(self._user.pk, self._user)
            if unknown := {row.by_id for row in rows} - self._writers.keys():
                self._writers.update(User.objects.in_bulk(unknown))
            for row in rows:
                row.by, row.encounter = self._writers[row.by_id], self._occasions[row.encounter_id]
            self._read[model] = rows
        return self._read[model]

    @cached_property
    def _occasions(self) -> dict[int, Encounter]:
        """Few occasions and few people wrote all rows of a record: read apart, they are read and made once, not with every row."""
        return {one.pk: one for one in Encounter.objects.filter(patient=self._patient)}

    def mark_seen(self) -> None:
        """Note that a clinician has the record open; kept together with the line of the log."""
        self.seen.append(True)


@dataclass(frozen=True, slots=True)
class Gateway:
    """Everything that ``user`` may reach. ``clock`` tells the time of every access; the demo sets it back."""

    user: User
    clock: Callable[[], datetime] = timezone.now

    @contextmanager
    def open(self, ref: UUID, deed: Deed, purpose: str) -> Iterator[PatientFile]:
        """The file of one patient for one deed, inside one transaction; raises NotFound, Refused or NeedsReason.

        ``purpose`` is what the user is doing, in a few words; it stands in the log beside who, whom and when. The line is written last, and
        nothing is kept without it.
        """
        now = self.clock()
        with transaction.atomic():
            patient, refusal = self._asked(ref, deed, now)
            if refusal is None:
                assert patient is not None
                yield PatientFile(patient, self.user, deed, now)
                write_access(self._line(patient, deed, purpose), now)
                return
        self._refuse(patient, refusal, deed, purpose, now)

    @contextmanager
    def look(self, ref: UUID, deed: Deed, purpose: str) -> Iterator[FileToRead]:
        """As ``open``, for who only reads: no writer waits while it lasts, and the line of the log is written before the block is left."""
        now = self.clock()
        with only_reading():
            patient, refusal = self._asked(ref, deed, now)
            if refusal is None:
                assert patient is not None
                file = FileToRead(patient, self.user, deed, now)
                yield file
        if refusal is not None:
            self._refuse(patient, refusal, deed, purpose, now)
        assert patient is not None
        with transaction.atomic():
            if file.seen:
                note_seen(patient, now)
            write_access(self._line(patient, deed, purpose), now)

    def own_ref(self) -> UUID:
        """Reference of the user's own record; raises NotFound for who has none."""
        ref: UUID | None = Patient.objects.filter(account=self.user).values_list("ref", flat=True).first()
        if ref is None or self.user.role != Role.PATIENT:
            raise NotFound("there is no record of your own here")
        return ref

    def break_glass(self, ref: UUID, reason: str) -> None:
        """Open the record of another clinic's patient for ``settings.EMERGENCY_MINUTES``; kept for review, and logged."""
        now = self.clock()
        said = " ".join(reason.split())
        if len(said) < SHORTEST_REASON:
            raise OutOfRange(
                "the reason is too short",
                value=said,
                cure=f"Say in at least {SHORTEST_REASON} letters why it cannot wait.",
            )
        with transaction.atomic():
            patient = Patient.objects.filter(ref=ref).first()
            if patient is None or self.user.role != Role.CLINICIAN:
                write_access(Access(self.user, None, Deed.READ_RECORD, "emergency access", REFUSED, said), now)
                refused = True
            else:
                EmergencyAccess.objects.create(
                    user=self.user,
                    patient=patient,
                    reason=said,
                    at=now,
                    until=now + timedelta(minutes=settings.EMERGENCY_MINUTES),
                )
                write_access(
                    Access(self.user, patient.pk, Deed.READ_RECORD, "emergency access opened", reason=said), now
                )
                refused = False
        if refused:
            raise NotFound("no such record")

    def _asked(self, ref: UUID, deed: Deed, now: datetime) -> tuple[Patient | None, MyotomeError | None]:
        patient = Patient.objects.select_related("clinic").filter(ref=ref).first()
        return patient, self._refusal(patient, deed, now)

    def _line(self, patient: Patient, deed: Deed, purpose: str) -> Access:
        emergency = not self._own_clinic(patient) and not self._own_record(patient)
        return Access(self.user, patient.pk, deed, purpose, reason="emergency" if emergency else "")

    def _refuse(
        self, patient: Patient | None, refusal: MyotomeError, deed: Deed, purpose: str, now: datetime
    ) -> NoReturn:
        """Outside the transaction in which it was asked: a refusal is logged although nothing else happened."""
        write_access(Access(self.user, patient.pk if patient else None, deed, purpose, REFUSED), now)
        raise refusal

    def _refusal(self, patient: Patient | None, deed: Deed, now: datetime) -> MyotomeError | None:
        if patient is None:
            return NotFound("no such record")
        if allowed(
            Role(self.user.role),
            deed,
            own_clinic=self._own_clinic(patient),
            own_record=self._own_record(patient),
            emergency=not self._own_clinic(patient) and self._emergency(patient, now),
        ):
            return None
        if self.user.role == Role.CLINICIAN and not self._own_clinic(patient):
            return NeedsReason(
                "this patient belongs to another clinic", cure="In an emergency, give a reason to open it."
            )
        if self._own_clinic(patient) and self.user.role != Role.PATIENT:
            return Refused("your role does not open this page", value=self.user.role)
        return NotFound("no such record")

    def _own_clinic(self, patient: Patient) -> bool:
        return self.user.clinic_id is not None and self.user.clinic_id == patient.clinic_id

    def _own_record(self, patient: Patient) -> bool:
        return patient.account_id == self.user.pk

    def _emergency(self, patient: Patient, now: datetime) -> bool:
        return EmergencyAccess.objects.filter(user=self.user, patient=patient, at__lte=now, until__gt=now).exists()
