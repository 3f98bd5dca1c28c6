"""Users and roles for the administrator, and emergency accesses for review. Reads no record."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone

from myotome.record.audit import Access, write_access
from myotome.record.gateway import Refused
from myotome.record.logins.factors import reset_factors, right_code
from myotome.record.models import EmergencyAccess, EmergencyReview, User
from myotome.record.roles import LABELS, Role
from myotome.words.errors import OutOfRange, UnknownName


@dataclass(frozen=True, slots=True)
class UserSheet:
    """One login."""

    pk: int
    username: str
    full_name: str
    role: str
    role_words: str
    clinic: str
    active: bool
    factors: int
    """How many second factors it has."""


@dataclass(frozen=True, slots=True)
class EmergencySheet:
    """One emergency access: who opened which number, why and when; ``reviewed`` is empty until somebody looked at it."""

    pk: int
    who: str
    number: str
    clinic: str
    reason: str
    at: datetime
    until: datetime
    reviewed: str
    justified: bool | None


def list_users(admin: User) -> tuple[UserSheet, ...]:
    """The logins of the administrator's clinic, and those of its patients."""
    _check(admin)
    rows = User.objects.filter(clinic_id=admin.clinic_id).select_related("clinic").order_by("role", "full_name")
    rows = rows.annotate(factors=Count("authenticator", filter=~Q(authenticator__type="recovery_codes")))
    return tuple(
        UserSheet(
            u.pk, u.username, u.full_name, u.role, LABELS[Role(u.role)], str(u.clinic or ""), u.is_active, u.factors
        )
        for u in rows
    )


def user_named(username: str) -> User | None:
    """The login of this user name, whatever its case; None where there is none."""
    found: User | None = User.objects.filter(username=username.strip().casefold()).first()
    return found


def add_user(admin: User, *, username: str, full_name: str, role: str, password: str) -> None:
    """A new login of the administrator's own clinic; raises ValidationError for a weak password or a name that is taken."""
    _check(admin)
    made = User(username=username.strip().casefold(), full_name=" ".join(full_name.split()), role=role)
    validate_password(password, made)
    with transaction.atomic():
        User.objects.create_user(
            made.username, password, full_name=made.full_name, role=Role(role).value, clinic_id=admin.clinic_id
        )
        write_access(Access(admin, None, "manage users", f"add {made.username} as {role}"), timezone.now())


def change_user(admin: User, pk: int, *, role: str, active: bool) -> None:
    """Change the role of a login, or close or open it; nobody changes their own."""
    _check(admin)
    user = _colleague(admin, pk)
    if user.pk == admin.pk:
        raise OutOfRange("nobody changes their own role", value=user.username, cure="Ask another administrator.")
    if Role(role) is Role.PATIENT:
        raise OutOfRange("a colleague's login cannot become a patient's", value=role)
    with transaction.atomic():
        user.role, user.is_active = Role(role).value, active
        user.save(update_fields=["role", "is_active"])
        if active:
            right_code(user)
        what = f"set {user.username} to {role}, {'open' if active else 'closed'}"
        write_access(Access(admin, None, "manage users", what), timezone.now())


def reset_second_factor(admin: User, pk: int) -> str:
    """Take away a colleague's second factors, so that they set up a new one; returns their name. Nobody resets their own."""
    _check(admin)
    user = _colleague(admin, pk)
    if user.pk == admin.pk:
        raise OutOfRange("nobody resets their own second factor", value=user.username, cure="Change it under My login.")
    reset_factors(user, admin, f"reset the second factor of {user.username}")
    name: str = user.full_name
    return name


def rescue(username: str) -> str:
    """At the machine: open a colleague's login with a new password and no second factor; returns the password. Logged."""
    user = user_named(username)
    if user is None or user.role == Role.PATIENT:
        raise UnknownName("no such login of the staff", value=username)
    password = secrets.token_urlsafe(12)
    with transaction.atomic():
        user.set_password(password)
        user.is_active = True
        user.save(update_fields=["password", "is_active"])
        reset_factors(user, None, f"new password and no second factor for {user.username}")
    return password


def list_emergencies(admin: User) -> tuple[EmergencySheet, ...]:
    """The emergency accesses by this clinic's clinicians and to its patients, newest first."""
    _check(admin)
    rows = EmergencyAccess.objects.select_related("user", "patient__clinic", "review__by").order_by("-pk")
    mine = rows.filter(user__clinic_id=admin.clinic_id) | rows.filter(patient__clinic_id=admin.clinic_id)
    return tuple(_sheet(row) for row in mine[:200])


def review_emergency(admin: User, pk: int, *, justified: bool, note: str) -> None:
    """Say what one thinks of an emergency access, once; nobody reviews their own."""
    _check(admin)
    row = EmergencyAccess.objects.filter(pk=pk).select_related("user", "patient").first()
    if row is None or admin.clinic_id not in (row.user.clinic_id, row.patient.clinic_id):
        raise UnknownName("no such emergency access", value=pk)
    if EmergencyReview.objects.filter(access=row).exists():
        raise OutOfRange("this access was reviewed already", value=pk)
    with transaction.atomic():
        EmergencyReview.objects.create(
            access=row, by=admin, at=timezone.now(), justified=justified, note=note.strip()[:500]
        )
        write_access(Access(admin, row.patient_id, "review emergency access", f"access {pk}"), timezone.now())


def _sheet(row: EmergencyAccess) -> EmergencySheet:
    review = getattr(row, "review", None)
    return EmergencySheet(
        row.pk,
        row.user.full_name,
        row.patient.number,
        row.patient.clinic.name,
        row.reason,
        row.at,
        row.until,
        review.by.full_name if review else "",
        review.justified if review else None,
    )


def _colleague(admin: User, pk: int) -> User:
    user: User | None = User.objects.filter(pk=pk, clinic_id=admin.clinic_id).exclude(role=Role.PATIENT).first()
    if user is None:
        raise UnknownName("no such login", value=pk)
    return user


def _check(user: User) -> None:
    if user.role != Role.ADMINISTRATOR or user.clinic_id is None:
        raise Refused("only an administrator opens this page", value=user.role)
