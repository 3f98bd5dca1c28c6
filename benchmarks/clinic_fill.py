"""Fills a clinic's database for the load: many patients on the worklist, a part of them with the whole record of a demo patient.

Names are made of syllables and belong to nobody. Rows are written in bulk, past the gateway and without lines in the access log.
"""

from __future__ import annotations

import itertools
import uuid
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import numpy as np

BEGINNINGS = [
    "Ba",
    "Be",
    "Bo",
    "Da",
    "De",
    "Do",
    "Fa",
    "Fe",
    "Ga",
    "Go",
    "Ha",
    "He",
    "Ka",
    "Ke",
    "Ko",
    "La",
    "Le",
    "Lo",
    "Ma",
    "Me",
    "Mi",
    "Na",
    "Ne",
    "No",
    "Ra",
    "Re",
    "Ro",
    "Sa",
    "Se",
    "Ta",
    "Te",
    "To",
    "Va",
    "Ve",
]
MIDDLES = [
    "ba",
    "da",
    "ga",
    "la",
    "ma",
    "na",
    "ra",
    "sa",
    "ta",
    "va",
    "li",
    "mi",
    "ni",
    "ri",
    "si",
    "ti",
    "lo",
    "mo",
    "no",
    "ro",
]
ENDS = ["ben", "dar", "fell", "gan", "holm", "ken", "lin", "mar", "nor", "ran", "sen", "ston", "tal", "ven", "wick"]
IN_A_BATCH = 5000
FLAGGED, NOT_SEEN, SIGNED, RESULTS = 0.05, 0.3, 0.6, 0.002
"""Shares of the list: with a red flag, changed since seen, signed, with results to answer. Made up."""


def fill(patients: int, whole: int, seed: int = 1) -> list[str]:
    """Add ``patients`` to the demo clinic, ``whole`` of them with a record; returns the references of those. Django must be set up."""
    from django.db import transaction
    from django.utils import timezone

    from myotome.record.models import Clinic, Patient, WorklistRow

    chance, now = np.random.default_rng(seed), timezone.now()
    clinic = Clinic.objects.order_by("pk").first()
    models = _demo_patients(clinic)
    taken = Patient.objects.count()
    names = _names(chance)
    full: list[tuple[Any, Any]] = []
    for start in range(0, patients, IN_A_BATCH):
        batch = [
            Patient(
                clinic=clinic,
                number=f"L{taken + at:07d}",
                given_name=next(names),
                family_name=next(names),
                born_on=models[at % len(models)].born_on,
                sex=models[at % len(models)].sex,
                phone="",
                registered_at=now,
            )
            for at in range(start, min(start + IN_A_BATCH, patients))
        ]
        drawn = chance.random((len(batch), 4))
        with transaction.atomic():
            made = Patient.objects.bulk_create(batch)
            rows = [
                WorklistRow(
                    patient=one,
                    clinic=clinic,
                    family_key=one.family_name.casefold(),
                    given_key=one.given_name.casefold(),
                    urgency=int(6 * flag / FLAGGED) if flag < FLAGGED else WorklistRow.NO_FLAG,
                    flag="A red flag of the load" if flag < FLAGGED else "",
                    timeframe="days" if flag < FLAGGED else "",
                    leading="A cause of the load",
                    changed_at=now - timedelta(days=float(400 * wait)),
                    changed="Examination",
                    seen_at=None if seen < NOT_SEEN else now,
                    signed=signed < SIGNED,
                    to_answer=2 * (wait < RESULTS),
                    results_wait=wait < RESULTS,
                )
                for one, (flag, wait, seen, signed) in zip(made, drawn, strict=True)
            ]
            WorklistRow.objects.bulk_create(rows)
        full += [
            (one, models[(start + at) % len(models)])
            for at, one in enumerate(made)
            if (start + at) % max(1, patients // whole) == 0
        ]
    for one, model in full[:whole]:
        with transaction.atomic():
            _copy_record(model, one)
    _count_rows()
    return [str(one.ref) for one, _ in full[:whole]]


def _demo_patients(clinic: Any) -> list[Any]:
    from myotome.record.models import AssessmentRecord, Patient

    with_record = AssessmentRecord.objects.values("patient")
    return list(Patient.objects.filter(clinic=clinic, pk__in=with_record).order_by("pk"))


def _names(chance: Any) -> Iterator[str]:
    every = ["".join(parts) for parts in itertools.product(BEGINNINGS, MIDDLES, ENDS)]
    while True:
        yield from (every[at] for at in chance.integers(len(every), size=IN_A_BATCH))


def _copy_record(model: Any, one: Any) -> None:
    """The rows of ``model`` written again for ``one``; the last assessment stands for the copied rows, so that none has to be made."""
    from myotome.clinic.assessing import versions_here
    from myotome.record.models import AssessmentRecord, Encounter, User
    from myotome.record.reading import KINDS, ReadableFile
    from myotome.record.roles import Deed

    occasions = {}
    for row in Encounter.objects.filter(patient=model).order_by("pk"):
        old, row.pk, row.patient = row.pk, None, one
        row._state.adding = True
        row.save(force_insert=True)
        occasions[old] = row
    for kind in KINDS.values():
        written: dict[int, Any] = {}
        for row in kind._default_manager.filter(patient=model).order_by("pk"):
            old, row.pk, row.ref, row.patient = row.pk, None, uuid.uuid4(), one
            row.encounter = occasions[row.encounter_id]
            row.supersedes = written.get(row.supersedes_id)
            row._state.adding = True
            row.save(force_insert=True)
            written[old] = row
    last = AssessmentRecord.objects.filter(patient=model).order_by("-number").first()
    user = User.objects.get(username="clinician")
    for row in AssessmentRecord.objects.filter(patient=model).order_by("number"):
        row.pk, row.ref, row.patient = None, uuid.uuid4(), one
        if row.number == last.number:
            row.basis = ReadableFile(one, user, Deed.READ_RECORD, last.at.now(last.at.tzinfo)).basis(versions_here())
        row._state.adding = True
        row.save(force_insert=True)


def _count_rows() -> None:
    """Let the database know how many rows there are, as a database of some age does by itself."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
