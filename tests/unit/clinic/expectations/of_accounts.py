"""What the addresses of clinic/accounts answer. Changing one's own login leads everybody to "Is it you?" first (302)."""

from expectations.answers import ANYONE, EVERYONE_HOME, Expected

NOWHERE = dict.fromkeys(EVERYONE_HOME, (404, 404))
AGAIN = Expected(EVERYONE_HOME, EVERYONE_HOME)

ROUTES = {
    "home": Expected(EVERYONE_HOME),
    "sign_in": Expected(EVERYONE_HOME, open=200),
    "account_login": Expected(EVERYONE_HOME, open=200),
    "sign_out": Expected(post=EVERYONE_HOME, get=dict.fromkeys(EVERYONE_HOME, (405, 405))),
    # Without a password just given there is no second factor to be asked for.
    "mfa_authenticate": Expected(EVERYONE_HOME, EVERYONE_HOME),
    # The demo has no provider.
    "openid_connect_login": Expected(NOWHERE, NOWHERE, open=404),
    "openid_connect_callback": Expected(NOWHERE, NOWHERE, open=404),
    "mfa_index": Expected(ANYONE),
    "account_reauthenticate": Expected(ANYONE),
    # Nobody in the demo has a second factor, so the password is asked for instead.
    "mfa_reauthenticate": AGAIN,
    "mfa_reauthenticate_webauthn": AGAIN,
    "own_password": AGAIN,
    "mfa_activate_totp": AGAIN,
    "mfa_deactivate_totp": AGAIN,
    "mfa_add_webauthn": AGAIN,
    "mfa_remove_webauthn": AGAIN,
    "mfa_view_recovery_codes": Expected(NOWHERE),
    "mfa_generate_recovery_codes": AGAIN,
    "patient_login": Expected({"front_desk": (200, 404)}, {"front_desk": (200, 404)}, {"deed": "make"}),
}
