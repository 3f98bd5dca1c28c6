"""What the provider's signed answer must be before it is believed: OpenID Connect Core 1.0, section 3.1.3.7, with its signature always checked.

The standard lets a site skip the signature of an answer that it fetched itself over TLS (point 6), and django-allauth does. Here it is
checked all the same: a proxy that ends TLS, or a host name that leads elsewhere, then opens nothing.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from typing import Any, Final

import jwt
from allauth.socialaccount.providers.oauth2.client import OAuth2Error

SIGNING: Final = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
"""Signatures by a private key of the provider. Neither ``none`` nor a secret that both sides know is one of them."""
PRIVATE_KEYS: Final = frozenset({"RSA", "EC", "OKP"})
NEEDED: Final = ("iss", "sub", "aud", "exp", "iat")
CLOCKS_APART_SECONDS: Final = 30
"""How far the clocks of provider and site may stand apart."""


def verified(id_token: str, keys: Mapping[str, Any], issuer: str, client_id: str, nonce: str) -> dict[str, Any]:
    """The claims of an answer that is signed by one of the provider's ``keys`` (its JWKS) and meant for this site and this sign-in.

    Raises OAuth2Error for any other: another signature, issuer, audience or nonce, out of time, or a part that is missing.
    """
    try:
        claims: dict[str, Any] = jwt.decode(
            id_token,
            key=_key_of(id_token, keys),
            algorithms=list(SIGNING),
            issuer=issuer,
            audience=client_id,
            leeway=CLOCKS_APART_SECONDS,
            options={"require": list(NEEDED)},
        )
    except (jwt.PyJWTError, ValueError, TypeError) as error:
        raise OAuth2Error("the signed answer cannot be believed") from error
    several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
    if claims.get("azp", "" if several else client_id) != client_id:
        raise OAuth2Error("the signed answer was given to another site")
    if not nonce or not hmac.compare_digest(str(claims.get("nonce", "")).encode(), nonce.encode()):
        raise OAuth2Error("the signed answer belongs to another sign-in")
    return claims


def _key_of(id_token: str, keys: Mapping[str, Any]) -> Any:
    """The key that the answer names; the only one, where it names none."""
    name = jwt.get_unverified_header(id_token).get("kid")
    usable = [
        key
        for key in jwt.PyJWKSet.from_dict(dict(keys)).keys
        if key.key_type in PRIVATE_KEYS and key.public_key_use in (None, "sig") and (name is None or key.key_id == name)
    ]
    if len(usable) != 1:
        raise OAuth2Error("the provider has no such key")
    return usable[0]
