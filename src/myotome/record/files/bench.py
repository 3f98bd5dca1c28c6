"""The worker's way to a file: by its reference, with a line in the access log, and back with what was read.

The worker is nobody's login. It sees one file and the patient's age and sex, and what it writes are proposals that a clinician answers.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from myotome.journey.uploads.judged import Judged, Judgement
from myotome.journey.uploads.kinds import Kind
from myotome.journey.uploads.reading import Reading
from myotome.record.audit import Access, write_access
from myotome.record.files.content import open_content
from myotome.record.files.models import FileReading, Proposal, StoredFile
from myotome.record.files.stored_words import as_json
from myotome.record.files.waiting import refresh_results
from myotome.record.models import MeasurementEntry
from myotome.record.roles import Deed
from myotome.record.rows import WEIGHT, measurement_of, person_of
from myotome.record.worklist_rows import refresh_row
from myotome.words.case import Person

WORKER = "worker"


@dataclass(frozen=True, slots=True)
class OnTheBench:
    """One file to be read, and what of the patient its values are held against."""

    ref: UUID
    kind: Kind
    person: Person
    born_on: date
    weight_kg: float | None
    today: date


def take_file(ref: UUID, version: str, now: datetime) -> OnTheBench | None:
    """The file, unless it was read by this ``version`` of the readers, was withdrawn, or is gone; the access is logged."""
    with transaction.atomic():
        row = StoredFile.objects.filter(ref=ref, withdrawal=None).select_related("patient").first()
        if row is None or FileReading.objects.filter(file=row, version=version).exists():
            return None
        patient, today = row.patient, timezone.localdate(now)
        write_access(Access(None, patient.pk, Deed.READ_RECORD, "read an uploaded file", user_name=WORKER), now)
        weights = MeasurementEntry.objects.filter(patient=patient, measure=WEIGHT, superseded_by=None, withdrawn=False)
        last = weights.order_by("-pk").first()
        weight_kg = measurement_of(last).quantity.to("kg").value if last else None
        return OnTheBench(ref, Kind(row.kind), person_of(patient, today), patient.born_on, weight_kg, today)


def content_of(ref: UUID) -> bytes:
    """The whole content; only for kinds that a reader takes, whose size is bounded. Raises BrokenSeal."""
    return b"".join(open_content(StoredFile.objects.select_related("content").get(ref=ref).content))


def keep_reading(
    ref: UUID, version: str, reading: Reading, judgement: Judgement, now: datetime, problem: str = ""
) -> bool:
    """Write reading and proposals at once; False when another worker did so before: a job may be done twice, its result is there once."""
    with transaction.atomic():
        row = StoredFile.objects.select_related("patient__clinic").get(ref=ref)
        kept, made = FileReading.objects.get_or_create(
            file=row,
            version=version,
            defaults={
                "reader": reading.reader,
                "at": now,
                "title": reading.title,
                "problem": problem,
                "notices": list(judgement.notices),
                "unread": [{"place": u.place, "said": u.said, "why": u.why} for u in judgement.unread],
            },
        )
        if not made:
            return False
        for number, one in enumerate(judgement.proposals, start=1):
            Proposal.objects.create(
                reading=kept, number=number, place=one.stated.place, said=one.stated.said, **_content(one)
            )
        write_access(Access(None, row.patient_id, Deed.WRITE_RECORD, "keep what was read", user_name=WORKER), now)
        if judgement.proposals or problem:
            told = "A file could not be used" if problem else f"File read: {len(judgement.proposals)} to answer"
            refresh_row(row.patient, now, changed=told)
            refresh_results(row.patient, now)
    return True


def _content(one: Judged) -> dict[str, object]:
    stated = one.stated
    if stated.measurement is not None and one.measurement is not None:
        content = {"stated": as_json(stated.measurement), "judged": as_json(one.measurement)}
        return {"kind": Proposal.Kind.MEASUREMENT, "content": content}
    if stated.finding is not None:
        return {"kind": Proposal.Kind.FINDING, "content": {"stated": as_json(stated.finding)}}
    assert stated.medication is not None
    return {"kind": Proposal.Kind.MEDICATION, "content": {"stated": as_json(stated.medication)}}
