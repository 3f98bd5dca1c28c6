"""To the clinic's own identity provider and back: what comes back is believed only as ``id_token`` says."""

from __future__ import annotations

import secrets
from typing import Any

from allauth.account.utils import get_next_redirect_url
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse

from myotome.clinic.accounts.id_token import verified


class SignedAnswers(OpenIDConnectOAuth2Adapter):
    """The library's way to the provider, with the signature of every answer checked; ``nonce`` is that of this sign-in."""

    nonce = ""

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **kwargs: Any) -> Any:
        """An answer without a signed part says nothing that can be believed."""
        if not kwargs["response"].get("id_token"):
            raise OAuth2Error("the provider gave no signed answer")
        return super().complete_login(request, app, token, **kwargs)

    def _decode_id_token(self, app: Any, id_token: str) -> dict[str, Any]:
        with get_adapter().get_requests_session() as session:
            answer = session.get(self.openid_config["jwks_uri"])
            answer.raise_for_status()
            keys = answer.json()
        claims = verified(id_token, keys, self.openid_config["issuer"], app.client_id, self.nonce)
        jwtkit.verify_jti(claims)
        return claims


class _Back(OAuth2CallbackView):
    adapter: SignedAnswers

    def _get_state(self, request: HttpRequest, provider: Any) -> tuple[Any, Any]:
        state, refused = super()._get_state(request, provider)
        if state:
            self.adapter.nonce = state.get("nonce", "")
        return state, refused


@login_not_required
def login(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Away to the provider, with a word of our own that its signed answer must repeat."""
    provider, nonce = _provider(request, provider_id), secrets.token_urlsafe(24)
    answer: HttpResponse = provider.redirect(
        request,
        process="login",
        next_url=get_next_redirect_url(request),
        auth_params={**provider.get_auth_params(), "nonce": nonce},
        nonce=nonce,
    )
    return answer


@login_not_required
def callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Back from the provider."""
    _provider(request, provider_id)
    answer: HttpResponse = _Back.adapter_view(SignedAnswers(request, provider_id))(request)
    return answer


def _provider(request: HttpRequest, provider_id: str) -> Any:
    try:
        return get_adapter().get_provider(request, provider=provider_id)
    except SocialApp.DoesNotExist:
        raise Http404 from None
