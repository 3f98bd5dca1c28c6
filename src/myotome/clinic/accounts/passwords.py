"""How passwords are hashed: Argon2id at a cost that a web process can pay for every sign-in without doubling in size."""

from __future__ import annotations

from threading import Lock

from django.contrib.auth.hashers import Argon2PasswordHasher


class ModestArgon2(Argon2PasswordHasher):
    """Argon2id with 19 MiB and three passes, one at a time in each process.

    Django's own takes 100 MiB for each sign-in under way: eight at once would take a gigabyte. OWASP's Password Storage Cheat Sheet asks
    for at least 19 MiB with two passes. A hash made at another cost is still checked, and made anew at the next sign-in.
    """

    memory_cost = 19 * 1024
    """KiB."""
    time_cost = 3
    parallelism = 1

    def encode(self, password: str, salt: str) -> str:
        """The hash of a new password."""
        with _ONE_AT_A_TIME:
            encoded: str = super().encode(password, salt)
        return encoded

    def verify(self, password: str, encoded: str) -> bool:
        """Whether a password is the one that was hashed."""
        with _ONE_AT_A_TIME:
            return bool(super().verify(password, encoded))


_ONE_AT_A_TIME = Lock()
