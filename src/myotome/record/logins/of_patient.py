"""A patient's own login: made by the front desk, named by the clinic's number for the patient."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.password_validation import validate_password

from myotome.record.logins.factors import reset_factors
from myotome.record.models import Patient, User
from myotome.record.roles import Role
from myotome.words.errors import UnknownName


@dataclass(frozen=True, slots=True)
class LoginSheet:
    """A patient's login: its user name, and whether it is open."""

    username: str
    is_open: bool


def login_of(patient: Patient) -> LoginSheet | None:
    """The patient's login, None where there is none."""
    account = patient.account
    return None if account is None else LoginSheet(account.username, account.is_active)


def give_login(patient: Patient, password: str, by: User) -> None:
    """Make the login, or give it a new password and take its second factors away; raises ValidationError for a name that is taken.

    Sessions that are open elsewhere end with the old password.
    """
    if patient.account is None:
        validate_password(password)
        full_name = f"{patient.given_name} {patient.family_name}"
        patient.account = User.objects.create_user(
            patient.number, password, full_name=full_name, role=Role.PATIENT.value
        )
        patient.save(update_fields=["account"])
        return
    patient.account.set_password(password)
    patient.account.save(update_fields=["password"])
    reset_factors(patient.account, by, f"new password and no second factor for {patient.account.username}")


def open_login(patient: Patient, *, is_open: bool) -> None:
    """Open or close the login; raises UnknownName where there is none."""
    if patient.account is None:
        raise UnknownName("this patient has no login", value=patient.number)
    patient.account.is_active = is_open
    patient.account.save(update_fields=["is_active"])
