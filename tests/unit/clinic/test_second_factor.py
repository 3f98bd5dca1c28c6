"""Staff reach nothing without a second factor; codes are used once, guessers are stopped, a reset is logged, the demo asks for none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import override_settings
from django.urls import reverse

from clinic_site import browser, user
from one_time_codes import code_of

CODE_PAGE = "/sign-in/second-factor/"
PASSWORDS = {"clinician": "demo-clinician", "admin": "demo-administrator", "desk": "demo-front-desk"}
PASSWORDS |= {"reviewer": "demo-reviewer", "patient": "demo-patient"}


@pytest.fixture
def real_site() -> Iterator[None]:
    with override_settings(SECOND_FACTOR_FOR_STAFF=True):
        yield


def _sign_in(name: str, client: Any = None) -> Any:
    client = client or browser()
    answer = client.post(reverse("sign_in"), {"username": name, "password": PASSWORDS[name]})
    assert answer.status_code == 302
    return client


def _secret(client: Any) -> str:
    page = client.get(reverse("mfa_activate_totp"))
    assert page.status_code == 200
    return re.search(r'class="letters">([A-Z2-7 ]+)<', page.content.decode())[1].replace(" ", "")  # type: ignore[index]


def _set_up(name: str) -> tuple[Any, str]:
    client = _sign_in(name)
    secret = _secret(client)
    assert client.post(reverse("mfa_activate_totp"), {"code": code_of(secret, -1)}).status_code == 302
    return client, secret


def _lines(deed: str) -> list[Any]:
    from myotome.record.models import AccessLog

    return list(AccessLog.objects.filter(deed=deed).order_by("number"))


def test_the_codes_of_the_tests_are_those_of_the_standard() -> None:
    """Appendix B of RFC 6238 (SHA-1, its last six digits)."""
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    assert [code_of(secret, at=at) for at in (59, 1111111109, 2000000000)] == ["287082", "081804", "279037"]


def test_the_demo_asks_nobody_for_a_second_factor() -> None:
    """Every demo login works with its password alone."""
    for name, first in (("clinician", "/worklist/"), ("patient", "/my/")):
        assert _sign_in(name).get(first).status_code == 200


def test_a_patient_needs_none_and_may_have_one(real_site: None) -> None:
    """The patient's password opens the own page; with an app set up, the next sign-in asks for its code."""
    client, secret = _set_up("patient")
    assert client.get("/my/").status_code == 200
    again = _sign_in("patient")
    assert again.get("/my/").status_code == 302
    assert again.post(CODE_PAGE, {"code": code_of(secret)}).status_code == 302
    assert again.get("/my/").status_code == 200


@pytest.mark.parametrize("name", ["clinician", "admin", "desk", "reviewer"])
def test_staff_without_a_factor_reach_nothing_but_the_set_up(real_site: None, name: str) -> None:
    """Every route, by GET and POST, leads to the page that sets a factor up; what anybody may open stays open."""
    from test_doors import OTHER, OWN, _address, _routes

    from myotome.clinic.accounts.second_factor import SET_UP
    from myotome.clinic.doors import ANYONE

    client, walked = _sign_in(name), 0
    for route_name, route in _routes().items():
        if route_name in SET_UP or getattr(route.callback, "open_to", None) == ANYONE:
            continue
        for family in (OWN, OTHER) if "ref" in route.pattern.converters else (OWN,):
            for method in ("get", "post"):
                response = getattr(client, method)(_address(route_name, family, ""))
                assert response.status_code == 302, (route_name, method)
                assert response.headers["Location"] == "/my-login/", (route_name, method)
                walked += 1
    assert walked > 100


def test_after_the_set_up_the_session_goes_on_and_the_next_one_asks_for_a_code(real_site: None) -> None:
    """First sign-in: set up, recovery codes, work. Second: password, code, work; without the code nothing opens."""
    client, secret = _set_up("clinician")
    codes = client.get(reverse("mfa_view_recovery_codes")).content.decode()
    assert len(re.findall(r"<code>\d{8}</code>", codes)) == 10
    assert "<code>" not in client.get(reverse("mfa_view_recovery_codes")).content.decode(), "shown once"
    assert client.get("/worklist/").status_code == 200
    again = _sign_in("clinician")
    assert again.get("/worklist/").headers["Location"].startswith("/sign-in/")
    assert again.post(CODE_PAGE, {"code": code_of(secret)}).status_code == 302
    assert again.get("/worklist/").status_code == 200
    recovered = _sign_in("clinician")
    one = re.search(r"<code>(\d{8})</code>", codes)[1]  # type: ignore[index]
    assert recovered.post(CODE_PAGE, {"code": one}).status_code == 302
    assert recovered.get("/worklist/").status_code == 200
    assert _sign_in("clinician").post(CODE_PAGE, {"code": one}).status_code == 422, "a recovery code works once"


