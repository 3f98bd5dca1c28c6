"""What the addresses of clinic/accounts answer."""

from expectations.answers import EVERYONE_HOME, Expected

ROUTES = {
    "home": Expected(EVERYONE_HOME),
    "sign_in": Expected(EVERYONE_HOME, open=200),
    "sign_out": Expected(post=EVERYONE_HOME, get=dict.fromkeys(EVERYONE_HOME, (405, 405))),
}
