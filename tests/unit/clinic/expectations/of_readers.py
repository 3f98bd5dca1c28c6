"""What the addresses of clinic/readers answer."""

from expectations.answers import READERS, Expected

ROUTES = {"readers": Expected(READERS)}
