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
    for piece in unsealed(site_store().read(row.name), site_keys()):
        found.update(piece)
        yield piece
    if found.hexdigest() != row.sha256:
        raise BrokenSeal("a stored file is not the one that was stored", cure="Put back the copy from a backup.")
