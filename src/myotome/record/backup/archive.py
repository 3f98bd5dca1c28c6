"""The archive: a tar file that any program can list, and after it one line with the SHA-256 of all bytes before.

The line finds every changed byte, also where tar itself would not look; a file without it was cut short.
"""

from __future__ import annotations

import hashlib
import io
import os
import tarfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, BinaryIO, Final

from myotome.record.backup.leftovers import WRITING
from myotome.record.backup.manifest import MANIFEST, Manifest, Part, read_manifest
from myotome.words.errors import UnusableInput

_LAST_LINE: Final = b"\nmyotome backup, sha256 of all before this line: "
_LAST_BYTES: Final = len(_LAST_LINE) + 64 + 1
CHUNK_BYTES: Final = 1 << 20
CURE: Final = "Take another backup; this one cannot be trusted."


class ArchiveWriter:
    """Adds parts one after the other; ``parts`` lists what was added."""

    def __init__(self, file: BinaryIO) -> None:
        self._hash = hashlib.sha256()
        self._file = file
        self._tar = tarfile.open(fileobj=_Hashed(file, self._hash), mode="w:", format=tarfile.PAX_FORMAT)  # noqa: SIM115 - closed by finish
        self.parts: dict[str, Part] = {}

    def add_file(self, name: str, path: Path) -> None:
        """Add the content of a file."""
        with path.open("rb") as content:
            self._add(name, path.stat().st_size, content)

    def add_bytes(self, name: str, content: bytes) -> None:
        """Add some bytes."""
        self._add(name, len(content), io.BytesIO(content))

    def finish(self, manifest: Manifest) -> None:
        """Write the manifest and the last line."""
        self.add_bytes(MANIFEST, manifest.text().encode())
        self._tar.close()
        self._file.write(_LAST_LINE + self._hash.hexdigest().encode() + b"\n")

    def _add(self, name: str, size: int, content: BinaryIO) -> None:
        entry = tarfile.TarInfo(name)
        entry.size, entry.mode = size, 0o600
        seen = hashlib.sha256()
        self._tar.addfile(entry, _Counted(content, seen))
        self.parts[name] = Part(size, seen.hexdigest())


@contextmanager
def writing(path: Path) -> Iterator[ArchiveWriter]:
    """An archive at ``path``, there when the block has ended well and not before; readable by its owner only."""
    beside = path.with_name(f"{WRITING}{os.getpid()}-{path.name}"[:200])
    try:
        with open(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:  # noqa: PTH123 - a mode from the first byte on
            yield ArchiveWriter(file)
            file.flush()
            os.fsync(file.fileno())
        # A link, unlike a rename, does not take the place of a file that came there meanwhile.
        os.link(beside, path)
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    except FileExistsError:
        raise UnusableInput("there is a file of this name", place=str(path), cure="Choose another name.") from None
    except OSError as error:
        raise UnusableInput(
            f"the backup could not be written: {error.strerror}", place=str(path), cure="Nothing was kept; make room or choose another place."
        ) from error  # fmt: skip
    finally:
        beside.unlink(missing_ok=True)


def verify_archive(path: Path) -> Manifest:
    """Read every byte and hold it against what the archive says of itself; raises UnusableInput with what is wrong."""
    with _opened(path) as file:
        _verify_last_line(path, file)
        found: dict[str, Part] = {}
        manifest: Manifest | None = None
        for entry, content in _entries(path, file):
            if manifest is not None:
                raise _unsound(path, "there is something after its list")
            if entry.name == MANIFEST:
                manifest = read_manifest(content.read().decode())
            else:
                found[entry.name] = Part(entry.size, _sha256(content))
    if manifest is None:
        raise _unsound(path, "it holds no list of its parts")
    if found != dict(manifest.parts):
        wrong = sorted(
            name for name in found.keys() | manifest.parts.keys() if found.get(name) != manifest.parts.get(name)
        )
        raise _unsound(path, f"parts are missing or changed: {', '.join(wrong[:3])}")
    return manifest


def parts_of(path: Path, names: Iterable[str] | None = None) -> Iterator[tuple[str, IO[bytes]]]:
    """The parts with these names, or all, in the order in which they were added; verify the archive first."""
    wanted = None if names is None else set(names)
    with _opened(path) as file:
        for entry, content in _entries(path, file):
            if entry.name != MANIFEST and (wanted is None or entry.name in wanted):
                yield entry.name, content


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    try:
        with path.open("rb") as file:
            yield file
    except OSError as error:
        raise UnusableInput(f"cannot read there: {error.strerror}", place=str(path), cure="Name a backup.") from error


def _entries(path: Path, file: BinaryIO) -> Iterator[tuple[tarfile.TarInfo, IO[bytes]]]:
    file.seek(0)
    try:
        with tarfile.open(fileobj=file, mode="r:") as tar:
            for entry in tar:
                content = tar.extractfile(entry) if entry.isreg() else None
                if content is None:
                    raise _unsound(path, "it holds something that is no file")
                yield entry, content
    except tarfile.TarError as error:
        raise _unsound(path, "it is no archive") from error


def _verify_last_line(path: Path, file: BinaryIO) -> None:
    before = file.seek(0, os.SEEK_END) - _LAST_BYTES
    if before <= 0:
        raise _unsound(path, "it is no backup, or was cut short")
    file.seek(0)
    seen, left = hashlib.sha256(), before
    while left and (chunk := file.read(min(left, CHUNK_BYTES))):
        seen.update(chunk)
        left -= len(chunk)
    last = file.read()
    if not last.startswith(_LAST_LINE):
        raise _unsound(path, "it is no backup, or was cut short")
    if last != _LAST_LINE + seen.hexdigest().encode() + b"\n":
        raise _unsound(path, "its bytes are not as they were written")


def _sha256(content: IO[bytes]) -> str:
    seen = hashlib.sha256()
    while chunk := content.read(CHUNK_BYTES):
        seen.update(chunk)
    return seen.hexdigest()


def _unsound(path: Path, problem: str) -> UnusableInput:
    return UnusableInput(f"this backup is not sound: {problem}", place=str(path), cure=CURE)


class _Hashed(io.RawIOBase):
    """Writes on, and sees every byte."""

    def __init__(self, file: BinaryIO, seen: hashlib._Hash) -> None:
        self._file, self._seen = file, seen

    def tell(self) -> int:
        """How much was written."""
        return self._file.tell()

    def write(self, data: bytes) -> int:  # type: ignore[override]
        self._seen.update(data)
        self._file.write(data)
        return len(data)


class _Counted:
    """Reads on, and sees every byte."""

    def __init__(self, file: BinaryIO, seen: hashlib._Hash) -> None:
        self._file, self._seen = file, seen

    def read(self, size: int = -1) -> bytes:
        """Some bytes."""
        data = self._file.read(size)
        self._seen.update(data)
        return data
