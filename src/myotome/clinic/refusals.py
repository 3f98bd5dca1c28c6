"""Turns what the gateway and the words refuse into pages: not found, not allowed, needs a reason, cannot be used."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from myotome.record.gateway import NeedsReason, NotFound, Refused
from myotome.words.errors import MyotomeError, UnknownName


class Refusals:
    """Every error that Myotome raises on purpose becomes a page that says what to do."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self._get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """The page for an error of ours; None leaves every other error to Django."""
        if isinstance(error, NotFound):
            return render(request, "refusals/not_found.html", status=404)
        if isinstance(error, NeedsReason):
            ref = request.resolver_match.kwargs.get("ref") if request.resolver_match else None
            return render(request, "refusals/needs_reason.html", {"ref": ref}, status=403)
        if isinstance(error, Refused):
            return render(request, "refusals/refused.html", status=403)
        if isinstance(error, MyotomeError):
            status = 404 if isinstance(error, UnknownName) and request.method == "GET" else 400
            return render(request, "refusals/unusable.html", {"error": error}, status=status)
        return None


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that was not sent from its own page, or after signing out."""
    return render(request, "refusals/form_expired.html", status=403)


def refused(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What Django or a library does not allow."""
    return render(request, "refusals/refused.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """An address that leads nowhere; who has not signed in stays among the public pages."""
    user = getattr(request, "user", None)
    inside = user is not None and user.is_authenticated
    return render(request, "refusals/not_found.html" if inside else "public/not_found.html", status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """Something broke that should not have; says so without a detail."""
    return render(request, "refusals/broken.html", status=500)
