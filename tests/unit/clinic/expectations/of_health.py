"""What the addresses of clinic/health answer."""

from expectations.answers import ANYONE, Expected

ROUTES = {
    "health": Expected(ANYONE, open=200),
    "article": Expected(ANYONE, open=200),
    "a_to_z": Expected(ANYONE, open=200),
    "health_search": Expected(ANYONE, open=200),
    "health_body": Expected(ANYONE, open=200),
    "health_area": Expected(ANYONE, open=200),
    "health_entry": Expected(ANYONE, open=200),
    "helpful": Expected(ANYONE, ANYONE, {"helpful": "yes", "remark": ""}, open=200, open_post=422),
}
