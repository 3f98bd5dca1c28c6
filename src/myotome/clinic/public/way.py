"""The way about of the public pages: one row per place, shown once its room exists. Add a row here, not in the template."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

PLACES: Final = (
    ("health", _("Health A–Z")),
    ("self_check", _("Self-check")),
    ("appointments", _("Appointments")),
    ("call_back", _("Call me back")),
)
"""Name of the route, and what it is called."""
SIGN_IN: Final = ("sign_in", _("Sign in"))
