"""Takes a backup: the database in one state, then the stored files that this state names, then the list of everything."""

from __future__ import annotations

import tempfile
from datetime import datetime
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import connection

from myotome import __version__
from myotome.record.audit import START, key_mark
from myotome.record.backup.archive import ArchiveWriter, writing
from myotome.record.backup.manifest import FILES, SECRETS, Manifest
from myotome.record.backup.snapshot import Snapshot, snapshot
from myotome.record.files.seal import BrokenSeal
from myotome.record.files.stores import site_store

SECRET_FILES: Final = ("secret", "file-key")
"""Made in the data folder where the environment gives no key of the site's own."""


def back_up(path: Path, at: datetime, *, with_secrets: bool = False) -> Manifest:
    """Write a backup of the site to ``path``; raises UnusableInput, and then there is nothing at ``path``.

    The clinic may be open: what is written after the state was taken is in the next backup. ``with_secrets``: also the keys that lie in
    the data folder, so that the archive alone opens everything.
    """
    with writing(path) as archive, tempfile.TemporaryDirectory(prefix=".backup-", dir=path.parent) as folder:
        with snapshot(Path(folder)) as state:
            archive.add_file(state.part, state.path)
            missing = _add_files(archive, state, Path(folder))
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
            )
        archive.finish(manifest)
    return manifest


def _add_files(archive: ArchiveWriter, state: Snapshot, folder: Path) -> tuple[str, ...]:
    """Add every stored file that the state names; returns the names of those that are gone although a record rests on them."""
    store, missing, aside = site_store(), [], folder / "file"
    used = {name for (name,) in state.ask(_USED)}
    for (name,) in state.ask(_CONTENTS):
        try:
            with aside.open("wb") as copy:
                for chunk in store.read(name):
                    copy.write(chunk)
        except BrokenSeal:
            if name in used:
                missing.append(name)
            continue
        archive.add_file(FILES + name, aside)
    aside.unlink(missing_ok=True)
    return tuple(missing)


_CONTENTS: Final = "SELECT name FROM files_content"
_USED: Final = "SELECT name FROM files_content WHERE id IN (SELECT content_id FROM files_storedfile)"


def _chain_head(state: Snapshot) -> tuple[int, str]:
    rows = state.ask("SELECT number, digest FROM record_chainhead")
    return (int(rows[0][0]), str(rows[0][1])) if rows else (0, START)
