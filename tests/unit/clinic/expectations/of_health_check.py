"""What the addresses of clinic/health_check answer. A letter before its time leads back to the check."""

from expectations.answers import CLINICIAN, DONE, OWN, Expected

ROUTES = {
    "health_checks": Expected({"clinician": (200, 200)}),
    "begin_check": Expected(CLINICIAN, DONE, {"dxa": "yes"}),
    "health_check": Expected(CLINICIAN),
    "check_part": Expected(CLINICIAN, DONE, {"grip-right": "31", "taken_on": "2026-01-05"}),
    "check_letter": Expected(DONE, DONE, {"words": "All is well, and we see each other again in a year."}),
    "my_check_letter": Expected(OWN),
}
