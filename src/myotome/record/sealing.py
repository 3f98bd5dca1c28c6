"""Seals short secrets before they are stored: whoever reads the database alone learns none of them.

Fernet (AES-128-CBC with an HMAC-SHA-256) under a key that HKDF derives from the site's secret, one per purpose.
"""

from __future__ import annotations

from base64 import urlsafe_b64encode

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from myotome.words.errors import UnusableInput


def seal(text: str, purpose: str) -> str:
    """``text`` as it may be stored."""
    return _fernet(purpose).encrypt(text.encode()).decode()


def unseal(sealed: str, purpose: str) -> str:
    """What was sealed for the same purpose; raises UnusableInput when it was sealed with another key or changed."""
    try:
        return _fernet(purpose).decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise UnusableInput(
            f"this {purpose} cannot be read with the site's key",
            cure="Start the site with the MYOTOME_SECRET_KEY it was made with, or have an administrator reset it.",
        ) from error


def _fernet(purpose: str) -> Fernet:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=f"myotome {purpose}".encode())
    return Fernet(urlsafe_b64encode(derived.derive(settings.SECRET_KEY.encode())))
