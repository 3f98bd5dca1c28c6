"""The clinic's own identity provider opens logins that exist, by the configured claim only, and its second factor counts only where said."""

from __future__ import annotations

import hmac
import json
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.test import override_settings
from jwt.algorithms import RSAAlgorithm

from clinic_site import browser, user
from identity_provider import CLIENT, KEY, SECRET, IdentityProvider, signed
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

    provider.claims, provider.info, provider.sign = {}, {}, signed
    provider.keys = provider.keys[:1]
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


@pytest.mark.parametrize(
    "forged",
    [
        {"aud": "another site"},
        {"aud": [CLIENT, "another site"]},
        {"aud": [CLIENT, "another site"], "azp": "another site"},
        {"azp": "another site"},
        {"iss": "https://elsewhere.example"},
        {"exp": 1},
        {"exp": None},
        {"iat": None},
        {"sub": None},
        {"nbf": 4_000_000_000},
        {"nonce": "of another sign-in"},
        {"nonce": ""},
        {"nonce": None},
    ],
)
def test_answers_for_another_site_from_another_issuer_or_too_old_are_refused(
    provider: IdentityProvider, site: Any, forged: dict[str, Any]
) -> None:
    """Audience, issuer, time and nonce of the signed answer are checked."""
    site("amr=mfa")
    provider.claims = {"preferred_username": "clinician", "amr": ["mfa"], **forged}
    client = browser()
    assert _through(provider, client).status_code == 403
    assert client.get("/worklist/").status_code == 302


OTHER_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
FORGERS = {
    "signed by somebody else": lambda claims: signed(claims, OTHER_KEY),
    "changed after it was signed": lambda claims: _changed(signed({**claims, "preferred_username": "nobody"}), claims),
    "signed by nobody": lambda claims: signed(claims, None, "none"),
    "sealed with the secret of both": lambda claims: signed(claims, SECRET * 4, "HS256"),
    "of a key that is not published": lambda claims: signed(claims, kid="2"),
    "no token": lambda claims: "rubbish",
    "left out": lambda claims: None,
}


def _changed(token: str, claims: dict[str, Any]) -> str:
    """A signed answer whose claims were put in afterwards."""
    head, _, signature = token.split(".")
    _, body, _ = signed(claims).split(".")
    return f"{head}.{body}.{signature}"


@pytest.mark.parametrize("forger", FORGERS)
def test_an_answer_without_the_providers_signature_is_refused(
    provider: IdentityProvider, site: Any, forger: str
) -> None:
    """Whatever the way on which it came: the site checks the signature although it fetched the answer itself."""
    site("amr=mfa")
    provider.claims = {"preferred_username": "clinician", "amr": ["mfa"]}
    provider.info = {"preferred_username": "clinician"}
    provider.sign = FORGERS[forger]
    client = browser()
    assert _through(provider, client).status_code == 403
    assert client.get("/worklist/").status_code == 302


def test_the_public_key_is_no_secret_to_seal_with(provider: IdentityProvider, site: Any) -> None:
    """An answer sealed with the published key's own text, the old confusion of kinds of signature, is refused."""
    site("amr=mfa")
    provider.claims = {"preferred_username": "clinician", "amr": ["mfa"]}
    pem = KEY.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    provider.sign = lambda claims: _sealed(claims, pem)
    assert _through(provider, browser()).status_code == 403


def _sealed(claims: dict[str, Any], key: bytes) -> str:
    """HS256 by hand: the library refuses to make such a thing."""
    parts = [json.dumps({"alg": "HS256", "kid": "1"}), json.dumps(claims)]
    body = ".".join(urlsafe_b64encode(part.encode()).decode().rstrip("=") for part in parts)
    return f"{body}.{urlsafe_b64encode(hmac.digest(key, body.encode(), 'sha256')).decode().rstrip('=')}"


def test_an_answer_signed_with_a_new_key_is_taken_once_the_key_is_published(
    provider: IdentityProvider, site: Any
) -> None:
    """Keys are rotated: the answer's own key is looked for, beside older ones, keys for sealing and kinds that sign nothing here."""
    site("amr=mfa")
    provider.claims = {"preferred_username": "clinician", "amr": ["mfa"]}
    provider.sign = lambda claims: signed(claims, OTHER_KEY, kid="2")
    assert _through(provider, browser()).status_code == 403
    new = RSAAlgorithm.to_jwk(OTHER_KEY.public_key(), as_dict=True)
    secret = {"kty": "oct", "k": "c2VjcmV0", "kid": "2"}
    provider.keys = [*provider.keys, secret, {**new, "kid": "2", "use": "enc"}]
    assert _through(provider, browser()).status_code == 403
    provider.keys = [*provider.keys, {**new, "kid": "2", "use": "sig"}]
    assert _through(provider, browser()).status_code == 302


def test_an_answer_is_believed_once(provider: IdentityProvider, site: Any) -> None:
    """An answer of a sign-in before, replayed into another one, carries the wrong nonce; with a number of its own it is known already."""
    site("amr=mfa")
    provider.claims = {"preferred_username": "clinician", "amr": ["mfa"], "jti": "seen-once"}
    kept: list[str] = []
    provider.sign = lambda claims: kept.append(signed(claims)) or kept[-1]  # type: ignore[func-returns-value]
    assert _through(provider, browser()).status_code == 302
    assert _through(provider, browser()).status_code == 403
    provider.claims.pop("jti")
    assert _through(provider, browser()).status_code == 302
    provider.sign = lambda claims: kept[-1]
    assert _through(provider, browser()).status_code == 403


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
