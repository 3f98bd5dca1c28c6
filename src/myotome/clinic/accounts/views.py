"""Sign in, the second factor, sign out, and home: each role begins at its own place."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from allauth.mfa.base.views import AuthenticateView
from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from myotome.clinic.accounts.guessing import locked, locked_page, note_wrong_code
from myotome.clinic.accounts.idle import take_notice
from myotome.clinic.demo.logins import DEMO_LOGINS
from myotome.clinic.navigation import home_of
from myotome.record.logins.factors import factors_of, right_code


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

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """The password is right: ask for the second factor where there is one, else begin the session."""
        user: Any = form.get_user()
        login = Login(user=user, redirect_url=self.get_success_url(), email_verification="none")
        return perform_password_login(self.request, {"username": user.username}, login)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds why the last session ended, the provider, and the demo's logins."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        notice = take_notice(self.request)
        return context | {"notice": notice, "demo_logins": DEMO_LOGINS, "provider": settings.PROVIDER}


class SecondFactor(AuthenticateView):
    """After the password: a code of the app, a passkey, or a recovery code."""

    template_name = "accounts/second_factor.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """A locked login is not asked at all, so that a guesser learns nothing."""
        if locked(request, self.stage.login.user):
            return locked_page(request)
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        """The factor is right: begin the session."""
        right_code(self.stage.login.user)
        return super().form_valid(form)

    def form_invalid(self, form: Any) -> HttpResponse:
        """The factor is wrong: it counts with the wrong passwords."""
        user = self.stage.login.user
        if note_wrong_code(self.request, user):
            self.stage.abort()
            return locked_page(self.request)
        response = super().form_invalid(form)
        response.status_code = 422
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds what the login has, so that only that is asked for."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"has": factors_of(self.stage.login.user)}


class SignOut(LogoutView):
    """Ends the session; only by POST."""


def home(request: HttpRequest) -> HttpResponse:
    """Send everyone to where their role begins."""
    return redirect(home_of(request.user))
