"""Booking references that cannot be guessed: 80 random bits in Crockford's base 32, written in groups of four.

Source of the alphabet: D. Crockford, Base 32, https://www.crockford.com/base32.html (I, L and O read as 1, 1 and 0; no U).
"""

from __future__ import annotations

from collections.abc import Callable

from myotome.words.errors import OutOfRange

RandomBytes = Callable[[int], bytes]
"""Gives so many bytes that nobody can foresee (``secrets.token_bytes`` at the door); never a seeded generator."""

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
REFERENCE_BYTES = 10
REFERENCE_CHARACTERS = 16


def new_reference(random_bytes: RandomBytes) -> str:
    """A reference such as ``7K3M-Q9WD-0TXB-5HNE``; raises OutOfRange when the source gives fewer than 10 bytes."""
    drawn = random_bytes(REFERENCE_BYTES)
    if len(drawn) != REFERENCE_BYTES:
        raise OutOfRange("the random source must give as many bytes as asked", value=len(drawn))
    number = int.from_bytes(drawn, "big")
    return _grouped("".join(ALPHABET[number >> 5 * place & 31] for place in reversed(range(REFERENCE_CHARACTERS))))


def read_reference(typed: str) -> str | None:
    """The reference that someone typed, in the form in which it is kept; None when it cannot be one.

    Case, spaces and hyphens do not matter, and O, I and L are read as 0, 1 and 1.
    """
    plain = "".join(_AS_MEANT.get(letter, letter) for letter in typed.upper() if letter not in " -\t\u2010\u2011\u2013")
    if len(plain) != REFERENCE_CHARACTERS or any(letter not in ALPHABET for letter in plain):
        return None
    return _grouped(plain)


def _grouped(plain: str) -> str:
    return "-".join(plain[at : at + 4] for at in range(0, REFERENCE_CHARACTERS, 4))


_AS_MEANT = {"O": "0", "I": "1", "L": "1"}
