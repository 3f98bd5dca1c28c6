"""Sealed files in a folder of this machine: written beside, made durable, then named in one step."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import BinaryIO, Final

from myotome.record.files.seal import BrokenSeal
from myotome.words.errors import UsageError

CHUNK_BYTES: Final = 1 << 18
_NAME: Final = re.compile(r"[0-9a-f-]{16,64}")
_LEFT_AFTER: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class FolderStore:
    """Objects in ``root``, 256 subfolders; what is being written lies in ``root/incoming`` and never counts."""

    root: Path

    def begin(self, name: str) -> FolderWriting:
        """Start an object."""
        incoming = self.root / "incoming"
        _make(incoming)
        return FolderWriting(incoming / name, self._path(name))

    def read(self, name: str) -> Iterator[bytes]:
        """The bytes of an object."""
        try:
            with self._path(name).open("rb") as file:
                while chunk := file.read(CHUNK_BYTES):
                    yield chunk
        except FileNotFoundError:
            raise BrokenSeal("a stored file is gone from its store", cure="Put back the copy from a backup.") from None

    def remove(self, name: str) -> None:
        """Take an object away."""
        self._path(name).unlink(missing_ok=True)

    def names(self) -> Iterator[tuple[str, datetime]]:
        """Every object; beginnings that nobody ended within a day are cleared on the way."""
        now = datetime.now(UTC)
        for path in self.root.glob("*/*"):
            try:
                at = datetime.fromtimestamp(path.stat().st_mtime, UTC)
            except FileNotFoundError:
                continue
            if path.parent.name != "incoming":
                yield path.name, at
            elif now - at > _LEFT_AFTER:
                path.unlink(missing_ok=True)

    def _path(self, name: str) -> Path:
        if not _NAME.fullmatch(name):
            raise UsageError("not the name of a stored file", value=name)
        return self.root / name[:2] / name


class FolderWriting:
    """One object on its way into the folder."""

    def __init__(self, beside: Path, place: Path) -> None:
        self._beside, self._place = beside, place
        self._file: BinaryIO = open(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")  # noqa: SIM115, PTH123 - closed by finish and abandon

    def write(self, data: bytes) -> None:
        """Append some bytes."""
        self._file.write(data)

    def finish(self) -> None:
        """The bytes are on the disk before the name is, and the name before anybody is told."""
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        _make(self._place.parent)
        self._beside.rename(self._place)
        _sync(self._place.parent)

    def abandon(self) -> None:
        """Leave nothing behind."""
        self._file.close()
        self._beside.unlink(missing_ok=True)


def _make(folder: Path) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
