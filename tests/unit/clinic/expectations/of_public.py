"""What the addresses of clinic/public answer."""

from expectations.answers import ANYONE, Expected

ROUTES = {"front": Expected(ANYONE, open=200)}
