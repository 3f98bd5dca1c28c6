"""Signing in and out, the second factor, one's own login, and home. Of django-allauth's addresses only those that are used exist."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.urls import path

from myotome.clinic.accounts import again, own_login, patient_login
from myotome.clinic.accounts import to_provider as provider
from myotome.clinic.accounts.views import SecondFactor, SignIn, SignOut, home
from myotome.clinic.addresses import PATIENT
from myotome.clinic.doors import View, open_to, open_to_anyone
from myotome.record.roles import Role


def _own(view: Any) -> View:
    """A page about one's own login, open to every role."""
    return open_to(*Role)(view.as_view())


sign_in = login_not_required(SignIn.as_view())
urlpatterns = [
    path("home/", home, name="home"),
    path("sign-in/", sign_in, name="sign_in"),
    # The library asks for its own name of the page.
    path("sign-in/", sign_in, name="account_login"),
    path("sign-in/second-factor/", open_to_anyone(SecondFactor.as_view()), name="mfa_authenticate"),
    path("sign-in/<slug:provider_id>/start/", open_to_anyone(provider.login), name="openid_connect_login"),
    path("sign-in/<slug:provider_id>/back/", open_to_anyone(provider.callback), name="openid_connect_callback"),
    path("sign-out/", SignOut.as_view(), name="sign_out"),
    path("my-login/", own_login.own_login, name="mfa_index"),
    path("my-login/again/", _own(again.AgainWithPassword), name="account_reauthenticate"),
    path("my-login/again/code/", _own(again.AgainWithCode), name="mfa_reauthenticate"),
    path("my-login/again/passkey/", _own(again.AgainWithPasskey), name="mfa_reauthenticate_webauthn"),
    path("my-login/password/", _own(own_login.OwnPassword), name="own_password"),
    path("my-login/app/", _own(own_login.App), name="mfa_activate_totp"),
    path("my-login/app/remove/", _own(own_login.RemoveApp), name="mfa_deactivate_totp"),
    path("my-login/passkeys/add/", _own(own_login.AddPasskey), name="mfa_add_webauthn"),
    path("my-login/passkeys/<int:pk>/remove/", _own(own_login.RemovePasskey), name="mfa_remove_webauthn"),
    path("my-login/recovery-codes/", _own(own_login.RecoveryCodes), name="mfa_view_recovery_codes"),
    path("my-login/recovery-codes/new/", _own(own_login.NewRecoveryCodes), name="mfa_generate_recovery_codes"),
    path(f"{PATIENT}login/", patient_login.patient_login, name="patient_login"),
]
