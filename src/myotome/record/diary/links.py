"""Addresses that stand in messages: made from the site's own setting, never from what a request says its host is."""

from __future__ import annotations

from typing import Final, TypeVar

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.translation import override

from myotome.visits.answer import Answer, No, Reason, Yes

T = TypeVar("T")
STOP_SALT: Final = "myotome.diary.stop"
WAIT_SALT: Final = "myotome.diary.wait"


def manage_link(reference: str, language: str) -> str:
    """Where somebody sees, moves or cancels the booking; the page asks for the birth date."""
    return _absolute("appointment", language, reference=reference)


def offer_link(slug: str, language: str) -> str:
    """Where somebody on the waiting list takes an earlier time or leaves it."""
    return _absolute("earlier_time", language, token=signing.dumps(slug, salt=WAIT_SALT))


def code_link(language: str) -> str:
    """Where somebody types the code of a referral."""
    return _absolute("referral_code", language)


def stop_link(guest: int, language: str) -> str:
    """Where somebody stops e-mails."""
    return _absolute("stop_messages", language, token=signing.dumps(guest, salt=STOP_SALT))


def read_stop(token: str) -> Answer[int]:
    """The guest whose link it is; a No for a link that was not made here."""
    return _read(token, STOP_SALT, int)


def read_wait(token: str) -> Answer[str]:
    """The waiting entry whose link it is."""
    return _read(token, WAIT_SALT, str)


def _read(token: str, salt: str, kind: type[T]) -> Answer[T]:
    try:
        found = signing.loads(token, salt=salt)
    except signing.BadSignature:
        return No(Reason.NO_SUCH_BOOKING)
    return Yes(found) if isinstance(found, kind) else No(Reason.NO_SUCH_BOOKING)


def _absolute(name: str, language: str, **kwargs: str) -> str:
    with override(language):
        return settings.SITE_ADDRESS.rstrip("/") + reverse(name, kwargs=kwargs)
