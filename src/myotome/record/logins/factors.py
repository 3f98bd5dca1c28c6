"""Which second factors a login has, wrong codes in a row, and an administrator's reset. Secrets are never read here."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Final

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from myotome.record.audit import REFUSED, Access, write_access
from myotome.record.logins.models import WrongCodes
from myotome.record.models import User

MOST_WRONG_CODES: Final = 30
"""In a row. Three codes of a million are right at any moment, so a guesser comes in once in eleven thousand such rows."""
SIGN_IN: Final = "sign in"


@dataclass(frozen=True, slots=True)
class FactorSheet:
    """What a login has: an app that shows codes, passkeys, and recovery codes not used yet."""

    app: bool
    passkeys: int
    recovery_codes: bool

    @property
    def number(self) -> int:
        """How many factors; recovery codes are none."""
        return int(self.app) + self.passkeys


@dataclass(frozen=True, slots=True)
class PasskeySheet:
    """One passkey."""

    pk: int
    name: str
    added: Any
    used: Any


def factors_of(user: User) -> FactorSheet:
    """The factors of a login."""
    kinds = list(Authenticator.objects.filter(user_id=user.pk).values_list("type", flat=True))
    return FactorSheet(
        Authenticator.Type.TOTP in kinds,
        kinds.count(Authenticator.Type.WEBAUTHN),
        Authenticator.Type.RECOVERY_CODES in kinds,
    )


def has_factor(user: User) -> bool:
    """Whether a login has one at all."""
    return Authenticator.objects.filter(user_id=user.pk).exclude(type=Authenticator.Type.RECOVERY_CODES).exists()


def passkeys_of(user: User) -> tuple[PasskeySheet, ...]:
    """The passkeys of a login, oldest first."""
    rows = Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.WEBAUTHN).order_by("pk")
    return tuple(PasskeySheet(row.pk, row.wrap().name, row.created_at, row.last_used_at) for row in rows)


def in_one_step() -> AbstractContextManager[None]:
    """What is changed inside stands or falls together."""
    step: AbstractContextManager[None] = transaction.atomic()
    return step


def drop_app(user: User) -> None:
    """Take away the app, because another takes its place in the same transaction."""
    Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.TOTP).delete()


def spend_code(user: User, code: str) -> None:
    """The code that set the app up is used: it opens no session as well."""
    Authenticator.objects.get(user_id=user.pk, type=Authenticator.Type.TOTP).wrap().validate_code(code)


def note_own_change(user: User, what: str) -> None:
    """One line of the access log for a change of one's own login."""
    write_access(Access(user, None, "change own login", what), timezone.now())


def wrong_code(user: User) -> bool:
    """Count one wrong code and log it; returns True when it was one too many and the login is closed."""
    with transaction.atomic():
        row, _ = WrongCodes.objects.get_or_create(user=user)
        WrongCodes.objects.filter(pk=row.pk).update(count=F("count") + 1)
        row.refresh_from_db()
        closes = row.count >= MOST_WRONG_CODES and user.is_active
        if closes:
            User.objects.filter(pk=user.pk).update(is_active=False)
    said = "wrong code of the second factor" + (": the login is closed" if closes else "")
    write_access(Access(user, None, SIGN_IN, said, REFUSED), timezone.now())
    return closes


def right_code(user: User) -> None:
    """Begin counting anew."""
    WrongCodes.objects.filter(user=user).delete()


def reset_factors(user: User, by: User | None, purpose: str) -> None:
    """Take away every factor and recovery code of a login; it sets up a new one at its next sign-in. ``by`` None: at the machine."""
    with transaction.atomic():
        Authenticator.objects.filter(user_id=user.pk).delete()
        WrongCodes.objects.filter(user=user).delete()
        write_access(
            Access(by, None, "manage users", purpose, user_name="" if by else "at the machine"), timezone.now()
        )
