"""What django-allauth asks of the site: no sign-up, no e-mail, secrets sealed, and a provider that opens only logins that exist."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from myotome.clinic.accounts.idle import NOTICE_KEY
from myotome.record.logins.factors import factors_of, has_factor
from myotome.record.people import user_named
from myotome.record.sealing import seal, unseal

PURPOSE = "second factor"
CLOSED = "This login is closed. Ask your administrator."
WAYS = {
    "reauthenticate": "give your password",
    "mfa_reauthenticate": "give a code",
    "mfa_reauthenticate:webauthn": "use a passkey",
}
PASSWORDS = "django.contrib.auth.backends.ModelBackend"


class Logins(DefaultAccountAdapter):
    """Logins are made by the administrator or the front desk, and never by who signs in."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Closed."""
        return False

    def send_mail(self, *args: Any, **kwargs: Any) -> None:
        """Logins have no e-mail address, so nothing is sent."""

    def add_message(self, request: HttpRequest, level: int, *args: Any, message: str | None = None, **kw: Any) -> None:
        """The library's own notices are left out: our pages say what happened. Errors that it words are shown."""
        if message is not None:
            super().add_message(request, level, message=message)

    def respond_user_inactive(self, request: HttpRequest, user: Any) -> HttpResponse:
        """Somebody whose login was closed, coming from the provider."""
        request.session[NOTICE_KEY] = CLOSED
        return redirect("sign_in")

    def get_login_stages(self) -> list[str]:
        """One stage after the password: the second factor."""
        return ["myotome.clinic.accounts.second_factor.AskForSecondFactor"]

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """The ways to show who one is, in our words."""
        ways: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        return [way | {"description": WAYS[way["id"]]} for way in ways]

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Who has no factor yet and signed in just now sets one up without giving the password twice."""
        request = context.request
        if has_factor(request.user):
            return True
        records = get_authentication_records(request, request.user)
        age = timezone.now().timestamp() - records[-1]["at"] if records else None
        return age is None or age > settings.ACCOUNT_REAUTHENTICATION_TIMEOUT


class Factors(DefaultMFAAdapter):
    """Second factors: their secrets are sealed in the database, and staff keep at least one."""

    def encrypt(self, text: str) -> str:
        """Sealed with the site's key."""
        return seal(text, PURPOSE)

    def decrypt(self, encrypted_text: str) -> str:
        """Raises UnusableInput when the site's key is another one."""
        return unseal(encrypted_text, PURPOSE)

    def get_totp_issuer(self) -> str:
        """What the app on the telephone shows above the code."""
        return "Myotome"

    def can_delete_authenticator(self, authenticator: Any) -> bool:
        """Staff keep at least one factor; recovery codes are none."""
        user = authenticator.user
        needed = settings.SECOND_FACTOR_FOR_STAFF and user.is_staff_role
        return not needed or factors_of(user).number > 1

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        """A name for a passkey that was given none."""
        return f"Passkey {factors_of(user).passkeys + 1}"

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """The site as the passkey shows it; bound to the site's name, whatever the port."""
        return {"id": context.request.get_host().partition(":")[0], "name": "Myotome"}


class Provided(DefaultSocialAccountAdapter):
    """The provider says who somebody is; whether they may come in, and as what, is written here alone."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Closed: the provider never makes a login."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Find the login whose name the configured claim holds, or refuse."""
        provider, said = settings.PROVIDER, sociallogin.account.extra_data
        id_token, info = said.get("id_token") or {}, said.get("userinfo") or {}
        if id_token and info and id_token.get("sub") != info.get("sub"):
            raise ImmediateHttpResponse(_refused(request, "The two answers of the provider speak of different people."))
        name = id_token.get(provider.claim) or info.get(provider.claim)
        user = user_named(name) if isinstance(name, str) and name.strip() else None
        if user is None:
            raise ImmediateHttpResponse(_refused(request, "There is no login of your name here."))
        user.backend = PASSWORDS
        sociallogin.user = user
        if provider.gave_second_factor(id_token):
            record_authentication(request, user, "mfa", type="provider")

    def on_authentication_error(self, request: HttpRequest, provider: Any, *args: Any, **kwargs: Any) -> None:
        """Cancelled, expired, or the provider cannot be reached: one page for all."""
        raise ImmediateHttpResponse(_refused(request, "The sign-in was not finished."))


def _refused(request: HttpRequest, why: str) -> HttpResponse:
    context_ = {"why": why, "provider": settings.PROVIDER}
    return render(request, "accounts/provider_refused.html", context_, status=403)
