"""The demo's logins: who can be tried, and with which password. They exist in a demo database only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from myotome.record.roles import Role


@dataclass(frozen=True, slots=True)
class Login:
    """One login of the demo."""

    username: str
    password: str
    full_name: str
    role: Role
    clinic: int
    """0 for the demo clinic, 1 for the other one, from which emergency access can be tried."""
    tells: str


DEMO_LOGINS: Final = (
    Login(
        "clinician",
        "demo-clinician",
        "Dr Ines Okafor",
        Role.CLINICIAN,
        0,
        "worklist, the whole path of a patient, report",
    ),
    Login("patient", "demo-patient", "Arthur Bell", Role.PATIENT, 0, "the interview on a phone, what was released"),
    Login("desk", "demo-front-desk", "Mina Vogel", Role.FRONT_DESK, 0, "names, visits, call-backs"),
    Login("reviewer", "demo-reviewer", "Prof Jonas Hale", Role.REVIEWER, 0, "the knowledge base"),
    Login("admin", "demo-administrator", "Rosa Lindqvist", Role.ADMINISTRATOR, 0, "logins, roles, emergency accesses"),
    Login(
        "visitor", "demo-visitor", "Dr Tom Adeyemi", Role.CLINICIAN, 1, "another clinic: emergency access with a reason"
    ),
)
