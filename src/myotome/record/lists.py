"""Lists of patients: the worklist and the desk's list, page by page from a key, so that the hundredth page costs what the first does."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F, Q, QuerySet
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from myotome.record.audit import REFUSED, Access, write_access
from myotome.record.gateway import Refused
from myotome.record.models import Patient, User, WorklistRow
from myotome.record.roles import Deed, Role, allowed
from myotome.record.rows import person_of
from myotome.record.worklist_rows import refresh_row

PAGE = 25
MOST_WORDS = 3
LAST_LETTER = "\U0010ffff"
FILTERS: Mapping[str, str] = {
    "": "Everyone",
    "flagged": "Red flags",
    "changed": "Changed since seen",
    "results": "Results to answer",
    "unsigned": "Not signed",
}


@dataclass(frozen=True, slots=True)
class ListedPatient:
    """One line of a list; the clinical parts are empty in the desk's list."""

    ref: UUID
    number: str
    given_name: str
    family_name: str
    born_on: date
    age_years: float
    sex: str
    phone: str
    flag: str = ""
    timeframe: str = ""
    leading: str = ""
    changed_at: datetime | None = None
    changed: str = ""
    changed_by_patient: bool = False
    unseen: bool = False
    assessed: bool = True
    signed: bool = False
    to_answer: int = 0
    files_failed: int = 0


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list; ``next_key`` opens the following one, empty on the last."""

    patients: tuple[ListedPatient, ...]
    next_key: str


def worklist(user: User, *, search: str = "", only: str = "", key: str = "") -> Page:
    """The clinician's patients by urgency, longest wait first; ``search`` is the start of a name or the number."""
    rows = WorklistRow.objects.filter(clinic_id=user.clinic_id).select_related("patient")
    rows = _searched(rows, search, "patient_id")
    if only == "flagged":
        rows = rows.filter(urgency__lt=WorklistRow.NO_FLAG)
    elif only == "changed":
        rows = rows.filter(Q(seen_at=None) | Q(seen_at__lt=F("changed_at")))
    elif only == "results":
        rows = rows.filter(results_wait=True)
    elif only == "unsigned":
        rows = rows.filter(signed=False)
    after = _read_key(key)
    if after:
        rows = rows.filter(_behind(("urgency", "changed_at", "patient_id"), after))
    found = list(rows.order_by("urgency", "changed_at", "patient_id")[: PAGE + 1])
    shown = found[:PAGE]
    _log(user, [row.patient_id for row in shown], "worklist")
    last = shown[-1] if len(found) > PAGE else None
    next_key = json.dumps([last.urgency, last.changed_at.isoformat(), last.patient_id]) if last else ""
    return Page(tuple(_listed(row) for row in shown), next_key)


def desk_list(user: User, *, search: str = "", key: str = "") -> Page:
    """Names, numbers and telephone for the front desk, by family name; nothing clinical is read."""
    rows = Patient.objects.filter(clinic_id=user.clinic_id)
    rows = _searched(rows, search, "pk")
    after = _read_key(key)
    if after:
        rows = rows.filter(_behind(("family_name", "given_name", "id"), after))
    found = list(rows.order_by("family_name", "given_name", "pk")[: PAGE + 1])
    shown = found[:PAGE]
    _log(user, [row.pk for row in shown], "front desk list")
    last = shown[-1] if len(found) > PAGE else None
    next_key = json.dumps([last.family_name, last.given_name, last.pk]) if last else ""
    return Page(tuple(_identity(row) for row in shown), next_key)


def register(user: User, **fields: Any) -> UUID:
    """Make a new patient of the user's own clinic; the front desk's deed."""
    now = timezone.now()
    _check(user, Deed.WRITE_IDENTITY)
    with transaction.atomic():
        patient = Patient(clinic_id=user.clinic_id, number=_next_number(), **fields)
        patient.full_clean()
        patient.save()
        refresh_row(patient, now)
        write_access(Access(user, patient.pk, Deed.WRITE_IDENTITY, "register a patient"), now)
    return patient.ref


def _next_number() -> str:
    last = Patient.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    return f"M{last + 1:06d}"


def _log(user: User, shown: list[int], purpose: str) -> None:
    """Who was listed to whom: the record ids stand in the reason."""
    _check(user, Deed.LIST_PATIENTS)
    write_access(
        Access(user, None, Deed.LIST_PATIENTS, purpose, reason="patients " + ",".join(map(str, shown))), timezone.now()
    )


def _check(user: User, deed: Deed) -> None:
    if user.clinic_id is None or not allowed(Role(user.role), deed, own_clinic=True, own_record=False, emergency=False):
        write_access(Access(user, None, deed, "list", REFUSED), timezone.now())
        raise Refused("your role does not open this list", value=user.role)


def _searched(rows: QuerySet[Any], search: str, patient_key: str) -> QuerySet[Any]:
    """Rows whose patient's number is ``search``, or whose names start with each of its words."""
    found = Patient.objects.filter(number=search.strip().upper()).values_list("pk", flat=True).first()
    if found is not None:
        return rows.filter(**{patient_key: found})
    words = search.casefold().split()[:MOST_WORDS]
    if not words:
        return rows
    named = WorklistRow.objects.all()
    for word in words:
        named = named.filter(_starts("family_key", word) | _starts("given_key", word))
    return rows.filter(**{f"{patient_key}__in": named.values("patient_id")})


def _starts(field: str, word: str) -> Q:
    """A start of a name. SQLite compares letter by letter, so that a range finds it by index, which its LIKE does not."""
    if connection.vendor == "sqlite":
        return Q(**{f"{field}__gte": word, f"{field}__lt": word + LAST_LETTER})
    return Q(**{f"{field}__startswith": word})


def _behind(columns: tuple[str, ...], key: list[Any]) -> TupleGreaterThan:
    """Rows behind a key, compared as one row value: an index finds the first of them, which it does not for the same written with OR."""
    return TupleGreaterThan(Tuple(*(F(column) for column in columns)), key)


def _read_key(key: str) -> list[Any] | None:
    """The key of a page; one that was tampered with opens the first page."""
    try:
        parts = json.loads(key) if key else None
        if not isinstance(parts, list) or len(parts) != 3 or not isinstance(parts[2], int):
            return None
        if isinstance(parts[0], int):
            moment = parse_datetime(str(parts[1]))
            return [parts[0], moment, parts[2]] if moment else None
        return [str(parts[0]), str(parts[1]), parts[2]]
    except ValueError:
        return None


def _identity(row: Patient) -> ListedPatient:
    age = person_of(row, timezone.localdate()).age_years or 0.0
    return ListedPatient(row.ref, row.number, row.given_name, row.family_name, row.born_on, age, row.sex, row.phone)


def _listed(row: WorklistRow) -> ListedPatient:
    one = row.patient
    age = person_of(one, timezone.localdate()).age_years or 0.0
    return ListedPatient(
        one.ref,
        one.number,
        one.given_name,
        one.family_name,
        one.born_on,
        age,
        one.sex,
        "",
        row.flag,
        row.timeframe,
        row.leading,
        row.changed_at,
        row.changed,
        row.changed_by_patient,
        row.seen_at is None or row.seen_at < row.changed_at,
        row.urgency != WorklistRow.NOT_ASSESSED,
        row.signed,
        row.to_answer,
        row.files_failed,
    )
