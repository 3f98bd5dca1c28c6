"""Files that come in pieces, so that a cut line costs one piece and not the whole file.

    with gateway.open(ref, Deed.WRITE_RECORD, "send a piece") as file:
        Deliveries(file).take(delivery, 0, piece, sha256)

A piece says at which byte it begins, which must be where the last one ended; each lies sealed in the store before it counts. Only who began a
delivery goes on with it, for the same patient.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from myotome.journey.uploads.kinds import HEAD_BYTES, LARGEST_BYTES, kind_of
from myotome.record.file import PatientFile
from myotome.record.files.incoming import Arrived, Incoming, check_size, plain_name
from myotome.record.files.keys import site_keys
from myotome.record.files.models import Delivery, Piece
from myotome.record.files.seal import Sealer, unsealed
from myotome.record.files.stores import site_store
from myotome.record.opened import under
from myotome.record.roles import Deed
from myotome.words.errors import MyotomeError, OutOfRange, UnknownName, UnusableInput

PIECE_BYTES: Final = 1 << 20
"""The largest piece."""
MOST_OPEN: Final = 30
"""Deliveries that one person may have open: what is left lying is bounded."""
LEFT_AFTER: Final = timedelta(days=1)
"""A delivery of which nothing arrived for so long is swept; one that is done is forgotten then."""
AGAIN: Final = "Choose the file and send it again from the beginning."


class WrongOffset(MyotomeError):
    """A piece does not begin where the last one ended (it came twice, too early, or from a second tab); ``value`` is where to go on."""


@dataclass(frozen=True, slots=True)
class DeliverySheet:
    """How a delivery stands; ``kept_as`` and ``new`` say what came of one that is done."""

    ref: UUID
    name: str
    size_bytes: int
    received_bytes: int
    kept_as: UUID | None = None
    new: bool = False

    @property
    def percent(self) -> int:
        """How much of it has arrived."""
        return 100 * self.received_bytes // self.size_bytes


@dataclass(frozen=True)
class Deliveries:
    """The deliveries of the person who opened ``file``, for its patient."""

    file: PatientFile

    @property
    def deed(self) -> Deed:
        """What the file was opened for."""
        return self.file.deed

    @under(Deed.WRITE_RECORD)
    def begin(self, name: str, size_bytes: int, mark: str) -> DeliverySheet:
        """Begin to send a file, or find the one of this name, size and mark that was begun; raises OutOfRange for what is never taken."""
        largest = max(LARGEST_BYTES.values())
        if not 0 < size_bytes <= largest:
            raise OutOfRange(
                "no file of this size is taken", value=f"{size_bytes} bytes", cure=f"At most {largest // 10**6} MB."
            )
        if not mark or len(mark) > 64:
            raise UnusableInput("a delivery needs the mark of its file", value=mark[:80])
        which = {
            "patient": self.file._patient, "by": self.file._user, "name": plain_name(name), "size_bytes": size_bytes,
            "mark": mark, "kept_as": None,
        }  # fmt: skip
        if not Delivery.objects.filter(**which).exists():
            begun = Delivery.objects.filter(by=self.file._user, kept_as=None).count()
            if begun >= MOST_OPEN:
                raise OutOfRange("too many files are on their way", value=str(begun), cure="Finish some of them first.")
        times = {"begun_at": self.file.now, "last_at": self.file.now}
        return _sheet(Delivery.objects.get_or_create(**which, defaults=times)[0])

    @under(Deed.READ_RECORD, Deed.WRITE_RECORD)
    def open(self) -> tuple[DeliverySheet, ...]:
        """Those that are not done, newest first."""
        rows = Delivery.objects.filter(
            patient=self.file._patient, by=self.file._user, kept_as=None, received_bytes__gt=0
        )
        return tuple(_sheet(row) for row in rows.order_by("-pk"))

    @under(Deed.READ_RECORD, Deed.WRITE_RECORD)
    def sheet(self, ref: UUID) -> DeliverySheet:
        """One of them; raises UnknownName."""
        return _sheet(self._row(ref))

    @under(Deed.WRITE_RECORD)
    def take(self, ref: UUID, offset: int, data: bytes, sha256: str) -> DeliverySheet:
        """Seal a piece in the store and count it. The first one says what the file is.

        Raises WrongOffset; OutOfRange where the piece goes beyond what was announced or the file is larger than its kind may be; UnusableInput
        for a kind that is not taken and for bytes that are not those of ``sha256`` (hex).
        """
        row = self._row(ref)
        if offset != row.received_bytes or row.kept_as is not None:
            raise _wrong(row)
        if not 0 < len(data) <= min(PIECE_BYTES, row.size_bytes - offset):
            raise OutOfRange("a piece is empty, too large, or beyond the end", value=f"{len(data)} bytes at {offset}")
        if hashlib.sha256(data).hexdigest() != sha256:
            raise UnusableInput("a piece did not arrive as it was sent", value=str(offset))
        if offset == 0:
            if len(data) < min(HEAD_BYTES, row.size_bytes):
                raise OutOfRange("the first piece is too small to tell what the file is", value=f"{len(data)} bytes")
            check_size(kind_of(data[:HEAD_BYTES]), row.size_bytes)
        name = _lay_down(data)
        Piece.objects.create(delivery=row, offset=offset, size_bytes=len(data), sha256=sha256, name=name)
        row.received_bytes, row.last_at = offset + len(data), self.file.now
        row.save(update_fields=["received_bytes", "last_at"])
        return _sheet(row)

    @under(Deed.WRITE_RECORD)
    def whole(self, ref: UUID, digest: str) -> tuple[DeliverySheet, tuple[str, ...]]:
        """The sheet and the names of all pieces in order, once everything is there; of one that is done no names.

        ``digest``: SHA-256 (hex) over the SHA-256 of every piece, as the sender counts it. Raises WrongOffset while something is missing and
        UnusableInput where the sender sent another file than is here.
        """
        row = self._row(ref)
        if row.kept_as is not None:
            return _sheet(row), ()
        if row.received_bytes != row.size_bytes:
            raise _wrong(row)
        pieces = list(row.pieces.order_by("offset"))
        if digest_of(piece.sha256 for piece in pieces) != digest:
            raise UnusableInput("what arrived is not what was sent", value=row.name, cure=AGAIN)
        return _sheet(row), tuple(piece.name for piece in pieces)

    @under(Deed.WRITE_RECORD)
    def close(self, ref: UUID, kept_as: UUID, *, new: bool) -> None:
        """It is kept: its pieces are nobody's from now on."""
        row = self._row(ref)
        if row.kept_as is None:
            row.pieces.all().delete()
            row.kept_as, row.new, row.last_at = kept_as, new, self.file.now
            row.save(update_fields=["kept_as", "new", "last_at"])

    @under(Deed.WRITE_RECORD)
    def drop(self, ref: UUID) -> tuple[str, ...]:
        """Nothing will come of it: forget it; returns the names of its pieces."""
        row = self._row(ref)
        names = tuple(row.pieces.values_list("name", flat=True))
        row.delete()
        return names

    def _row(self, ref: UUID) -> Delivery:
        rows = Delivery.objects.filter(patient=self.file._patient, by=self.file._user, ref=ref)
        if self.deed == Deed.WRITE_RECORD:
            rows = rows.select_for_update()
        row = rows.first()
        if row is None:
            raise UnknownName("no such delivery", value=str(ref), cure=AGAIN)
        return row


