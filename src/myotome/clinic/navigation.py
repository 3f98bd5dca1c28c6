"""The way about: which places each role finds in the header."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.urls import reverse

from myotome.record.roles import Role

PLACES: Final[Mapping[Role, tuple[tuple[str, str], ...]]] = {
    Role.PATIENT: (("my_home", "My record"), ("my_intake", "Questions")),
    Role.CLINICIAN: (("worklist", "Worklist"), ("health_checks", "Health checks"), ("knowledge", "Knowledge")),
    Role.FRONT_DESK: (
        ("desk_diary", "Diary"),
        ("desk", "Patients"),
        ("desk_calls", "Call-backs"),
        ("desk_waiting", "Waiting list"),
        ("desk_closed", "Closed time"),
        ("outbox", "Messages"),
    ),
    Role.REVIEWER: (("knowledge", "Knowledge"), ("readers", "Readers")),
    Role.ADMINISTRATOR: (("people", "Logins"), ("emergencies", "Emergency access"), ("outbox", "Messages")),
}


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of the header."""

    label: str
    address: str
    here: bool


def places_for(user: Any, path: str) -> tuple[Place, ...]:
    """The places of this user's role; ``here`` for the longest one that the address starts with."""
    places = [(label, reverse(name)) for name, label in PLACES[Role(user.role)]]
    here = max((address for _, address in places if path.startswith(address)), key=len, default="")
    return tuple(Place(label, address, address == here) for label, address in places)


def home_of(user: Any) -> str:
    """Where a role begins."""
    return reverse(PLACES[Role(user.role)][0][0])
