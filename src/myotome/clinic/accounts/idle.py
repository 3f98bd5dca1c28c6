"""Sessions end when nobody has used them: sooner for those who work here, on shared machines, than for patients on their own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

LAST_USED = "last_used"
NOTED_SECONDS = 60
"""A use is noted once a minute: a session may end up to a minute early, and a page costs one write less."""
NOTICE_KEY = "notice"
NOTICE = "You were signed out because the page was not used for a while."


class IdleSessions:
    """Signs out after ``IDLE_MINUTES_STAFF`` or ``IDLE_MINUTES_PATIENT`` without a request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self._get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        """Before the view, once it is known whose page it is: pages for everyone have no session."""
        user = request.user
        if user.is_authenticated:
            now = timezone.now().timestamp()
            minutes = settings.IDLE_MINUTES_STAFF if user.is_staff_role else settings.IDLE_MINUTES_PATIENT
            last = request.session.get(LAST_USED)
            if last is not None and now - last > 60 * minutes:
                logout(request)
                request.session[NOTICE_KEY] = NOTICE
            elif last is None or now - last > NOTED_SECONDS:
                request.session[LAST_USED] = now


def take_notice(request: HttpRequest) -> str:
    """Why the user was signed out, said once."""
    return str(request.session.pop(NOTICE_KEY, ""))


__all__ = ["LAST_USED", "NOTICE_KEY", "IdleSessions", "take_notice"]
