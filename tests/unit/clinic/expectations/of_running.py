"""What the addresses of clinic/running answer; the tests ask from the machine itself."""

from expectations.answers import ANYONE, Expected

ROUTES = {
    "live": Expected(ANYONE, open=200),
    "ready": Expected(ANYONE, open=200),
    "metrics": Expected(ANYONE, open=200),
}
