"""The folder of a clinic's data: where it is, whether one is there, and Django pointed at it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from myotome.cli.arenas import few_arenas
from myotome.words.errors import UnusableInput, UsageError

LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "::1"})


def there(folder: Path) -> None:
    """Looking must not make a database where there is none."""
    if not folder.is_dir():
        raise UnusableInput("no clinic keeps its data there", place=str(folder), cure="Name its folder with --data.")


@contextmanager
def a_clinic_there(folder: Path) -> Iterator[None]:
    """While the block runs, an error of the database says that no clinic can be read there."""
    from django.db import DatabaseError

    try:
        yield
    except DatabaseError as error:
        raise UnusableInput(
            "no clinic's database can be read there", place=str(folder), cure="Name the clinic's folder with --data."
        ) from error


def set_up(folder: Path, *, demo: bool, host: str = "127.0.0.1", worker: bool = False) -> None:
    """Point Django at the folder and start it; ``worker``: background jobs are expected to be worked on."""
    few_arenas()
    try:
        import allauth  # noqa: F401
        import axes  # noqa: F401 - says whether the extra is installed
        import cryptography  # noqa: F401
        import django
        import django_tasks_db  # noqa: F401
        import waitress  # noqa: F401
    except ImportError as error:
        raise UsageError(
            f"the clinic needs {error.name}", place="myotome serve", cure="Run `pip install 'myotome[clinic]'`."
        ) from None
    os.environ["MYOTOME_DATA"] = str(folder)
    os.environ["MYOTOME_DEMO"] = "1" if demo else "0"
    os.environ["MYOTOME_WORKER"] = "1" if worker else os.environ.get("MYOTOME_WORKER", "0")
    os.environ["DJANGO_SETTINGS_MODULE"] = "myotome.clinic.settings"
    if "MYOTOME_HOSTS" not in os.environ:
        os.environ["MYOTOME_HOSTS"] = ",".join(dict.fromkeys(("127.0.0.1", "localhost", host)))
    if "MYOTOME_HTTPS" not in os.environ:
        os.environ["MYOTOME_HTTPS"] = "0" if demo or host in LOOPBACK else "1"
    django.setup()


def default_folder(demo: bool) -> Path:
    """Where a clinic keeps its data unless told otherwise."""
    base = Path(
        os.environ.get("MYOTOME_DATA")
        or Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local/share") / "myotome"
    )
    return base / "demo" if demo else base
