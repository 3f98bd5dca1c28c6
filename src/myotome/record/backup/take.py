"""Takes a backup: the database in one state, then the stored files that this state names, then the list of everything."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import connection

from myotome import __version__
from myotome.record.audit import START, key_mark
from myotome.record.backup.archive import ArchiveWriter, writing
from myotome.record.backup.leftovers import COPYING, WRITING, clear_leftovers
from myotome.record.backup.manifest import FILES, SECRETS, Manifest
from myotome.record.backup.snapshot import Snapshot, snapshot
from myotome.record.files.seal import HEADER_BYTES, BrokenSeal, key_id
from myotome.record.files.stores import site_store

SECRET_FILES: Final = ("secret", "file-key")
"""Made in the data folder where the environment gives no key of the site's own."""


def back_up(path: Path, at: datetime, *, with_secrets: bool = False) -> Manifest:
    """Write a backup of the site to ``path``; raises UnusableInput, and then there is nothing at ``path``.

    The clinic may be open: what is written after the state was taken is in the next backup. ``with_secrets``: also the keys that lie in
    the data folder, so that the archive alone opens everything.
    """
    clear_leftovers(path.parent, WRITING, COPYING)
    with (
        writing(path) as archive,
        tempfile.TemporaryDirectory(prefix=f"{COPYING}{os.getpid()}-", dir=path.parent) as folder,
    ):
        with snapshot(Path(folder)) as state:
            archive.add_file(state.part, state.path)
            missing, file_keys = _add_files(archive, state, Path(folder))
            if with_secrets:
                for name in SECRET_FILES:
                    if (settings.DATA / name).is_file():
                        archive.add_file(SECRETS + name, settings.DATA / name)
            manifest = Manifest(
                made_at=at.isoformat(timespec="seconds"),
                program=__version__,
                kind=connection.vendor,
                demo=settings.DEMO,
                database=state.part,
                migrations=state.migrations(),
                rows=state.rows(),
                chain=_chain_head(state),
                key_mark=key_mark(),
                parts=dict(archive.parts),
                missing=missing,
                file_keys=file_keys,
            )
        archive.finish(manifest)
    return manifest


def _add_files(archive: ArchiveWriter, state: Snapshot, folder: Path) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Add every stored file that the state names; returns the names of those that are gone although a record rests on them, and the ids of
    the keys that open the others.
    """
    missing, keys, aside = [], set[str](), folder / "file"
    used = {name for (name,) in state.ask(_USED)}
    for pk, name in state.ask(_CONTENTS):
        try:
            _copy(int(pk), name, aside)
        except BrokenSeal:
            if name in used:
                missing.append(name)
            continue
        with aside.open("rb") as copy:
            keys.add(key_id(copy.read(HEADER_BYTES)))
        archive.add_file(FILES + name, aside)
    aside.unlink(missing_ok=True)
    return tuple(missing), tuple(sorted(keys - {""}))


def _copy(pk: int, name: str, aside: Path) -> None:
    """The object of this name, or, where `myotome reseal` was there since the state was taken, the one that has taken its place."""
    store = site_store()
    try:
        _write(store.read(name), aside)
    except BrokenSeal:
        # Asked past the state that was taken, which a transaction of PostgreSQL keeps on seeing.
        with closing(connection.copy()) as now, now.cursor() as cursor:
            cursor.execute("SELECT name FROM files_content WHERE id = %s", [pk])
            row = cursor.fetchone()
        if row is None or row[0] == name:
            raise
        _write(store.read(row[0]), aside)


def _write(chunks: Iterator[bytes], aside: Path) -> None:
    with aside.open("wb") as copy:
        for chunk in chunks:
            copy.write(chunk)


_CONTENTS: Final = "SELECT id, name FROM files_content"
_USED: Final = "SELECT name FROM files_content WHERE id IN (SELECT content_id FROM files_storedfile)"


def _chain_head(state: Snapshot) -> tuple[int, str]:
    rows = state.ask("SELECT number, digest FROM record_chainhead")
    return (int(rows[0][0]), str(rows[0][1])) if rows else (0, START)
