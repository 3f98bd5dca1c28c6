"""One's own login: the password, the app that shows codes, passkeys and recovery codes. Changing any asks who it is once more."""

from __future__ import annotations

from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.login import record_authentication
from allauth.account.internal.flows.reauthentication import is_reauthentication_required
from allauth.mfa.adapter import get_adapter
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView, ViewRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView, RemoveWebAuthnView
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.forms import SetPasswordForm
from django.contrib.auth.views import PasswordChangeView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse, reverse_lazy
from django.utils.decorators import method_decorator
from django.views.generic.edit import FormView

from myotome.clinic.accounts.qr import qr_path
from myotome.clinic.doors import open_to, user_of
from myotome.record.logins.factors import (
    drop_app,
    factors_of,
    in_one_step,
    note_own_change,
    passkeys_of,
    right_code,
    spend_code,
)
from myotome.record.roles import Role

LAST_ONE = "Staff keep at least one second factor: add another one first."
asks_again = method_decorator(reauthentication_required(app="allauth.mfa"), name="dispatch")


@open_to(*Role)
def own_login(request: HttpRequest) -> HttpResponse:
    """What this login has, and what can be changed."""
    user = user_of(request)
    needed = settings.SECOND_FACTOR_FOR_STAFF and user.is_staff_role
    context = {"has": factors_of(user), "passkeys": passkeys_of(user), "needed": needed}
    return render(request, "accounts/own_login.html", context)


class OwnPassword(PasswordChangeView):
    """A new password; other browsers are signed out by it."""

    template_name = "accounts/password.html"
    form_class = SetPasswordForm
    success_url = reverse_lazy("mfa_index")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Asks who it is by itself: the library keeps a form that has to wait in the session, and no password belongs there."""
        if is_reauthentication_required(request, app="allauth.mfa"):
            return redirect(f"{reverse('account_reauthenticate')}?next={request.path}")
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        """Stored, logged, said."""
        note_own_change(user_of(self.request), "new password")
        messages.success(self.request, "Your password is changed. Other browsers are signed out.")
        return super().form_valid(form)


@asks_again
class App(ActivateTOTPView):
    """Set up an app that shows codes, in the place of an earlier one where there is one."""

    template_name = "accounts/app.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Past the library's own, which sends who has an app away to remove it first: staff would be without a factor meanwhile."""
        return FormView.dispatch(self, request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds the square to be photographed and the secret to be typed."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        secret = context["form"].secret
        path, size = qr_path(context["totp_url"])
        spaced = " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
        return context | {"path": path, "size": size, "secret": spaced, "has": factors_of(user_of(self.request))}

    def form_valid(self, form: Any) -> HttpResponse:
        """The first code is right: this session has given its second factor."""
        user = user_of(self.request)
        with in_one_step():
            drop_app(user)
            response = super().form_valid(form)
            spend_code(user, form.cleaned_data["code"])
            note_own_change(user, "an app for codes is set up")
        record_authentication(self.request, user, "mfa", type="totp", reauthenticated=True)
        right_code(user)
        messages.success(self.request, "The app is set up. From now on, each sign-in asks for a code.")
        return response


@asks_again
class RemoveApp(DeactivateTOTPView):
    """Take the app away; staff need a passkey instead."""

    template_name = "accounts/remove_app.html"

    def form_valid(self, form: Any) -> HttpResponse:
        """Removed and logged."""
        note_own_change(user_of(self.request), "the app for codes is removed")
        messages.success(self.request, "The app is removed.")
        return super().form_valid(form)


@asks_again
class AddPasskey(AddWebAuthnView):
    """Add a passkey: fingerprint, face or PIN of a device, or a security key."""

    template_name = "accounts/add_passkey.html"

    def form_valid(self, form: Any) -> HttpResponse:
        """The passkey answered: this session has given its second factor."""
        user = user_of(self.request)
        with in_one_step():
            response = super().form_valid(form)
            note_own_change(user, "a passkey is added")
        record_authentication(self.request, user, "mfa", type="webauthn", reauthenticated=True)
        messages.success(self.request, "The passkey is added.")
        return response


@asks_again
class RemovePasskey(RemoveWebAuthnView):
    """Take a passkey away; staff keep at least one factor."""

    template_name = "accounts/remove_passkey.html"
    success_url = reverse_lazy("mfa_index")

    def form_valid(self, form: Any) -> HttpResponse:
        """Removed and logged, unless it is the last one."""
        if not get_adapter().can_delete_authenticator(self.get_object()):
            messages.error(self.request, LAST_ONE)
            return redirect("mfa_index")
        note_own_change(user_of(self.request), "a passkey is removed")
        messages.success(self.request, "The passkey is removed.")
        return super().form_valid(form)


class RecoveryCodes(ViewRecoveryCodesView):
    """The recovery codes, shown once."""

    template_name = "accounts/recovery_codes.html"


@asks_again
class NewRecoveryCodes(GenerateRecoveryCodesView):
    """New recovery codes; the old ones end."""

    template_name = "accounts/new_recovery_codes.html"

    def form_valid(self, form: Any) -> HttpResponse:
        """Made and logged."""
        note_own_change(user_of(self.request), "new recovery codes")
        return super().form_valid(form)
