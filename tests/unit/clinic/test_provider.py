"""The clinic's own identity provider opens logins that exist, by the configured claim only, and its second factor counts only where said."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.test import override_settings

from clinic_site import browser, user
from identity_provider import CLIENT, SECRET, IdentityProvider
from myotome.clinic.accounts.provider import Provider, apps_of, provider_from
from myotome.words.errors import UsageError


@pytest.fixture(scope="module")
def provider() -> Iterator[IdentityProvider]:
    found = IdentityProvider()
    yield found
    found.close()


@pytest.fixture
def site(provider: IdentityProvider) -> Iterator[Any]:
    """Called with the value of MYOTOME_OIDC_SECOND_FACTOR."""
    switched: list[Any] = []

    def switch(second_factor: str = "", claim: str = "preferred_username") -> None:
        described = Provider(provider.issuer, CLIENT, SECRET, "the hospital", claim, second_factor)
        change = override_settings(
            PROVIDER=described, SOCIALACCOUNT_PROVIDERS=apps_of(described), SECOND_FACTOR_FOR_STAFF=True
        )
        change.enable()
        switched.append(change)

    provider.claims, provider.info = {}, {}
    yield switch
    for change in reversed(switched):
        change.disable()


def _through(provider: IdentityProvider, client: Any) -> Any:
    """To the provider and back, as a browser goes."""
    away = client.get("/sign-in/clinic/start/")
    assert away.status_code == 302 and away.headers["Location"].startswith(f"{provider.issuer}/authorize?")
    provider.asked = dict(parse_qsl(urlsplit(away.headers["Location"]).query))
    assert provider.asked["redirect_uri"] == "http://testserver/sign-in/clinic/back/"
    assert provider.asked["code_challenge_method"] == "S256"
    return client.get("/sign-in/clinic/back/", {"code": "one", "state": provider.asked["state"]})


def _logins() -> int:
    from myotome.record.models import User

    return User.objects.count()


@pytest.mark.parametrize(
    "claims",
    [
        {"preferred_username": "nobody.here"},
        {"email": "clinician", "sub": "clinician", "name": "clinician", "upn": "clinician"},
        {"preferred_username": ""},
        {"preferred_username": ["clinician"]},
    ],
)
def test_who_has_no_login_here_gets_none(provider: IdentityProvider, site: Any, claims: dict[str, Any]) -> None:
    """An unknown name, or the name in another claim than the configured one, opens nothing and makes nothing."""
    site()
    provider.claims = claims
    provider.info = {"sub": claims.get("sub", "42")}
    before, client = _logins(), browser()
    answer = _through(provider, client)
    assert answer.status_code == 403 and b"There is no login of your name here" in answer.content
    assert client.get("/worklist/").status_code == 302 and _logins() == before


def test_a_closed_login_stays_closed(provider: IdentityProvider, site: Any) -> None:
    """The provider does not open what an administrator closed."""
    from myotome.record.models import User

    site("amr=mfa")
    User.objects.filter(username="clinician").update(is_active=False)
    provider.claims = {"preferred_username": "clinician", "amr": ["mfa"]}
    client = browser()
    assert _through(provider, client).headers["Location"] == "/sign-in/"
    assert client.get("/worklist/").headers["Location"].startswith("/sign-in/")


def test_answers_about_two_people_are_refused(provider: IdentityProvider, site: Any) -> None:
    """The signed answer and the user information must have one subject."""
    site()
    provider.claims = {"sub": "42"}
    provider.info = {"sub": "43", "preferred_username": "clinician"}
    assert _through(provider, browser()).status_code == 403


@pytest.mark.parametrize("forged", [{"aud": "another site"}, {"iss": "https://elsewhere.example"}, {"exp": 1}])
def test_answers_for_another_site_from_another_issuer_or_too_old_are_refused(
    provider: IdentityProvider, site: Any, forged: dict[str, Any]
) -> None:
    """Audience, issuer and time of the signed answer are checked."""
    site("amr=mfa")
    provider.claims = {"preferred_username": "clinician", "amr": ["mfa"], **forged}
    client = browser()
    assert _through(provider, client).status_code == 403
    assert client.get("/worklist/").status_code == 302


def test_an_answer_that_this_browser_did_not_ask_for_is_refused(provider: IdentityProvider, site: Any) -> None:
    """A made-up state, and one of another browser, open nothing; each state works once."""
    site("amr=mfa")
    provider.claims = {"preferred_username": "clinician", "amr": ["mfa"]}
    mine = browser()
    assert _through(provider, mine).status_code == 302
    for state in ("made-up", provider.asked["state"]):
        assert browser().get("/sign-in/clinic/back/", {"code": "one", "state": state}).status_code == 403
    assert mine.get("/sign-in/clinic/back/", {"code": "one", "state": provider.asked["state"]}).status_code == 403


@pytest.mark.parametrize(
    ("second_factor", "claims", "lands"),
    [
        ("", {"amr": ["pwd", "mfa"]}, "/my-login/"),
        ("amr=mfa", {"amr": ["pwd"]}, "/my-login/"),
        ("amr=mfa", {}, "/my-login/"),
        ("acr=gold", {"acr": "silver"}, "/my-login/"),
        ("amr=mfa", {"amr": ["pwd", "mfa"]}, "worklist"),
        ("acr=gold", {"acr": "gold"}, "worklist"),
    ],
)
def test_the_providers_second_factor_counts_only_where_the_site_says_so(
    provider: IdentityProvider, site: Any, second_factor: str, claims: dict[str, Any], lands: str
) -> None:
    """Without the setting or the value, the provider's login is a password's worth: the site's own factor is set up."""
    site(second_factor)
    provider.claims = {"preferred_username": "Clinician", **claims}
    before, client = _logins(), browser()
    assert _through(provider, client).status_code == 302
    page = client.get("/worklist/")
    assert (page.status_code == 200) is (lands == "worklist")
    if lands != "worklist":
        assert page.headers["Location"] == lands
    assert client.session["_auth_user_id"] == str(user("clinician").pk) and _logins() == before
    if second_factor.startswith("acr="):
        assert provider.asked["acr_values"] == "gold"


