"""What the addresses of clinic/mine answer."""

from expectations.answers import OWN, Expected

ROUTES = {
    "my_home": Expected(OWN),
    "my_letter": Expected({"patient": (404, 404)}),
    "my_letter_pdf": Expected({"patient": (404, 404)}),
    "my_visit": Expected({"patient": (404, 404)}),
}
