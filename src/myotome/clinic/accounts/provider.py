"""The clinic's own identity provider (OpenID Connect), described by the environment; without one, passwords are the only way in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

from myotome.words.errors import UsageError

ID: Final = "clinic"
"""Stands in the addresses: the provider sends people back to ``/sign-in/clinic/back/``."""
THIS_MACHINE: Final = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True)
class Provider:
    """Where people sign in, and how they are known here.

    ``claim`` holds the user name of a login that exists here already. ``second_factor`` is ``amr=value`` or ``acr=value``: what the
    provider says when it asked for a second factor itself; empty where its word does not count.
    """

    issuer: str
    client_id: str
    client_secret: str
    name: str
    claim: str
    second_factor: str

    def gave_second_factor(self, id_token: Mapping[str, Any]) -> bool:
        """Whether the provider says so in its signed answer."""
        kind, _, value = self.second_factor.partition("=")
        if not value:
            return False
        said = id_token.get(kind)
        return value in said if isinstance(said, list) else said == value


def provider_from(environ: Mapping[str, str]) -> Provider | None:
    """The provider of MYOTOME_OIDC_*, or None; raises UsageError for a description that cannot be."""
    issuer = environ.get("MYOTOME_OIDC_ISSUER", "").strip().rstrip("/")
    if not issuer:
        return None
    parts = urlsplit(issuer)
    if parts.scheme != "https" and parts.hostname not in THIS_MACHINE:
        raise UsageError("a provider is reached over TLS", place="MYOTOME_OIDC_ISSUER", value=issuer, cure="Use https.")
    client_id = environ.get("MYOTOME_OIDC_CLIENT_ID", "").strip()
    if not client_id:
        raise UsageError("the provider knows this site by a name", place="MYOTOME_OIDC_CLIENT_ID", cure="Set it.")
    counts = environ.get("MYOTOME_OIDC_SECOND_FACTOR", "").strip()
    if counts and not (counts.startswith(("amr=", "acr=")) and counts[4:]):
        raise UsageError(
            "not a claim with its value",
            place="MYOTOME_OIDC_SECOND_FACTOR",
            value=counts,
            cure="Write amr=mfa or acr=the-value-that-your-provider-sends, or leave it out.",
        )
    return Provider(
        issuer,
        client_id,
        environ.get("MYOTOME_OIDC_CLIENT_SECRET", ""),
        environ.get("MYOTOME_OIDC_NAME", "").strip() or "your organisation",
        environ.get("MYOTOME_OIDC_CLAIM", "").strip() or "preferred_username",
        counts,
    )


def apps_of(provider: Provider | None) -> dict[str, Any]:
    """The provider as django-allauth wants it; the code that comes back is tied to this browser (PKCE)."""
    if provider is None:
        return {}
    app = {
        "provider_id": ID,
        "name": provider.name,
        "client_id": provider.client_id,
        "secret": provider.client_secret,
        "settings": {"server_url": provider.issuer, "oauth_pkce_enabled": True},
    }
    asked = {"acr_values": provider.second_factor[4:]} if provider.second_factor.startswith("acr=") else {}
    return {"openid_connect": {"APPS": [app], "AUTH_PARAMS": asked, "OAUTH_PKCE_ENABLED": True}}
