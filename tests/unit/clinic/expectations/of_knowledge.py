"""What the addresses of clinic/knowledge answer."""

from expectations.answers import READERS, Expected

ROUTES = {
    "knowledge": Expected(READERS),
    "shelf": Expected(READERS),
    "entry": Expected(READERS),
}
