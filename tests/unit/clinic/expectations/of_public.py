"""What the addresses of clinic/public answer."""

from expectations.answers import ANYONE, Expected

ROUTES = {
    "front": Expected(ANYONE, open=200),
    "robots": Expected(ANYONE, open=200),
    "sitemap": Expected(ANYONE, open=200),
}
