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
    "desk_patient": Expected({"front_desk": (200, 404)}),
    "desk_diary": Expected({"front_desk": (200, 200)}),
    "desk_print": Expected({"front_desk": (200, 200)}),
    "desk_drop": Expected(
        post={"front_desk": (404, 404)}, data={"reference": "", "cell": "1", "version": "1"}, get_is_refused=True
    ),
    "desk_give_code": Expected({"front_desk": (200, 200)}),
    "desk_book": Expected({"front_desk": (200, 200)}),
    "desk_booking": Expected({"front_desk": (200, 200)}),
    "desk_move": Expected(
        post={"front_desk": (302, 302)}, data={"on": "2030-05-06", "at": "09:00", "version": "1"}, get_is_refused=True
    ),
    "desk_undo": Expected(post={"front_desk": (302, 302)}, data={"version": "1"}, get_is_refused=True),
    "desk_mark": Expected(post={"front_desk": (302, 302)}, data={"do": "arrive", "version": "1"}, get_is_refused=True),
    "desk_cancel": Expected(
        post={"front_desk": (302, 302)}, data={"why": "rang up", "version": "1"}, get_is_refused=True
    ),
    "desk_match": Expected(post={"front_desk": (400, 400)}, data={"patient": "nobody"}, get_is_refused=True),
    "desk_waiting": Expected({"front_desk": (200, 200)}),
    "desk_answer_waiting": Expected(post={"front_desk": (302, 302)}, data={"do": "fill"}, get_is_refused=True),
    "desk_closed": Expected({"front_desk": (200, 200)}),
    "desk_reopen": Expected(post={"front_desk": (400, 400)}, data={"number": "999999"}, get_is_refused=True),
}
