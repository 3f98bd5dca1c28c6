from __future__ import annotations

from typing import Any

from one_time_codes import code_of

WORDS = "a heron stands under ice"


def _passkey(colleague: Any) -> None:
    """A device with a fingerprint reader that always says yes."""
    session = colleague.context.new_cdp_session(colleague.page)
    session.send("WebAuthn.enable")
    device = {"protocol": "ctap2", "transport": "internal", "hasUserVerification": True, "hasResidentKey": True}
    device |= {"isUserVerified": True, "automaticPresenceSimulation": True}
    session.send("WebAuthn.addVirtualAuthenticator", {"options": device})


def test_the_first_administrator_and_a_clinician_set_up_their_second_factors(
    colleague: Any, real_clinic: tuple[str, str]
) -> None:
    """Given a new clinic, when its administrator signs in, then an app is set up first, then a clinician is added, who takes a passkey."""
    admin = colleague(scripts=False)
    page = admin.page
    admin.sign_in("admin", real_clinic[1])
    admin.go("/people/")
    assert page.inner_text("h1") == "My login"
    assert "Set up a second factor first" in page.inner_text("main")
    admin.press("text=Set up an app")
    secret = page.inner_text(".letters").replace(" ", "")
    page.fill("[name=code]", "000000")
    admin.press("main button.main")
    assert "Incorrect code" in page.inner_text(".problem")
    assert page.inner_text(".letters").replace(" ", "") == secret
    page.fill("[name=code]", code_of(secret, -1))
    admin.press("main button.main")
    assert page.locator(".codes li").count() == 10
    admin.press("text=I have kept them")
    assert page.inner_text("h1") == "Logins"
    page.fill("[name=full_name]", "Dr Mei Lund")
    page.fill("[name=username]", "mei")
    page.locator("main form.card select[name=role]").select_option("clinician")
    page.fill("[name=password]", WORDS)
    admin.press("main form.card button.main")

    mei = colleague()
    _passkey(mei)
    mei.sign_in("mei", WORDS)
    mei.look("login-set-up")
    mei.press("text=Set up an app")
    mei.look("login-app")
    mei.go("/my-login/passkeys/add/")
    mei.page.fill("[name=name]", "desk computer")
    mei.look("login-add-passkey")
    mei.press("main button.main")
    mei.look("login-recovery-codes")
    mei.press("text=I have kept them")
    assert mei.page.inner_text("h1") == "Worklist"
    mei.press("text=Sign out")
    mei.sign_in("mei", WORDS)
    assert mei.page.inner_text("h1") == "Second factor"
    mei.look("login-second-factor")
    mei.press("button >> text=Use a passkey")
    assert mei.page.inner_text("h1") == "Worklist"
    mei.press("text=Dr Mei Lund")
    mei.look("login-own")
    mei.press("text=Change the password")
    mei.look("login-again")
    mei.press("a >> text=use a passkey")
    mei.press("button >> text=Use a passkey")
    assert mei.page.inner_text("h1") == "New password"
    mei.look("login-password")

    admin.press("text=Sign out")
    phone = colleague(phone=True)
    phone.sign_in("admin", real_clinic[1])
    phone.look("phone-second-factor")
    phone.page.fill("[name=code]", code_of(secret))
    phone.press("main button.main")
    assert "1 second factor" in phone.page.inner_text("tr:has-text('Mei Lund')")
    phone.look("phone-people")
    phone.press("tr:has-text('Mei Lund') >> text=Reset the second factor")
    assert "sets up a new second factor" in phone.page.inner_text(".said")
    mei.go("/worklist/")
    assert mei.page.inner_text("h1") == "My login"
    for _ in range(6):
        guesser = colleague()
        guesser.sign_in("mei", "not her password")
    assert "locked" in guesser.page.inner_text("h1")
    guesser.look("login-locked")
