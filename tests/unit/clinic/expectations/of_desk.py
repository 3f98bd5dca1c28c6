"""What the addresses of clinic/desk answer."""

from expectations.answers import Expected

ROUTES = {
    "desk": Expected({"front_desk": (200, 200)}),
    "desk_calls": Expected({"front_desk": (200, 200)}),
    "desk_call": Expected({"front_desk": (200, 200)}),
    "desk_claim_call": Expected(post={"front_desk": (302, 302)}, get_is_refused=True),
    "desk_try_call": Expected(
        post={"front_desk": (302, 302)}, data={"result": "no_answer", "note": ""}, get_is_refused=True
    ),
    "desk_close_call": Expected(
        post={"front_desk": (302, 302)}, data={"outcome": "not_reached", "note": "moved away"}, get_is_refused=True
    ),
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
}
