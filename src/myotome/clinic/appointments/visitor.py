"""What the session knows of somebody without a login: the time that is kept for them, and the bookings for which they gave proof."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from myotome.clinic.caller import address_of
from myotome.record.calls.limits import knock_at
from myotome.visits.answer import No

KEY = "appointments"
MOST_PROVEN = 30


@dataclass(frozen=True, slots=True)
class Kept:
    """A hold by its reference, and whether the answers of the self-check go with it: they lie in the browser, not here."""

    reference: str
    along: bool
    referral: int = 0
    """The row of the referral code with which it was held; 0 for none."""


def keep_hold(request: HttpRequest, reference: str, *, along: bool, referral: int) -> None:
    """Remember the hold for the next page."""
    _put(request, hold=reference, along=along, held_with=referral)


def hold_of(request: HttpRequest) -> Kept | None:
    """The hold of this session, booked meanwhile or not."""
    kept = _kept(request)
    return Kept(kept["hold"], kept.get("along") is True, kept.get("held_with", 0)) if kept.get("hold") else None


def keep_referral(request: HttpRequest, number: int) -> None:
    """Remember which code was typed, by its row; 0 forgets it."""
    if number or referral_of(request):
        _put(request, referral=number)


def referral_of(request: HttpRequest) -> int:
    """The code that this session typed; 0 for none."""
    return int(_kept(request).get("referral", 0))


def give_proof(request: HttpRequest, *references: str) -> None:
    """From now on this session may see these bookings."""
    proven = [*_kept(request).get("proven", ()), *references]
    _put(request, proven=list(dict.fromkeys(proven))[-MOST_PROVEN:])


def has_proof(request: HttpRequest, reference: str) -> bool:
    """Whether this session may see the booking."""
    return reference in _kept(request).get("proven", ())


def may_knock(request: HttpRequest, limit: str, now: Any) -> bool:
    """Take one of the caller's tries; False when there is none left for now."""
    return not isinstance(knock_at(limit, address_of(request), now), No)


def _kept(request: HttpRequest) -> dict[str, Any]:
    found = request.session.get(KEY, {})
    return found if isinstance(found, dict) else {}


def _put(request: HttpRequest, **what: Any) -> None:
    request.session[KEY] = {**_kept(request), **what}
