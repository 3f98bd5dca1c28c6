"""Seals every stored file anew with the site's first key, so that an old key can be given up.

A file is opened with its old key, held against its hash, sealed under a new name, and only then does its row name the new object: whenever this is
broken off, every row names an object that is whole, and what is left over is swept. Begun again it goes on, since what bears the first key is passed by.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from myotome.record.audit import Access, write_access
from myotome.record.files.keys import site_keys
from myotome.record.files.models import Content, Piece
from myotome.record.files.seal import HEADER_BYTES, BrokenSeal, Sealer, key_id, unsealed
from myotome.record.files.stores import Store, site_store
from myotome.record.roles import Deed

WHO = "reseal"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far it is: of ``total`` objects ``looked`` were looked at, ``sealed`` anew, and ``broken`` name those that no key of the site opens."""

    looked: int
    total: int
    sealed: int
    broken: tuple[str, ...]


def reseal(now: datetime) -> Iterator[Progress]:
    """Go through kept files and pieces on their way, oldest first; one ``Progress`` after each. The run is a line of the access log."""
    tables = (Content, Piece)
    total, looked, sealed, broken = sum(table.objects.count() for table in tables), 0, 0, list[str]()
    with transaction.atomic():
        write_access(Access(None, None, Deed.WRITE_RECORD, "seal files with a new key", user_name=WHO), now)
    for table in tables:
        for pk in list(table.objects.order_by("pk").values_list("pk", flat=True)):
            looked += 1
            try:
                sealed += _seal_anew(table, pk)
            except BrokenSeal:
                broken.append(f"{table.__name__.lower()} {pk}")
            yield Progress(looked, total, sealed, tuple(broken))


def key_of(store: Store, name: str) -> str:
    """Id (hex) of the key that opens an object; empty for one that is not sealed. Raises BrokenSeal when it is gone."""
    head = bytearray()
    with closing(store.read(name)) as chunks:  # type: ignore[type-var]
        for chunk in chunks:
            head += chunk
            if len(head) >= HEADER_BYTES:
                break
    return key_id(bytes(head))


def _seal_anew(table: Any, pk: int) -> bool:
    row = table.objects.filter(pk=pk).first()
    store, keys = site_store(), site_keys()
    if row is None or key_of(store, row.name) == keys[0].id.hex():
        return False
    name, found = uuid.uuid4().hex, hashlib.sha256()
    writing = store.begin(name)
    try:
        sealer = Sealer(keys[0], writing.write)
        for piece in unsealed(store.read(row.name), keys):
            found.update(piece)
            sealer.write(piece)
        if found.hexdigest() != row.sha256:
            raise BrokenSeal("a stored file is not the one that was stored", cure="Put back the copy from a backup.")
        sealer.finish()
    except BaseException:
        writing.abandon()
        raise
    writing.finish()
    # Where another run, or the end of an upload, was first, this copy is nobody's and goes again.
    ours = bool(table.objects.filter(pk=pk, name=row.name).update(name=name))
    store.remove(row.name if ours else name)
    return ours
