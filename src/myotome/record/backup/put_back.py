"""Puts a backup back where nothing is, and says done only after everything was held against what the archive says of itself."""

from __future__ import annotations

import gzip
import hashlib
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, Final

from django.db import connection, connections
from django.db.migrations.loader import MigrationLoader

from myotome.record.audit import key_mark, verify_chain
from myotome.record.backup.archive import parts_of
from myotome.record.backup.leftovers import half_restored, mark_restoring
from myotome.record.backup.manifest import FILES, Manifest
from myotome.record.backup.postgres_programs import run_postgres
from myotome.record.backup.snapshot import POSTGRES_PART, count_rows
from myotome.record.files.keys import keys_here
from myotome.record.files.seal import BrokenSeal
from myotome.record.files.stores import Store, site_store
from myotome.words.errors import UnusableInput, UsageError

KEEP: Final = "Nothing was restored. Take the backup before this one, and keep this one for who looks into it."


def put_back(path: Path, manifest: Manifest, staged: Path) -> int:
    """Restore the verified archive at ``path`` into the site's empty database and its store; returns how many lines the access log has.

    For SQLite, Django is pointed at ``staged``, a file beside the place of the real one; the caller gives it its name at the end. Raises
    UsageError where something is in the way, UnusableInput where a check fails; the database is then as empty as before.
    """
    if connection.vendor != manifest.kind:
        raise UsageError(
            f"the backup is of {manifest.kind}, this site is on {connection.vendor}",
            place="MYOTOME_DATABASE_URL", cure="Restore into the same kind of database.",
        )  # fmt: skip
    if manifest.key_mark != key_mark():
        raise UsageError(
            "the key of the access log is not the one that the backup was made with",
            place="MYOTOME_AUDIT_KEY or MYOTOME_SECRET_KEY, or the file `secret` in the data folder",
            cure="Give the keys that were kept apart from the backup.",
        )
    if lacking := set(manifest.file_keys) - {key.id.hex() for key in keys_here()}:
        raise UsageError(
            "stored files of the backup need a key that is not among the site's", place="MYOTOME_FILE_KEY, or the file `file-key` in the data folder",
            value=", ".join(sorted(lacking)), cure="Give every key that was kept apart from the backup, with commas between.",
        )  # fmt: skip
    with _filled(path, manifest, staged):
        lines = _check(manifest)
        _put_files_back(path, manifest)
    connections.close_all()
    return lines


@contextmanager
def _filled(path: Path, manifest: Manifest, staged: Path) -> Iterator[None]:
    """The database filled; emptied again when the block fails."""
    if connection.vendor == "postgresql":
        if half_restored():
            _empty()
        if count_rows(_asked):
            raise UsageError(
                "there are tables in this database", place=str(connection.settings_dict["NAME"]),
                cure="Make an empty database and name it in MYOTOME_DATABASE_URL.",
            )  # fmt: skip
        mark_restoring(True)
    try:
        for _, content in parts_of(path, [manifest.database]):
            _fill(content, manifest, staged)
        yield
    except BaseException:
        connections.close_all()
        if connection.vendor == "postgresql":
            _empty()
        raise
    if connection.vendor == "postgresql":
        mark_restoring(False)


def _empty() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA public CASCADE")
        cursor.execute("CREATE SCHEMA public")


def _fill(content: IO[bytes], manifest: Manifest, staged: Path) -> None:
    if manifest.database == POSTGRES_PART:
        with staged.open("wb") as file:
            shutil.copyfileobj(content, file, 1 << 20)
        connections.close_all()
        run_postgres(
            "pg_restore", "--exit-on-error", "--single-transaction", "--no-owner", "--no-privileges", str(staged)
        )
        staged.unlink()
        return
    with gzip.open(content) as packed, staged.open("wb") as file:
        shutil.copyfileobj(packed, file, 1 << 20)


def _check(manifest: Manifest) -> int:
    """Hold the restored database against the manifest: its form, its soundness, its rows, and every line of the access log."""
    applied = {f"{app}.{name}" for app, name in _asked("SELECT app, name FROM django_migrations")}
    if applied != set(manifest.migrations):
        raise UnusableInput("the restored database has another form than the one that was saved", cure=KEEP)
    if newer := _unknown(manifest.migrations):
        raise UsageError(
            "the backup was made by a newer version of Myotome", value=newer[0], cure=f"Restore it with version {manifest.program}."
        )  # fmt: skip
    if connection.vendor == "sqlite":
        if _asked("PRAGMA integrity_check") != [("ok",)]:
            raise UnusableInput("the restored database is damaged", cure=KEEP)
        if broken := _asked("PRAGMA foreign_key_check"):
            raise UnusableInput(
                "rows of the restored database point at nothing", value=f"{len(broken)} rows", cure=KEEP
            )
    rows = count_rows(_asked)
    if rows != dict(manifest.rows):
        wrong = sorted(name for name in rows.keys() | manifest.rows.keys() if rows.get(name) != manifest.rows.get(name))
        raise UnusableInput("tables have more or fewer rows than were saved", value=", ".join(wrong[:3]), cure=KEEP)
    lines, faults = verify_chain(manifest.chain[1] if manifest.chain[0] else "")
    if faults or lines != manifest.chain[0]:
        raise UnusableInput(
            f"the access log of {lines} lines is not as it was saved", value=f"{len(faults)} faults", cure=KEEP
        )
    return lines


def _put_files_back(path: Path, manifest: Manifest) -> None:
    """Every stored file into the store; one that is there already must be the same. What was put there goes again when one fails."""
    store, put = site_store(), []
    try:
        for part, content in parts_of(path, [name for name in manifest.parts if name.startswith(FILES)]):
            name = part.removeprefix(FILES)
            if (there := _hash_of(store, name)) is None:
                writing = store.begin(name)
                try:
                    while chunk := content.read(1 << 20):
                        writing.write(chunk)
                    writing.finish()
                except BaseException:
                    writing.abandon()
                    raise
                put.append(name)
            elif there != manifest.parts[part].sha256:
                raise UnusableInput(
                    "another file of this name is in the store", value=name, cure="Name an empty store."
                )
            if _hash_of(store, name) != manifest.parts[part].sha256:
                raise UnusableInput("a stored file did not arrive as it was saved", value=name, cure=KEEP)
        needed = {
            name
            for (name,) in _asked(
                "SELECT name FROM files_content WHERE id IN (SELECT content_id FROM files_storedfile)"
            )
        }
        kept = {name.removeprefix(FILES) for name in manifest.parts if name.startswith(FILES)}
        if lacking := sorted(needed - kept - set(manifest.missing)):
            raise UnusableInput("the record names stored files that are not in the backup", value=lacking[0], cure=KEEP)
    except BaseException:
        for name in put:
            store.remove(name)
        raise


def _hash_of(store: Store, name: str) -> str | None:
    seen = hashlib.sha256()
    try:
        for chunk in store.read(name):
            seen.update(chunk)
    except BrokenSeal:
        return None
    return seen.hexdigest()


def _unknown(migrations: Iterable[str]) -> list[str]:
    """Those that this version of the program does not have."""
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    return sorted(set(migrations) - known)


def _asked(sql: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return [tuple(row) for row in cursor.fetchall()]