def test_a_session_from_before_the_set_up_ends(real_site: None) -> None:
    """A second browser that was signed in before the factor existed has to give it."""
    early = _sign_in("clinician")
    _set_up("clinician")
    assert early.get("/worklist/").headers["Location"] == "/sign-in/"
    assert early.get("/worklist/").headers["Location"].startswith("/sign-in/")


def test_a_code_opens_one_session_only(real_site: None) -> None:
    """Somebody who saw a code being typed cannot use it again, not even the one of the set-up."""
    client = _sign_in("clinician")
    secret = _secret(client)
    first = code_of(secret)
    client.post(reverse("mfa_activate_totp"), {"code": first})
    assert _sign_in("clinician").post(CODE_PAGE, {"code": first}).status_code == 422
    second = code_of(secret, 1)
    assert _sign_in("clinician").post(CODE_PAGE, {"code": second}).status_code == 302
    assert _sign_in("clinician").post(CODE_PAGE, {"code": second}).status_code == 422


def test_wrong_codes_lock_the_login_even_for_the_right_code_and_password(real_site: None) -> None:
    """Six wrong codes lock; the right code, a fresh browser and the right password are refused; others are not affected."""
    _, secret = _set_up("clinician")
    client = _sign_in("clinician")
    statuses = [client.post(CODE_PAGE, {"code": "000000"}).status_code for _ in range(6)]
    assert statuses == [422] * 5 + [429]
    fresh = browser()
    credentials = {"username": "clinician", "password": PASSWORDS["clinician"]}
    assert fresh.post(reverse("sign_in"), credentials).status_code == 429
    assert client.post(CODE_PAGE, {"code": code_of(secret)}).status_code in {302, 429}
    assert client.get("/worklist/").status_code == 302
    assert _sign_in("desk").get("/my-login/").status_code == 200
    assert [line.outcome for line in _lines("sign in")] == ["refused"] * 6


def test_thirty_wrong_codes_in_a_row_close_the_login_until_an_administrator_opens_it(real_site: None) -> None:
    """Waiting a quarter of an hour between rows does not help a guesser; opening the login begins the count anew."""
    from axes.utils import reset

    _, secret = _set_up("clinician")
    for _ in range(6):
        client = _sign_in("clinician")
        for _ in range(5):
            client.post(CODE_PAGE, {"code": "000000"})
        reset(username="clinician")
        from django.core.cache import cache

        cache.clear()
    assert not user("clinician").is_active
    refused = browser().post(reverse("sign_in"), {"username": "clinician", "password": PASSWORDS["clinician"]})
    assert refused.status_code == 200 and "myotome_session" not in refused.cookies
    admin, _ = _set_up("admin")
    admin.post(reverse("change_person", kwargs={"pk": user("clinician").pk}), {"role": "clinician", "active": "yes"})
    reset(username="clinician")
    assert _sign_in("clinician").post(CODE_PAGE, {"code": code_of(secret)}).status_code == 302


def test_changing_the_factor_asks_who_it_is_and_staff_keep_one(real_site: None) -> None:
    """A page left open changes nothing; the last factor of staff is not removed, and another telephone takes its place."""
    client, secret = _set_up("clinician")
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] -= 601
    session.save()
    for name in ("mfa_activate_totp", "mfa_deactivate_totp", "own_password", "mfa_generate_recovery_codes"):
        for method in ("get", "post"):
            answer = getattr(client, method)(reverse(name), {"code": "1", "new_password1": "x", "new_password2": "x"})
            assert answer.headers["Location"].startswith("/my-login/again/"), name
    wrong = client.post(reverse("account_reauthenticate"), {"password": "not it"})
    assert wrong.status_code == 200 and b"Please look again" in wrong.content
    client.post(reverse("account_reauthenticate"), {"password": PASSWORDS["clinician"]})
    assert b"Staff keep at least one" in client.post(reverse("mfa_deactivate_totp")).content
    other = _secret(client)
    assert other != secret
    assert client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)}).status_code == 200, "the old one's code"
    assert client.post(reverse("mfa_activate_totp"), {"code": code_of(other, -1)}).status_code == 302
    assert _sign_in("clinician").post(CODE_PAGE, {"code": code_of(other)}).status_code == 302
    assert [line.purpose for line in _lines("change own login")] == ["an app for codes is set up"] * 2


