"""What the style sheets answer."""

from expectations.answers import ANYONE, Expected

ROUTES = {"body_map_style": Expected(ANYONE, open=200)}