def put_together(name: str, pieces: Iterable[str]) -> Arrived:
    """The whole file, sealed anew as one object. Raises BrokenSeal where a piece is not as it was, and what ``Incoming`` refuses."""
    incoming, store, keys = Incoming(name), site_store(), site_keys()
    try:
        for piece in pieces:
            for data in unsealed(store.read(piece), keys):
                incoming.take(data)
        return incoming.finish()
    except BaseException:
        incoming.abandon()
        raise


def take_away(names: Iterable[str]) -> None:
    """Remove pieces that no row names from the store."""
    store = site_store()
    for name in names:
        store.remove(name)


def digest_of(hashes: Iterable[str]) -> str:
    """SHA-256 over SHA-256 digests (hex), in order."""
    return hashlib.sha256(b"".join(bytes.fromhex(one) for one in hashes)).hexdigest()


def sweep_deliveries(now: datetime) -> int:
    """Forget deliveries of which nothing came for a day, done or not; how many pieces went. Their objects are removed first."""
    rows = Delivery.objects.filter(last_at__lt=now - LEFT_AFTER)
    names = list(Piece.objects.filter(delivery__in=rows).values_list("name", flat=True))
    take_away(names)
    rows.delete()
    return len(names)


def _lay_down(data: bytes) -> str:
    name = uuid.uuid4().hex
    writing = site_store().begin(name)
    sealer = Sealer(site_keys()[0], writing.write)
    sealer.write(data)
    sealer.finish()
    writing.finish()
    return name


def _wrong(row: Delivery) -> WrongOffset:
    return WrongOffset(
        "a piece does not begin where the last one ended", value=row.received_bytes, cure="Go on from there."
    )


def _sheet(row: Delivery) -> DeliverySheet:
    return DeliverySheet(row.ref, row.name, row.size_bytes, row.received_bytes, row.kept_as, row.new)
