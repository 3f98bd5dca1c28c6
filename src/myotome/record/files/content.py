"""Opens what lies in the store: unsealed on the way, and held against the hash with which it came."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from myotome.record.files.keys import site_keys
from myotome.record.files.models import Content
from myotome.record.files.seal import BrokenSeal, unsealed
from myotome.record.files.stores import site_store


def open_content(row: Content) -> Iterator[bytes]:
    """The content in pieces; raises BrokenSeal, at the latest with the last piece, when it is not what was stored."""
    found = hashlib.sha256()
    for piece in unsealed(_stored(row), site_keys()):
        found.update(piece)
        yield piece
    if found.hexdigest() != row.sha256:
        raise BrokenSeal("a stored file is not the one that was stored", cure="Put back the copy from a backup.")


def _stored(row: Content) -> Iterator[bytes]:
    """The sealed bytes; sealed anew since the row was read, they lie under another name."""
    store = site_store()
    try:
        yield from store.read(row.name)
    except BrokenSeal:
        name = Content.objects.filter(pk=row.pk).values_list("name", flat=True).first()
        if name is None or name == row.name:
            raise
        yield from store.read(name)