def test_the_user_information_cannot_say_that_a_second_factor_was_given(provider: IdentityProvider, site: Any) -> None:
    """Only the signed answer can."""
    site("amr=mfa")
    provider.claims = {"preferred_username": "clinician"}
    provider.info = {"amr": ["mfa"]}
    client = browser()
    _through(provider, client)
    assert client.get("/worklist/").headers["Location"] == "/my-login/"


def test_the_environment_describes_the_provider() -> None:
    """No issuer, no provider; one without TLS, without a client or with an unknown kind of claim is refused."""
    assert provider_from({}) is None
    sound = {"MYOTOME_OIDC_ISSUER": "https://id.example/", "MYOTOME_OIDC_CLIENT_ID": "x"}
    found = provider_from(sound)
    assert found is not None and (found.issuer, found.claim) == ("https://id.example", "preferred_username")
    for wrong in (
        {"MYOTOME_OIDC_ISSUER": "http://id.example"},
        {"MYOTOME_OIDC_CLIENT_ID": ""},
        {"MYOTOME_OIDC_SECOND_FACTOR": "mfa"},
        {"MYOTOME_OIDC_SECOND_FACTOR": "acr="},
    ):
        with pytest.raises(UsageError):
            provider_from(sound | wrong)


def test_the_sign_in_page_offers_the_provider_only_where_there_is_one(site: Any) -> None:
    """By its name, as a link."""
    assert b"the hospital" not in browser().get("/sign-in/").content
    site()
    assert b'href="/sign-in/clinic/start/">Sign in with the hospital' in browser().get("/sign-in/").content
