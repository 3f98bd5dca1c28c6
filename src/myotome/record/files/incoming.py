"""A file on its way in: looked at, measured, hashed and sealed while it arrives; nothing of it is written in the clear."""

from __future__ import annotations

import hashlib
import uuid
from dataclasses import dataclass, field

from myotome.journey.uploads.kinds import HEAD_BYTES, LARGEST_BYTES, Kind, kind_of
from myotome.record.files.keys import site_keys
from myotome.record.files.seal import Sealer
from myotome.record.files.stores import site_store
from myotome.record.files.stores.store import Store, Writing
from myotome.words.errors import OutOfRange
from myotome.words.printable import printable

LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Arrived:
    """A file that lies sealed in the store and is nobody's yet; the sweep takes it if it stays so. ``object`` is its name there."""

    name: str
    kind: Kind
    size_bytes: int
    sha256: str
    object: str


@dataclass
class Incoming:
    """One file being received; raises UnusableInput from ``take`` for what is not taken, and OutOfRange for what is too large.

    The kind is known after ``HEAD_BYTES`` or at the end of a shorter file; until then nothing is written.
    """

    name: str
    store: Store = field(default_factory=site_store)

    def __post_init__(self) -> None:
        self.name = plain_name(self.name)
        self._head = bytearray()
        self._kind: Kind | None = None
        self._size = 0
        self._hash = hashlib.sha256()
        self._object = uuid.uuid4().hex
        self._writing: Writing | None = None
        self._sealer: Sealer | None = None

    def take(self, data: bytes) -> None:
        """Some more of the file."""
        self._size += len(data)
        self._hash.update(data)
        if self._sealer is None:
            self._head += data
            if len(self._head) >= HEAD_BYTES:
                self._open()
        else:
            self._sealer.write(data)
        if self._kind is not None:
            check_size(self._kind, self._size)

    def finish(self) -> Arrived:
        """The file is whole: make it durable."""
        if self._sealer is None:
            self._open()
        assert self._kind is not None and self._sealer is not None and self._writing is not None
        self._sealer.finish()
        self._writing.finish()
        return Arrived(self.name, self._kind, self._size, self._hash.hexdigest(), self._object)

    def abandon(self) -> None:
        """Leave nothing behind."""
        if self._writing is not None:
            self._writing.abandon()

    def _open(self) -> None:
        self._kind = kind_of(bytes(self._head[:HEAD_BYTES]))
        self._writing = self.store.begin(self._object)
        self._sealer = Sealer(site_keys()[0], self._writing.write)
        self._sealer.write(bytes(self._head))
        self._head.clear()


def check_size(kind: Kind, size_bytes: int) -> None:
    """Raises OutOfRange where a file of this kind is larger than is taken."""
    if size_bytes > LARGEST_BYTES[kind]:
        raise OutOfRange(
            "this file is too large",
            value=f"more than {LARGEST_BYTES[kind] // 10**6} MB",
            cure="Send the part that concerns this patient.",
        )


def plain_name(name: str) -> str:
    """What a file is called, as a text: no folders, no signs that steer, at most 200 letters with the ending kept."""
    last = " ".join(printable(name.replace("\\", "/").rpartition("/")[2]).split()) or "without a name"
    if len(last) <= LONGEST_NAME:
        return last
    stem, dot, ending = last.rpartition(".")
    if not dot or len(ending) > 10:
        return last[:LONGEST_NAME]
    return f"{stem[: LONGEST_NAME - len(ending) - 2]}….{ending}"
