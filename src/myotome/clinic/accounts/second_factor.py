"""Staff reach nothing before they gave a second factor: who has none yet is led to set one up, whatever address they ask for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.stages import AuthenticateStage
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from myotome.clinic.accounts.idle import NOTICE_KEY
from myotome.clinic.doors import ANYONE
from myotome.record.logins.factors import has_factor

SET_UP: Final = frozenset(
    {"mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "account_reauthenticate", "sign_out", "body_map_style"}
)
"""Addresses by name that lead to a factor, or out."""
AGAIN = "Sign in again and give your second factor."


class SecondFactorForStaff:
    """Stands before every view that is not for everybody."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self._get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """None lets the request go on."""
        user: Any = request.user
        if not settings.SECOND_FACTOR_FOR_STAFF or not user.is_authenticated or not user.is_staff_role:
            return None
        name = request.resolver_match.url_name if request.resolver_match else None
        if name in SET_UP or getattr(view, "open_to", None) == ANYONE:
            return None
        has_one = has_factor(user)
        if gave_second_factor(request, has_one=has_one):
            return None
        if has_one:
            # A session from before the factor was set up, in another browser.
            logout(request)
            request.session[NOTICE_KEY] = AGAIN
            return redirect("sign_in")
        return redirect("mfa_index")


class AskForSecondFactor(AuthenticateStage):
    """The stage between password and session; left out where the provider asked for a second factor itself, and its word counts."""

    def handle(self) -> tuple[Any, bool]:
        """A redirect to the page that asks, or nothing."""
        if any(record.get("type") == "provider" for record in _given(self.request, self.login.user)):
            return None, True
        asked: tuple[Any, bool] = super().handle()
        return asked


def gave_second_factor(request: HttpRequest, *, has_one: bool) -> bool:
    """Whether this session gave one; a factor that was reset meanwhile does not count, the provider's does."""
    return any(has_one or record.get("type") == "provider" for record in _given(request, request.user))


def _given(request: HttpRequest, user: Any) -> list[dict[str, Any]]:
    return [record for record in get_authentication_records(request, user) if record.get("method") == "mfa"]
