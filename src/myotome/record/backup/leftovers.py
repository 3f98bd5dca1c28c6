"""What a backup or a restore leaves behind when it is killed, and how the next one, and the site, know it."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path
from typing import Final

from django.db import connection

from myotome.words.errors import UsageError

WRITING, COPYING, RESTORING = ".writing-", ".backup-", ".restoring-"
"""What is being made bears one of these and the number of the process; it may hold a whole database in the clear."""
_MARK: Final = "myotome: a restore is under way"


def clear_leftovers(folder: Path, *prefixes: str) -> None:
    """Remove what processes left in ``folder`` that are gone."""
    for path in folder.glob(".*"):
        found = next((one for p in prefixes if (one := re.match(rf"{re.escape(p)}(\d+)-", path.name))), None)
        if found and not _alive(int(found[1])):
            shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)


def mark_restoring(under_way: bool) -> None:
    """Write into a PostgreSQL database whether what it holds was not checked yet; outlives the process."""
    with connection.cursor() as cursor:
        name = connection.ops.quote_name(str(connection.settings_dict["NAME"]))
        # Such a sentence takes no parameters: PostgreSQL binds them in questions only.
        mark = f"'{_MARK}'" if under_way else "NULL"
        cursor.execute(f"COMMENT ON DATABASE {name} IS {mark}")


def half_restored() -> bool:
    """Whether a restore into this PostgreSQL database was begun and never ended."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = current_database()"
        )
        row = cursor.fetchone()
    return row is not None and row[0] == _MARK


def refuse_half_restored() -> None:
    """Raises UsageError where the site's database is what a broken-off restore left."""
    if connection.vendor == "postgresql" and half_restored():
        raise UsageError(
            "a restore into this database was broken off, and nothing of it was checked",
            place=str(connection.settings_dict["NAME"]), cure="Call `myotome restore` again; it begins anew.",
        )  # fmt: skip


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
