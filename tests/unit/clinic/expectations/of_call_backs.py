"""What the addresses of clinic/call_backs answer: everybody may ask; an empty form is shown again."""

from expectations.answers import ANYONE, Expected

ROUTES = {
    "call_back": Expected(ANYONE, open=200, open_post=422),
    "call_back_sent": Expected(ANYONE, open=200),
}
