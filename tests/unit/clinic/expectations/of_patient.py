"""What the addresses of clinic/patient answer."""

from expectations.answers import CLINICIAN, DONE, Expected

ROUTES = {
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
}
