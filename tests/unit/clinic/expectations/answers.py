"""How an expectation is written: what a route answers to every role, for a patient of their own and for another's.

A route without an entry fails test_doors. ``own`` is a patient of the demo clinic (for the patient's login: their own record), ``other`` one
of another clinic (for the patient's login: somebody else's record). A role that an entry does not name is refused with 403. Who is not
signed in is sent to the sign-in page, unless ``open`` says otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Answers = Mapping[str, tuple[int, int]]
"""Role -> status for own and other."""


@dataclass(frozen=True)
class Expected:
    """One route: what GET and POST answer; ``data`` is a sound form, so that a refusal is about the role and nothing else."""

    get: Answers = field(default_factory=dict)
    post: Answers | None = None
    data: Mapping[str, str] = field(default_factory=dict)
    get_is_refused: bool = False
    """GET answers 405 to the roles that may POST."""
    open: int = 0
    """Status for who is not signed in, where that is not the way to the sign-in page."""
    open_post: int = 0
    """The same for an empty form that they send, where that differs."""


CLINICIAN = {"clinician": (200, 403)}
DONE = {"clinician": (302, 403)}
OWN = {"patient": (200, 200)}
"""Pages that name no patient: they show the own record whoever is meant."""
EVERYONE_HOME = dict.fromkeys(("patient", "clinician", "front_desk", "reviewer", "administrator"), (302, 302))
READERS = {"clinician": (200, 200), "reviewer": (200, 200)}
ANSWER = {"answer": "It began with my hand", "go": "next"}
FINDING = {"concept": "progressive", "state": "present", "side": "unstated", "origin": "reported"}
INTERVIEW = {"clinician": (200, 403), "patient": (404, 404)}
"""A patient reaches the interview under their own address only."""

ANYONE = dict.fromkeys(EVERYONE_HOME, (200, 200))
"""A page that everybody may open, signed in or not: ``Expected(ANYONE, open=200)``."""
