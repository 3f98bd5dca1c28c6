"""What the addresses of clinic/reading answer."""

from expectations.answers import CLINICIAN, Expected

ROUTES = {
    "read_text": Expected(CLINICIAN, {"clinician": (422, 403)}),
    "recognised_medicines": Expected(
        post=dict.fromkeys(("clinician", "patient"), (200, 200)), data={"answer": "atorvastatin"}, get_is_refused=True
    ),
}
