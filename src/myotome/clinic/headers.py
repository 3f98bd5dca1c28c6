"""Headers of every answer: nothing from outside, nothing inline, nothing personal kept by a browser or a proxy."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Iterable
from hashlib import sha256
from typing import Final

from django.http import HttpRequest, HttpResponse

POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
NO_FEATURES: Final = "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()"


class SecureHeaders:
    """Sets the policy on every answer that has none of its own; only files and pages that are the same for everyone may be stored."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self._get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("Permissions-Policy", NO_FEATURES)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if not request.path.startswith("/static/") and not getattr(response, "same_for_everyone", False):
            response.headers["Cache-Control"] = "no-store, private"
        return response


def policy_with_styles(styles: Iterable[str]) -> str:
    """The policy for a page that carries its own style elements: each is allowed by its hash, and no other."""
    hashes = " ".join(f"'sha256-{b64encode(sha256(style.encode()).digest()).decode()}'" for style in styles)
    return POLICY.replace("style-src 'self'", f"style-src 'self' {hashes}")
