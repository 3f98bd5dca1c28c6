"""What the addresses of clinic/examination answer."""

from expectations.answers import CLINICIAN, DONE, Expected

ROUTES = {
    "examination": Expected(CLINICIAN, DONE, {"mrc-deltoid-left": "4-"}),
}