def test_a_password_that_waits_for_is_it_you_is_not_kept_in_the_session(real_site: None) -> None:
    """A new password sent too late is forgotten, not stored in the clear."""
    client, _ = _set_up("clinician")
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] -= 601
    session.save()
    client.post(reverse("own_password"), {"new_password1": "heron under ice", "new_password2": "heron under ice"})
    assert "heron" not in str(dict(client.session))


def test_an_administrator_resets_a_lost_factor_and_it_is_logged(real_site: None) -> None:
    """After the reset nothing opens for the colleague but the set-up, not even in open sessions; nobody resets their own."""
    clinician, secret = _set_up("clinician")
    admin, _ = _set_up("admin")
    page = admin.get(reverse("people")).content.decode()
    assert secret not in page and "1 second factor" in page
    assert admin.post(reverse("reset_factor", kwargs={"pk": user("admin").pk})).status_code == 400
    assert admin.post(reverse("reset_factor", kwargs={"pk": user("patient").pk})).status_code == 400
    assert admin.post(reverse("reset_factor", kwargs={"pk": user("clinician").pk})).status_code == 302
    line = _lines("manage users")[-1]
    assert (line.user, line.purpose) == (user("admin").pk, "reset the second factor of clinician")
    assert clinician.get("/worklist/").headers["Location"] == "/my-login/"
    assert _sign_in("clinician").get("/worklist/").headers["Location"] == "/my-login/"


def test_secrets_are_sealed_in_the_database(real_site: None) -> None:
    """Neither the app's secret nor what the recovery codes are made from can be read from the table; another key opens neither."""
    from allauth.mfa.models import Authenticator

    from myotome.record.sealing import seal, unseal
    from myotome.words.errors import UnusableInput

    _, secret = _set_up("clinician")
    stored = {row.type: row.data for row in Authenticator.objects.filter(user=user("clinician"))}
    assert secret not in str(stored)
    assert unseal(stored["totp"]["secret"], "second factor") == secret
    assert stored["recovery_codes"]["seed"].startswith("gAAAA")
    with pytest.raises(UnusableInput, match="site's key"):
        unseal(seal(secret, "something else"), "second factor")
    with override_settings(SECRET_KEY="another key"), pytest.raises(UnusableInput):
        unseal(stored["totp"]["secret"], "second factor")


def test_there_is_no_sign_up_and_no_other_address_of_the_library() -> None:
    """Sign-up, e-mail, connections and password reset of django-allauth have no address."""
    from django.urls import NoReverseMatch

    for name in ("account_signup", "account_email", "account_reset_password", "socialaccount_connections"):
        with pytest.raises(NoReverseMatch):
            reverse(name)
    from allauth.account.adapter import get_adapter

    assert get_adapter().is_open_for_signup(None) is False


def test_the_front_desk_makes_a_patients_login_and_hands_the_password_over_once() -> None:
    """The password is shown once and works; closing the login ends the open session; a new password takes a factor away."""
    from clinic_site import patient

    desk = browser("desk")
    noor = patient("Noor")
    address = reverse("patient_login", kwargs={"ref": noor.ref})
    assert "No login yet" in desk.get(address).content.decode()
    page = desk.post(address, {"deed": "make"}).content.decode()
    name, password = re.findall(r"<dd><code>(.+?)</code>", page)
    assert name == noor.number.lower() and password not in desk.get(address).content.decode()
    client = browser()
    assert client.post(reverse("sign_in"), {"username": name, "password": password}).status_code == 302
    assert client.get("/my/").status_code == 200
    desk.post(address, {"deed": "close"})
    assert client.get("/my/").status_code == 302
    desk.post(address, {"deed": "open"})
    changed = re.findall(r"<dd><code>(.+?)</code>", desk.post(address, {"deed": "password"}).content.decode())[1]
    assert changed != password
    assert browser().post(reverse("sign_in"), {"username": name, "password": password}).status_code == 200
    assert browser().post(reverse("sign_in"), {"username": name, "password": changed}).status_code == 302


def test_a_login_is_rescued_at_the_machine_and_it_is_logged(real_site: None) -> None:
    """The only administrator lost telephone and codes: a new password, no factor, the old session ends; never a patient's login."""
    from myotome.record.people import rescue
    from myotome.words.errors import UnknownName

    client, _ = _set_up("admin")
    password = rescue("Admin")
    line = _lines("manage users")[-1]
    assert (line.user, line.user_name) == (None, "at the machine") and "admin" in line.purpose
    assert client.get("/people/").headers["Location"].startswith("/sign-in/")
    fresh = browser()
    assert fresh.post(reverse("sign_in"), {"username": "admin", "password": password}).status_code == 302
    assert fresh.get("/people/").headers["Location"] == "/my-login/"
    for name in ("patient", "nobody"):
        with pytest.raises(UnknownName):
            rescue(name)
