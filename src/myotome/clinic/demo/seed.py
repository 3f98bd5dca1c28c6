"""Fills the demo: the clinics, the logins and the fictional patients of patients.toml, through the same gateway as everybody else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from myotome.anatomy.reflexes import reflexes
from myotome.clinic.assessing import bring_up_to_date
from myotome.clinic.demo.calls import seed_calls
from myotome.clinic.demo.checks import seed_check
from myotome.clinic.demo.logins import DEMO_LOGINS
from myotome.clinic.demo.results import seed_results
from myotome.clinic.demo.week import seed_week
from myotome.clinic.house import house
from myotome.clinic.letters.drafting import ground_for
from myotome.journey.letters import content_of, draft_referral
from myotome.record.diary.desk_booking import book
from myotome.record.diary.doors import GuestDetails
from myotome.record.diary.looking import offers
from myotome.record.file import PatientFile
from myotome.record.gateway import Gateway
from myotome.record.letters.keeping import start_letter
from myotome.record.models import Clinic, Patient, User
from myotome.record.roles import Deed, Role
from myotome.record.rows import DAYS_PER_YEAR
from myotome.record.worklist_rows import refresh_row
from myotome.sources.case_file import parse_case
from myotome.visits.answer import Yes
from myotome.visits.slots import Ask
from myotome.wiring import knowledge
from myotome.words.case import Case
from myotome.words.shelf import read_book

CLINICS: Final = ("Harbour Neuromuscular Clinic (demo)", "Hillside Clinic (demo)")
MARKS: Final = {"wasted": "muscle_wasting", "twitches": "muscle_fasciculation"}
HOWS: Final = {"intake": "reported", "examination": "examined", "result": "measured"}
FIRST_NUMBER: Final = 1


def seed() -> None:
    """Make everything in one transaction: a demo is whole or not there."""
    patients = read_book("myotome.clinic.demo", "patients.toml").content["patient"]
    with transaction.atomic():
        clinics = [Clinic.objects.create(name=name) for name in CLINICS]
        users = {
            login.username: User.objects.create_user(
                login.username,
                login.password,
                full_name=login.full_name,
                role=login.role.value,
                clinic=None if login.role is Role.PATIENT else clinics[login.clinic],
            )
            for login in DEMO_LOGINS
        }
        for number, row in enumerate(patients, start=FIRST_NUMBER):
            _patient(row, number, clinics, users)
        seed_calls(users["desk"])
        seed_week(users["desk"], dict(Patient.objects.filter(clinic=clinics[0]).values_list("family_name", "ref")))
        seed_check(users["clinician"], Patient.objects.get(family_name="Pereira").ref)
        seed_results(users["clinician"], dict(Patient.objects.values_list("family_name", "ref")))


def _patient(row: Mapping[str, Any], number: int, clinics: list[Clinic], users: Mapping[str, User]) -> None:
    now = timezone.now()
    which = row.get("clinic", 0)
    born = timezone.localdate(now) - timedelta(days=round(DAYS_PER_YEAR * row["age_years"]) + 30 + 5 * number)
    patient = Patient.objects.create(
        clinic=clinics[which],
        account=users.get(row.get("account", "")),
        number=f"M{number:06d}",
        given_name=row["given_name"],
        family_name=row["family_name"],
        born_on=born,
        sex=row["sex"],
        phone=f"01632 960{number:03d}",
    )
    clinician = next(u for u in users.values() if u.role == Role.CLINICIAN and u.clinic_id == clinics[which].pk)
    refresh_row(patient, now - timedelta(hours=1))
    for step in row.get("step", ()):
        _step(step, patient.ref, clinician, now - timedelta(days=step["days_ago"], minutes=7 * number), now)
    if row.get("step"):
        desk = next((u for u in users.values() if u.role == Role.FRONT_DESK and u.clinic_id == clinics[which].pk), None)
        if desk is not None:
            _visit(patient, desk, now, number)


def _visit(patient: Patient, desk: User, now: datetime, number: int) -> None:
    """The next visit, at a time that the demo's house can give."""
    ask = Ask(now, earliest=now + timedelta(days=3 + 2 * number), notice=False, limit=1)
    found = offers(house(), "review", (), ask)
    if isinstance(found, Yes):
        details = GuestDetails("", patient.born_on, patient=patient.ref)
        book(desk, house(), found.value[0], details, now=now)


def _step(step: Mapping[str, Any], ref: UUID, clinician: User, at: datetime, now: datetime) -> None:
    gateway = Gateway(clinician, lambda: min(at, now))
    case = parse_case(_case_file(step), knowledge().vocabulary, place="demo/patients.toml")
    with gateway.open(ref, Deed.WRITE_RECORD, "demo") as file:
        _write(file, case, step["kind"])
    bring_up_to_date(gateway, ref)
    with gateway.open(ref, Deed.WRITE_RECORD, "demo") as file:
        last = file.latest()
        if last is None:
            return
        if "diagnosis" in step:
            file.diagnose(last.number, **step["diagnosis"])
        if "release" in step:
            file.release(last.number, **step["release"])
        if step.get("sign"):
            file.sign(last.number)
            file.mark_seen()
    if step.get("letter"):
        ground, number = ground_for(gateway, ref)
        with gateway.open(ref, Deed.WRITE_RECORD, "demo") as file:
            start_letter(file, "referral", content_of(draft_referral(ground)), number)


def _write(file: PatientFile, case: Case, kind: str) -> None:
    on = file.begin(kind)
    for finding in case.findings:
        file.add_finding(finding, on)
    for measurement in case.measurements:
        file.add_measurement(measurement, on)
    for medication in case.medications:
        file.add_medication(medication, on)
    if case.complaint:
        file.add_note("complaint", case.complaint, on)
    if case.notes:
        file.add_note("note", case.notes, on)


def _case_file(step: Mapping[str, Any]) -> dict[str, Any]:
    """A step as the content of a case file, so that the same door checks it."""
    how = HOWS[step["kind"]]
    return {
        "id": "demo",
        "complaint": step.get("complaint", ""),
        "notes": step.get("note", ""),
        "findings": [
            *({"present": slug, "how": how} for slug in step.get("found", ())),
            *({"absent": slug, "how": how} for slug in step.get("absent", ())),
            *_examined(step),
        ],
        "measurements": [
            {"measure": measure, "value": value, "unit": unit} for measure, value, unit in step.get("values", ())
        ],
        "medications": [
            {"name": name, "dose": dose, "still_taken": "stopped" not in dose}
            for name, dose in step.get("medicines", ())
        ],
    }


def _examined(step: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for muscle, side, grade, marks in step.get("muscles", ()):
        place = {"side": side, "site": muscle, "how": "examined"}
        if grade:
            yield {"absent" if grade == "5" else "present": "muscle_weakness", "grade": f"{grade}/5", **place}
        for mark in marks.split():
            yield {"present": MARKS[mark], **place}
    for reflex, side, grade in step.get("reflexes", ()):
        state = "absent" if grade == "2+" else "present"
        yield {state: "reflex", "side": side, "site": reflexes()[reflex].label, "grade": grade, "how": "examined"}
