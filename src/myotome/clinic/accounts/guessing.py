"""Wrong codes count with wrong passwords: six lock the login for a quarter of an hour, thirty codes in a row close it."""

from __future__ import annotations

from typing import Any

from axes.handlers.proxy import AxesProxyHandler
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from myotome.record.logins.factors import wrong_code


def locked(request: HttpRequest, user: Any) -> bool:
    """Whether too many passwords or codes for this login were wrong just now."""
    return not AxesProxyHandler.is_allowed(request, {"username": user.username})


def note_wrong_code(request: HttpRequest, user: Any) -> bool:
    """Count it against the login; returns whether the login is locked or closed now."""
    AxesProxyHandler.user_login_failed(__name__, {"username": user.username}, request)
    return wrong_code(user) or locked(request, user)


def locked_page(request: HttpRequest) -> HttpResponse:
    """Says that the login is locked, and for how long."""
    return render(request, "accounts/locked.html", status=429)
