"""What every route answers to every role, for a patient of their own and for another's: the table that test_doors walks.

A route without an entry fails the test. ``own`` is a patient of the demo clinic (for the patient's login: their own record), ``other`` one
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

ROUTES: Mapping[str, Expected] = {
    "home": Expected(EVERYONE_HOME),
    "sign_in": Expected(EVERYONE_HOME, open=200),
    "sign_out": Expected(post=EVERYONE_HOME, get=dict.fromkeys(EVERYONE_HOME, (405, 405))),
    "body_map_style": Expected(dict.fromkeys(EVERYONE_HOME, (200, 200)), open=200),
    "worklist": Expected({"clinician": (200, 200)}),
    "patient": Expected(CLINICIAN),
    "break_glass": Expected(
        {"clinician": (302, 200)}, {"clinician": (302, 302)}, {"reason": "Brought in unable to breathe"}
    ),
    "diagnose": Expected(
        post=DONE, data={"number": "1", "stance": "open", "diagnosis": "x", "reason": "y"}, get_is_refused=True
    ),
    "release": Expected(
        post=DONE, data={"number": "1", "words": "Come in on Monday.", "cause": ""}, get_is_refused=True
    ),
    "add_finding": Expected(CLINICIAN, DONE, FINDING),
    "answer_question": Expected(post=DONE, data={"concept": "falls", "answer": "no"}, get_is_refused=True),
    "add_measurement": Expected(post=DONE, data={"measure": "ck", "value": "300", "unit": "U/L"}, get_is_refused=True),
    "add_medication": Expected(post=DONE, data={"name": "Aspirin", "dose": "75 mg"}, get_is_refused=True),
    "add_note": Expected(post=DONE, data={"text": "Telephoned."}, get_is_refused=True),
    "correct_finding": Expected(CLINICIAN, DONE, {**FINDING, "why": "misheard"}),
    "withdraw": Expected(CLINICIAN, DONE, {"why": "misheard"}),
    "examination": Expected(CLINICIAN, DONE, {"mrc-deltoid-left": "4-"}),
    "report": Expected(CLINICIAN),
    "sign": Expected(post=DONE, get_is_refused=True),
    "intake": Expected(INTERVIEW),
    "intake_go_on": Expected({"clinician": (302, 403), "patient": (404, 404)}),
    "intake_urgent": Expected(INTERVIEW),
    "intake_check": Expected(INTERVIEW),
    "intake_send": Expected(post={"clinician": (302, 403), "patient": (404, 404)}, get_is_refused=True),
    "intake_question": Expected(INTERVIEW, {"clinician": (302, 403), "patient": (404, 404)}, ANSWER),
    "my_home": Expected(OWN),
    "my_intake": Expected({"patient": (200, 200), "clinician": (404, 404)}),
    "my_intake_go_on": Expected({"patient": (302, 302), "clinician": (404, 404)}),
    "my_intake_urgent": Expected({"patient": (200, 200), "clinician": (404, 404)}),
    "my_intake_check": Expected({"patient": (200, 200), "clinician": (404, 404)}),
    "my_intake_send": Expected(post={"patient": (302, 302), "clinician": (404, 404)}, get_is_refused=True),
    "my_intake_sent": Expected(OWN),
    "my_intake_question": Expected(
        {"patient": (200, 200), "clinician": (404, 404)}, {"patient": (302, 302), "clinician": (404, 404)}, ANSWER
    ),
    "desk": Expected({"front_desk": (200, 200)}),
    "register": Expected(
        {"front_desk": (200, 200)},
        {"front_desk": (302, 302)},
        {"given_name": "A", "family_name": "B", "born_on": "1980-01-01", "sex": "unknown"},
    ),
    "desk_patient": Expected(
        {"front_desk": (200, 404)},
        {"front_desk": (302, 404)},
        {"kind": "visit", "on": "2030-01-01", "time": "09:00", "for_what": "first visit"},
    ),
    "knowledge": Expected(READERS),
    "shelf": Expected(READERS),
    "entry": Expected(READERS),
    "people": Expected(
        {"administrator": (200, 200)},
        {"administrator": (302, 302)},
        {"full_name": "N N", "username": "nn", "role": "clinician", "password": "a long enough sentence"},
    ),
    "change_person": Expected(
        post={"administrator": (302, 302)}, data={"role": "clinician", "active": "yes"}, get_is_refused=True
    ),
    "emergencies": Expected({"administrator": (200, 200)}),
}
