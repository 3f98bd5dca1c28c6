"""What the addresses of clinic/worklist answer."""

from expectations.answers import Expected

ROUTES = {
    "worklist": Expected({"clinician": (200, 200)}),
}
