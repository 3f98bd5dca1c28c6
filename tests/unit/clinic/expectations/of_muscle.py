"""What the addresses of clinic/muscle answer."""

from expectations.answers import CLINICIAN, DONE, Expected

ROUTES = {
    "choose_muscle": Expected(CLINICIAN),
    "muscle": Expected(CLINICIAN, DONE, {"strength": "4", "wasting": "", "twitching": ""}),
}
