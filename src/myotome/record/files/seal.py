"""Encryption of files at rest: AES-256-GCM in pieces, so that 500 MB pass through in one megabyte of memory.

A sealed file is a header (mark, id of the key, salt) and pieces of one megabyte, each with its tag. The key of a file is derived from a
site's key and the salt (HKDF-SHA256). A piece's nonce holds its number and whether it is the last: pieces cannot be changed, moved,
left out or cut off without showing (the STREAM construction, Hoang et al. 2015, doi 10.1007/978-3-662-47989-6_24).
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from myotome.words.errors import MyotomeError, UsageError

MARK: Final = b"MYOSEAL1"
PIECE_BYTES: Final = 1 << 20
TAG_BYTES: Final = 16
KEY_BYTES: Final = 32
_ID_BYTES, _SALT_BYTES = 8, 16
HEADER_BYTES: Final = len(MARK) + _ID_BYTES + _SALT_BYTES


class BrokenSeal(MyotomeError):
    """A stored file is not what was stored, or none of the keys opens it."""


@dataclass(frozen=True, slots=True)
class Key:
    """One key of the site, 32 bytes; ``id`` names it in a header and tells nothing of it."""

    secret: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.secret) != KEY_BYTES:
            raise UsageError("a key for files has 32 bytes", value=f"{len(self.secret)} bytes", cure=MAKE_ONE)

    @property
    def id(self) -> bytes:
        """First bytes of a hash of the key."""
        return hashlib.sha256(b"myotome file key id" + self.secret).digest()[:_ID_BYTES]

    def cipher(self, salt: bytes) -> AESGCM:
        """The cipher of one file."""
        return AESGCM(HKDF(SHA256(), KEY_BYTES, salt, b"myotome file").derive(self.secret))


MAKE_ONE: Final = (
    "Make one with `python -c 'import base64, os; print(base64.urlsafe_b64encode(os.urandom(32)).decode())'`."
)


def read_key(text: str) -> Key:
    """A key as it is written in the environment (base64, 32 bytes); raises UsageError with the way to make one."""
    try:
        return Key(base64.b64decode(text.strip().replace("-", "+").replace("_", "/"), validate=True))
    except (binascii.Error, ValueError) as error:
        raise UsageError("a key for files is 32 bytes in base64", place="MYOTOME_FILE_KEY", cure=MAKE_ONE) from error


@dataclass
class Sealer:
    """Encrypts what is written to it, piece by piece, and hands the pieces to ``out``; ``finish`` seals the last one."""

    key: Key
    out: Callable[[bytes], object]
    _waiting: bytearray = field(default_factory=bytearray, init=False)
    _number: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        salt = os.urandom(_SALT_BYTES)
        self._header = MARK + self.key.id + salt
        self._cipher = self.key.cipher(salt)
        self.out(self._header)

    def write(self, data: bytes) -> None:
        """Take some more of the file; any number of bytes."""
        self._waiting += data
        while len(self._waiting) > PIECE_BYTES:  # not >=: the last piece is only known at the end
            self._seal(bytes(self._waiting[:PIECE_BYTES]), last=False)
            del self._waiting[:PIECE_BYTES]

    def finish(self) -> None:
        """Seal what is left, which may be nothing."""
        self._seal(bytes(self._waiting), last=True)
        self._waiting.clear()

    def _seal(self, piece: bytes, *, last: bool) -> None:
        self.out(self._cipher.encrypt(_nonce(self._number, last=last), piece, self._header))
        self._number += 1


def unsealed(stored: Iterable[bytes], keys: Sequence[Key]) -> Iterator[bytes]:
    """The content of a sealed file, piece by piece; raises BrokenSeal at the first piece that is not as it was written."""
    pieces = _cut(stored)
    header = next(pieces)
    if len(header) != HEADER_BYTES or not header.startswith(MARK):
        raise BrokenSeal("this is no sealed file", cure="Put back the copy from a backup.")
    id_, salt = header[len(MARK) : -_SALT_BYTES], header[-_SALT_BYTES:]
    key = next((key for key in keys if key.id == id_), None)
    if key is None:
        raise BrokenSeal(
            "the key of this file is not among the site's keys", cure="Add the old key to MYOTOME_FILE_KEY."
        )
    cipher, number, piece = key.cipher(salt), 0, next(pieces, b"")
    for following in pieces:
        yield _opened(cipher, number, piece, header, last=False)
        number, piece = number + 1, following
    yield _opened(cipher, number, piece, header, last=True)


def key_id(header: bytes) -> str:
    """Id (hex) of the key that a sealed file was sealed with, from its first bytes; empty where it is no sealed file."""
    sealed = len(header) >= HEADER_BYTES and header.startswith(MARK)
    return header[len(MARK) : len(MARK) + _ID_BYTES].hex() if sealed else ""


def _opened(cipher: AESGCM, number: int, piece: bytes, header: bytes, *, last: bool) -> bytes:
    try:
        return cipher.decrypt(_nonce(number, last=last), piece, header)
    except (InvalidTag, ValueError) as error:
        raise BrokenSeal("a stored file was changed or cut off", cure="Put back the copy from a backup.") from error


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


def _cut(stored: Iterable[bytes]) -> Iterator[bytes]:
    """The header, then sealed pieces, however the store hands the bytes out."""
    waiting, size = bytearray(), HEADER_BYTES
    for chunk in stored:
        waiting += chunk
        while len(waiting) >= size:
            yield bytes(waiting[:size])
            del waiting[:size]
            size = PIECE_BYTES + TAG_BYTES
    if waiting or size == HEADER_BYTES:
        yield bytes(waiting)
