"""What the addresses of clinic/mine answer."""

from expectations.answers import OWN, Expected

ROUTES = {
    "my_home": Expected(OWN),
}
