"""What the web server lays aside on a disk while it comes in or goes out lies there encrypted, with a key that no disk ever holds.

waitress keeps a request of more than half a megabyte, and an answer of more than one, in a temporary file. It may be a patient's. Each such file
gets a key of its own (AES-256 in counter mode, so that any place of it can be read), which lives and dies with the request.
"""

from __future__ import annotations

import io
import os
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING, Any, Final

from cryptography.hazmat.primitives.ciphers import Cipher, CipherContext
from cryptography.hazmat.primitives.ciphers.algorithms import AES256
from cryptography.hazmat.primitives.ciphers.modes import CTR

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer as Buffer
    from _typeshed import WriteableBuffer

BLOCK_BYTES: Final = 16
KEY_BYTES: Final = 32


class SealedSpool(io.RawIOBase):
    """A temporary file, written at its end only and read at any place; raises ValueError for a write elsewhere.

    A second text over the first would use the same key stream twice, which tells both.
    """

    def __init__(self) -> None:
        self._file: IO[bytes] = TemporaryFile("w+b", buffering=0)  # noqa: SIM115 - closed by close, or when the request is dropped
        self._key = AES256(os.urandom(KEY_BYTES))
        self._at = self._end = 0
        self._writer = self._stream(0)
        self._reader, self._read_to = self._stream(0), 0

    def readable(self) -> bool:
        """It is."""
        return True

    def writable(self) -> bool:
        """It is, at its end."""
        return True

    def seekable(self) -> bool:
        """It is."""
        return True

    def write(self, data: Buffer) -> int:
        """Append ``data``."""
        if self._at != self._end:
            raise ValueError(f"written at {self._at}, and the end is at {self._end}")
        sealed = memoryview(self._writer.update(bytes(data)))
        self._file.seek(self._end)
        while sealed:
            written = self._file.write(sealed)
            self._at = self._end = self._end + written
            sealed = sealed[written:]
        return memoryview(data).nbytes

    def readinto(self, into: WriteableBuffer) -> int:
        """As many bytes from here on as ``into`` holds, or as are left."""
        if self._read_to != self._at:
            self._reader = self._stream(self._at)
        self._file.seek(self._at)
        target = memoryview(into).cast("B")
        data = self._reader.update(self._file.read(len(target)))
        target[: len(data)] = data
        self._at = self._read_to = self._at + len(data)
        return len(data)

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go to a place from the beginning, from here, or from the end."""
        self._at = max(0, offset + {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._end}[whence])
        return self._at

    def close(self) -> None:
        """Give the file back; without its key nobody reads what a disk still holds of it."""
        self._file.close()
        super().close()

    def _stream(self, at: int) -> CipherContext:
        counter = (at // BLOCK_BYTES).to_bytes(BLOCK_BYTES, "big")
        stream: CipherContext = Cipher(self._key, CTR(counter)).encryptor()
        stream.update(bytes(at % BLOCK_BYTES))
        return stream


def seal_what_is_laid_aside() -> None:
    """From now on waitress in this process lays aside into ``SealedSpool``; it has no setting for this, only this one method."""
    from waitress.buffers import TempfileBasedBuffer

    def newfile(_: Any) -> io.BufferedRandom:
        return io.BufferedRandom(SealedSpool())

    TempfileBasedBuffer.newfile = newfile
