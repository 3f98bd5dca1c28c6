"""A patient who is signed in books for their own record: name and birth date stand in the form, and the visit stands under My record."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import HttpRequest
from django.utils.translation import get_language

from myotome.clinic.doors import gateway_of, user_of
from myotome.record.diary.doors import GuestDetails
from myotome.record.gateway import NotFound
from myotome.record.roles import Deed, Role
from myotome.record.sheets import IdentitySheet


def own_identity(request: HttpRequest) -> IdentitySheet | None:
    """Who is signed in as a patient; None for everybody else."""
    user = user_of(request)
    if not user.is_authenticated or user.role != Role.PATIENT:
        return None
    gateway = gateway_of(request)
    try:
        with gateway.open(gateway.own_ref(), Deed.READ_IDENTITY, "book a visit") as file:
            return file.identity
    except NotFound:
        return None


def first_answers(own: IdentitySheet | None) -> dict[str, Any]:
    """What stands in the form before anything is typed."""
    known = {"name": own.name, "born_on": own.born_on.isoformat(), "phone": own.phone} if own else {}
    return {"language": get_language() or "en", **known}


def as_own(details: GuestDetails, own: IdentitySheet | None) -> GuestDetails:
    """For the own record, unless name or birth date were changed: then it is for somebody else, whom the desk will find."""
    if own is None or details.born_on != own.born_on or details.name.casefold() != own.name.casefold():
        return details
    return replace(details, patient=own.ref)
