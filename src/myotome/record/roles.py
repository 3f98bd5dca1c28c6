"""Who may do what: one table of roles and deeds, read by the gateway and by nobody else."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class Role(StrEnum):
    """What a person is in the clinic; each has one."""

    PATIENT = "patient"
    CLINICIAN = "clinician"
    FRONT_DESK = "front_desk"
    REVIEWER = "reviewer"
    ADMINISTRATOR = "administrator"


class Deed(StrEnum):
    """What can be done with a patient's record."""

    LIST_PATIENTS = "list patients"
    READ_IDENTITY = "read name and visits"
    WRITE_IDENTITY = "write name and visits"
    READ_RECORD = "read the record"
    WRITE_RECORD = "write the record"
    ANSWER_INTAKE = "answer the interview"
    READ_RELEASED = "read what was released"


LABELS: Final[Mapping[Role, str]] = {
    Role.PATIENT: "Patient",
    Role.CLINICIAN: "Clinician",
    Role.FRONT_DESK: "Front desk",
    Role.REVIEWER: "Knowledge reviewer",
    Role.ADMINISTRATOR: "Administrator",
}

IN_OWN_CLINIC: Final[Mapping[Role, frozenset[Deed]]] = {
    Role.PATIENT: frozenset(),
    Role.CLINICIAN: frozenset(
        {
            Deed.LIST_PATIENTS,
            Deed.READ_IDENTITY,
            Deed.READ_RECORD,
            Deed.WRITE_RECORD,
            Deed.ANSWER_INTAKE,
        }
    ),
    Role.FRONT_DESK: frozenset({Deed.LIST_PATIENTS, Deed.READ_IDENTITY, Deed.WRITE_IDENTITY}),
    Role.REVIEWER: frozenset(),
    Role.ADMINISTRATOR: frozenset(),
}
"""What a role may do with the patients of its own clinic."""

WITH_OWN_RECORD: Final[Mapping[Role, frozenset[Deed]]] = {
    Role.PATIENT: frozenset({Deed.READ_IDENTITY, Deed.ANSWER_INTAKE, Deed.READ_RELEASED}),
}
"""What a person may do with the record that is about themselves."""

IN_EMERGENCY: Final[Mapping[Role, frozenset[Deed]]] = {
    Role.CLINICIAN: frozenset({Deed.READ_IDENTITY, Deed.READ_RECORD, Deed.WRITE_RECORD}),
}
"""What a role may do with a patient of another clinic, after giving a reason, for a limited time."""


def allowed(role: Role, deed: Deed, *, own_clinic: bool, own_record: bool, emergency: bool) -> bool:
    """Whether ``role`` may do ``deed``; what no table grants is refused."""
    if own_record and deed in WITH_OWN_RECORD.get(role, frozenset()):
        return True
    if own_clinic and deed in IN_OWN_CLINIC.get(role, frozenset()):
        return True
    return emergency and deed in IN_EMERGENCY.get(role, frozenset())
