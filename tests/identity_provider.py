"""A small identity provider (OpenID Connect, code flow with PKCE) on this machine: says about one person what a test wants it to say."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
CLIENT, SECRET = "myotome", "only-for-tests"


def signed(claims: dict[str, Any], key: Any = KEY, algorithm: str = "RS256", **header: Any) -> str:
    """A signed answer, as this provider signs."""
    return jwt.encode(claims, key, algorithm=algorithm, headers={"kid": "1", **header})


class IdentityProvider:
    """``claims`` go into the signed answer, ``info`` into the user information; ``asked`` keeps what the site asked for.

    ``sign`` makes the signed answer out of the claims; a test that forges one puts another in its place. ``keys`` is what it publishes.
    """

    def __init__(self) -> None:
        self.claims: dict[str, Any] = {}
        self.info: dict[str, Any] = {}
        self.asked: dict[str, str] = {}
        self.sign: Callable[[dict[str, Any]], str | None] = signed
        self.keys = [{**jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key(), as_dict=True), "kid": "1"}]
        provider = self

        class Answers(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                path = urlsplit(self.path).path
                if path.endswith("openid-configuration"):
                    self._say(provider.configuration())
                elif path == "/keys":
                    self._say({"keys": provider.keys})
                else:
                    self._say({"sub": "42", **provider.info})

            def do_POST(self) -> None:
                body = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
                sent = base64.urlsafe_b64encode(hashlib.sha256(body["code_verifier"][0].encode()).digest())
                sound = sent.decode().rstrip("=") == provider.asked["code_challenge"] and body["code"] == ["one"]
                self._say(provider.token() if sound else {"error": "invalid_grant"}, 200 if sound else 400)

            def _say(self, content: Any, status: int = 200) -> None:
                said = json.dumps(content).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(said)))
                self.end_headers()
                self.wfile.write(said)

            def log_message(self, *args: Any) -> None:
                """Quiet."""

        self.server = HTTPServer(("127.0.0.1", 0), Answers)
        self.issuer = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def configuration(self) -> dict[str, Any]:
        names = {"authorization": "authorize", "token": "token", "userinfo": "info"}
        ends = {f"{name}_endpoint": f"{self.issuer}/{place}" for name, place in names.items()}
        methods = {"token_endpoint_auth_methods_supported": ["client_secret_post"]}
        return {"issuer": self.issuer, "jwks_uri": f"{self.issuer}/keys", **ends, **methods}

    def token(self) -> dict[str, Any]:
        now = int(time.time())
        said = {"iss": self.issuer, "aud": CLIENT, "sub": "42", "iat": now, "exp": now + 60}
        claims = {**said, "nonce": self.asked.get("nonce"), **self.claims}
        id_token = self.sign({name: value for name, value in claims.items() if value is not None})
        return {"access_token": "a", "token_type": "Bearer", "expires_in": 60} | (
            {"id_token": id_token} if id_token else {}
        )

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
