"""The programs of PostgreSQL that copy a whole database, and how they are told which one; the password never stands in a command."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import Final

from django.conf import settings

from myotome.words.errors import UnusableInput, UsageError

OF_THE_DRIVER: Final = frozenset({"server_side_binding", "prepare_threshold"})
"""Options of the connection that mean nothing to the programs."""


def run_postgres(program: str, *arguments: str) -> None:
    """Run ``pg_dump`` or ``pg_restore`` on the site's database; raises UsageError where it is missing, UnusableInput where it fails."""
    path = _found(program)
    site = settings.DATABASES["default"]
    options = {name: value for name, value in site["OPTIONS"].items() if name not in OF_THE_DRIVER}
    told = {"dbname": site["NAME"], "user": site["USER"], "host": site["HOST"], "port": site["PORT"], **options}
    place = " ".join(f"{name}={_quoted(str(value))}" for name, value in told.items() if value)
    password = {"PGPASSWORD": site["PASSWORD"]} if site["PASSWORD"] else {}
    done = subprocess.run(  # noqa: S603 - PostgreSQL's own program
        [path, "--dbname", place, *arguments], env=os.environ | password, capture_output=True, text=True, check=False
    )
    if done.returncode:
        # What the program says may quote a row.
        raise UnusableInput(
            f"{program} ended with {done.returncode}", place=str(site["NAME"]), cure="Look at the log of the PostgreSQL server."
        )  # fmt: skip


def _found(program: str) -> str:
    """Debian keeps the programs of each version apart; the newest reads every older server."""
    kept = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{program}"), key=lambda path: int(path.parts[-3]))
    path = str(kept[-1]) if kept else shutil.which(program)
    if path is None:
        raise UsageError(
            f"{program} is not on this machine", cure="Install the programs of PostgreSQL (Debian: postgresql-client)."
        )
    return path


def _quoted(value: str) -> str:
    return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"
