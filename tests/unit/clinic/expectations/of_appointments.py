"""What the addresses of clinic/appointments answer: everybody may ask; without proof of a booking, nothing of it is shown."""

from expectations.answers import ANYONE, EVERYONE_HOME, Expected

NOWHERE = dict.fromkeys(ANYONE, (404, 404))
ASKED = dict.fromkeys(ANYONE, (422, 422))

ROUTES = {
    "appointments": Expected(ANYONE, ANYONE, open=200),
    "appointment_times": Expected(EVERYONE_HOME, ANYONE, {"service": "review"}, open=302),
    "appointment_hold": Expected(
        post=EVERYONE_HOME, data={"service": "spa"}, get_is_refused=True, open=405, open_post=302
    ),
    "appointment_details": Expected(ANYONE, ANYONE, open=200),
    "referral_code": Expected(ANYONE, ASKED, {"code": "7K3M-Q9WD-0TXB-5HNE"}, open=200, open_post=422),
    "waiting_list": Expected(EVERYONE_HOME, ANYONE, {"service": "review"}, open=302),
    "earlier_time": Expected(NOWHERE, NOWHERE, open=404),
    "find_appointment": Expected(ANYONE, ASKED, {"reference": "7K3M-Q9WD-0TXB-5HNE"}, open=200, open_post=422),
    "appointment": Expected(ANYONE, ASKED, open=200, open_post=422),
    "appointment_calendar": Expected(EVERYONE_HOME, open=302),
    "move_appointment": Expected(EVERYONE_HOME, EVERYONE_HOME, open=302),
    "cancel_appointment": Expected(EVERYONE_HOME, EVERYONE_HOME, open=302),
    "want_earlier": Expected(EVERYONE_HOME, EVERYONE_HOME, open=302),
    "outbox": Expected({"front_desk": (200, 200), "administrator": (200, 200)}),
    "stop_messages": Expected(NOWHERE, NOWHERE, open=404),
}
