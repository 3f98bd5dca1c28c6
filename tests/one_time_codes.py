"""Codes as an app on a telephone computes them (RFC 6238: HMAC-SHA-1, six digits, thirty seconds), written from the standard."""

from __future__ import annotations

import base64
import hashlib
import hmac
import time


def code_of(secret: str, steps: int = 0, at: float | None = None) -> str:
    """The code of a secret in base 32, ``steps`` half minutes from now."""
    key = base64.b32decode(secret.replace(" ", ""))
    counter = int(time.time() if at is None else at) // 30 + steps
    digest = hmac.new(key, counter.to_bytes(8, "big"), hashlib.sha1).digest()
    begin = digest[-1] & 15
    number = int.from_bytes(digest[begin : begin + 4], "big") & 0x7FFFFFFF
    return f"{number % 1_000_000:06d}"
