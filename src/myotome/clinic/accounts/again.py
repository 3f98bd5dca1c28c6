"""Who it is, once more: before a login is changed, its password or its second factor is asked for again."""

from __future__ import annotations

from typing import Any

from allauth.account.views import ReauthenticateView as WithPassword
from allauth.mfa.base.views import ReauthenticateView as WithCode
from allauth.mfa.webauthn.views import ReauthenticateWebAuthnView as WithPasskey
from django.http import HttpRequest, HttpResponse

from myotome.clinic.accounts.guessing import locked, locked_page, note_wrong_code
from myotome.clinic.doors import user_of


class AgainWithPassword(WithPassword):
    """The password; wrong ones lock the login."""

    template_name = "accounts/again.html"


class AgainWithCode(WithCode):
    """A code of the app or a recovery code; wrong ones lock the login."""

    template_name = "accounts/again.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """A locked login is not asked at all."""
        return locked_page(request) if locked(request, user_of(request)) else super().post(request, *args, **kwargs)

    def form_invalid(self, form: Any) -> HttpResponse:
        """A wrong code counts with those at sign-in."""
        if note_wrong_code(self.request, user_of(self.request)):
            return locked_page(self.request)
        return super().form_invalid(form)


class AgainWithPasskey(WithPasskey):
    """A passkey."""

    template_name = "accounts/again_passkey.html"
