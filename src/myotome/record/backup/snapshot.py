"""One state of the whole database as a file, taken while the clinic is open, and questions asked of that same state."""

from __future__ import annotations

import gzip
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from django.db import connection, transaction

from myotome.record.backup.postgres_programs import run_postgres
from myotome.words.errors import UnusableInput

SQLITE_PART, POSTGRES_PART = "database.sqlite3.gz", "database.pgdump"
_SQLITE_TABLES: Final = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
_POSTGRES_TABLES: Final = "SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema() AND table_type = 'BASE TABLE'"
Ask = Callable[[str], Sequence[tuple[Any, ...]]]
"""Asks the state that was taken: SQL -> rows."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The file under the name that it bears in the archive, and questions to the state it holds."""

    part: str
    path: Path
    ask: Ask

    def rows(self) -> dict[str, int]:
        """Table -> how many rows."""
        return count_rows(self.ask)

    def migrations(self) -> tuple[str, ...]:
        """The form of the database."""
        return tuple(
            f"{app}.{name}" for app, name in self.ask("SELECT app, name FROM django_migrations ORDER BY app, name")
        )


@contextmanager
def snapshot(folder: Path) -> Iterator[Snapshot]:
    """The state of the site's database at this moment, as a file in ``folder``; nobody who writes is kept waiting."""
    if connection.vendor == "sqlite":
        with _sqlite_snapshot(folder) as found:
            yield found
    else:
        with _postgres_snapshot(folder) as found:
            yield found


def count_rows(ask: Ask) -> dict[str, int]:
    """Table -> how many rows, of every table there is."""
    tables = [name for (name,) in ask(_SQLITE_TABLES if connection.vendor == "sqlite" else _POSTGRES_TABLES)]
    return {name: int(ask(f'SELECT count(*) FROM "{name}"')[0][0]) for name in sorted(tables)}  # noqa: S608 - names of the database itself


def sqlite_asks(path: Path) -> tuple[sqlite3.Connection, Ask]:
    """Questions to a SQLite file that nobody else has open."""
    opened = sqlite3.connect(path)
    return opened, lambda sql: opened.execute(sql).fetchall()


@contextmanager
def _sqlite_snapshot(folder: Path) -> Iterator[Snapshot]:
    copy, packed = folder / "database.sqlite3", folder / SQLITE_PART
    try:
        _copy_sqlite(Path(connection.settings_dict["NAME"]), copy)
    except sqlite3.Error as error:
        raise UnusableInput(
            f"the database could not be copied: {error}", place=str(folder.parent), cure="Make room, or choose another place."
        ) from error  # fmt: skip
    with copy.open("rb") as plain, gzip.GzipFile(packed, "wb", compresslevel=6, mtime=0) as small:
        shutil.copyfileobj(plain, small, 1 << 20)
    opened, ask = sqlite_asks(copy)
    with closing(opened):
        yield Snapshot(SQLITE_PART, packed, ask)


def _copy_sqlite(place: Path, copy: Path) -> None:
    with closing(sqlite3.connect(place)) as source, closing(sqlite3.connect(copy)) as target:
        # In one step: it reads one state, and in WAL mode writers go on beside it.
        source.backup(target, pages=-1)
        # The copy stands for itself: without this it would want a journal beside it.
        target.execute("PRAGMA journal_mode=DELETE")


@contextmanager
def _postgres_snapshot(folder: Path) -> Iterator[Snapshot]:
    path = folder / POSTGRES_PART

    def ask(sql: str) -> Sequence[tuple[Any, ...]]:
        with connection.cursor() as cursor:
            cursor.execute(sql)
            rows: Sequence[tuple[Any, ...]] = cursor.fetchall()
            return rows

    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        (name,) = ask("SELECT pg_export_snapshot()")[0]
        run_postgres(
            "pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--snapshot={name}", f"--file={path}"
        )
        yield Snapshot(POSTGRES_PART, path, ask)
