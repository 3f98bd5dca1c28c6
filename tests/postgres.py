"""A PostgreSQL of the tests' own: made in a temporary folder, reached through a socket in it, thrown away at the end of the run.

Where the machine has no PostgreSQL, the tests that need one are skipped and say so; with MYOTOME_POSTGRES=must (continuous integration) they fail.
"""

from __future__ import annotations

import atexit
import os
import pwd
import shutil
import subprocess
import tempfile
from functools import cache
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit

import pytest

NEEDED = ("initdb", "pg_ctl", "psql", "pg_dump", "pg_restore")
FAST = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"
"""Nothing in this database has to outlive a failure of power."""
SORTING = ("--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=en-GB")
"""Names in the order of a language, as on a clinic's own server: what holds in the order of code points only, fails here."""
_numbers = count(1)


def postgres_address(name: str = "", *, durable: bool = False, like: str = "") -> str:
    """Address of a new database, empty or a copy of the one at ``like`` that nobody uses; skips the test, or fails it where PostgreSQL must be there.

    ``durable``: on a server that keeps what it acknowledged, as a clinic's does, for measurements.
    """
    folder = _server(durable)
    if isinstance(folder, str):
        if os.environ.get("MYOTOME_POSTGRES") == "must":
            pytest.fail(folder, pytrace=False)
        pytest.skip(folder)
    copied = f" TEMPLATE {urlsplit(like).path[1:]}" if like else ""
    name = name or f"clinic{next(_numbers)}_{os.getpid()}"
    _as_owner(
        [_program("psql"), "-h", folder, "-U", "myotome", "-q", "-c", f"CREATE DATABASE {name}{copied}", "postgres"]
    )
    return f"postgresql://myotome@/{name}?host={folder}"


@cache
def _server(durable: bool = False) -> Path | str:
    """Folder of the running server's socket, or why there is none; started once per run."""
    if missing := [name for name in NEEDED if _program(name) is None]:
        return f"needs PostgreSQL, and {', '.join(missing)} is not on this machine: apt-get install postgresql"
    try:
        import psycopg  # noqa: F401 - says whether the driver is installed
    except ImportError:
        return "needs the driver of PostgreSQL: pip install 'myotome[postgres]'"
    folder = Path(tempfile.mkdtemp(prefix="myotome-pg-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    if owner := _owner():
        os.chown(folder, owner.pw_uid, owner.pw_gid)
    data = folder / "data"
    _as_owner([_program("initdb"), "-D", data, "-U", "myotome", "-A", "trust", "-E", "UTF8", *SORTING, "-N"])
    settings = f"-k {folder} -c listen_addresses='' -c max_connections=60 {'' if durable else FAST}"
    _as_owner([_program("pg_ctl"), "-D", data, "-l", folder / "log", "-o", settings, "-w", "-t", "60", "start"])
    atexit.register(_as_owner, [_program("pg_ctl"), "-D", data, "-m", "immediate", "stop"])
    return folder


@cache
def _program(name: str) -> str | None:
    """Debian keeps the programs of each version apart and off the path; the newest is taken."""
    kept = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parts[-3]))
    return str(kept[-1]) if kept else shutil.which(name)


def _owner() -> pwd.struct_passwd | None:
    """Whom the server runs as where we are root, whom PostgreSQL refuses."""
    if os.getuid() != 0:
        return None
    names = {user.pw_name: user for user in pwd.getpwall()}
    return names.get("postgres") or names["nobody"]


def _as_owner(command: list[object]) -> None:
    owner = _owner()
    who = {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []} if owner else {}
    done = subprocess.run(
        [str(part) for part in command], cwd="/", stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, **who
    )
    if done.returncode:
        raise RuntimeError(f"{command[0]} failed: {done.stderr.strip()}")
