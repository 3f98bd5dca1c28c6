"""Sign in, sign out, and home: each role begins at its own place."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from myotome.clinic.accounts.idle import take_notice
from myotome.clinic.demo.logins import DEMO_LOGINS
from myotome.clinic.navigation import home_of


class SignInForm(AuthenticationForm):
    """User name and password; the name is folded as it was when the login was made."""

    error_messages = {
        "invalid_login": "This user name and password do not go together. Check both, and the Caps Lock key.",
        "inactive": "This login is closed. Ask your administrator.",
    }

    def clean_username(self) -> str:
        """The name as it is stored."""
        return str(self.cleaned_data["username"]).strip().casefold()


class SignIn(LoginView):
    """The sign-in page; in the demo it lists the logins."""

    template_name = "accounts/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds why the last session ended, and the demo's logins."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"notice": take_notice(self.request), "demo_logins": DEMO_LOGINS}


class SignOut(LogoutView):
    """Ends the session; only by POST."""


def home(request: HttpRequest) -> HttpResponse:
    """Send everyone to where their role begins."""
    return redirect(home_of(request.user))
