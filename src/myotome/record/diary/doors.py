"""Through which door a change came, and who a booking is for: what every writing function is told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from myotome.record.models import User


@dataclass(frozen=True, slots=True)
class Door:
    """``how`` is public, own record, desk, waiting list, clock or demo; ``by`` who was signed in, None for nobody."""

    how: str
    by: User | None = None


PUBLIC = Door("public")
CLOCK = Door("clock")
WAITING_LIST = Door("waiting list")


@dataclass(frozen=True, slots=True)
class GuestDetails:
    """Who a booking is for. ``phone`` in E.164 where it was typed on a page; ``wants_email`` only where they said yes.

    ``patient`` is the reference of a record; only the desk and the patient's own login may give it.
    """

    name: str
    born_on: date
    phone: str = ""
    email: str = ""
    language: str = "en"
    wants_email: bool = False
    patient: UUID | None = None


@dataclass(frozen=True, slots=True)
class Wish:
    """What goes with a booking: a word for the desk (nothing clinical), and what the person sends along for the clinician."""

    for_what: str = ""
    enclosed: dict[str, Any] | None = None
    referral: int = 0
    """The row of the referral code that the booking uses up; 0 for none."""


NOTHING_MORE = Wish()
