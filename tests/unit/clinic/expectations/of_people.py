"""What the addresses of clinic/people answer."""

from expectations.answers import Expected

ROUTES = {
    "people": Expected(
        {"administrator": (200, 200)},
        {"administrator": (302, 302)},
        {"full_name": "N N", "username": "nn", "role": "clinician", "password": "a long enough sentence"},
    ),
    "change_person": Expected(
        post={"administrator": (302, 302)}, data={"role": "clinician", "active": "yes"}, get_is_refused=True
    ),
    "reset_factor": Expected(post={"administrator": (302, 302)}, get_is_refused=True),
    "emergencies": Expected({"administrator": (200, 200)}),
}
