"""A demo clinic for tests: Django on a temporary folder, filled once, and put back after each test by rolling back.

On SQLite; with MYOTOME_TEST_DATABASE=postgres on a PostgreSQL of the tests' own (see ``postgres``).
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from filled_demo import SECRET, copy_of_demo
from postgres import postgres_address

PASSWORD_BACKEND = "django.contrib.auth.backends.ModelBackend"


@lru_cache(maxsize=1)
def open_site() -> None:
    """Start Django on a filled demo; once per test run."""
    folder = tempfile.mkdtemp(prefix="myotome-test-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    os.environ.update(
        MYOTOME_DATA=folder,
        MYOTOME_DEMO="1",
        MYOTOME_HOSTS="testserver",
        MYOTOME_SECRET_KEY=SECRET,
        DJANGO_SETTINGS_MODULE="myotome.clinic.settings",
    )
    for name in ("MYOTOME_DATABASE_URL", "MYOTOME_AUDIT_KEY", "MYOTOME_HTTPS"):
        os.environ.pop(name, None)
    if os.environ.get("MYOTOME_TEST_DATABASE", "sqlite") == "postgres":
        os.environ["MYOTOME_DATABASE_URL"] = postgres_address()
    else:
        copy_of_demo(Path(folder))
    import django

    django.setup()
    from django.test.utils import setup_test_environment

    from myotome.clinic.start import prepare

    setup_test_environment()
    prepare(demo=True)


def rolled_back() -> Iterator[None]:
    """Everything that a test writes is undone after it."""
    open_site()
    from django.db import transaction

    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def user(name: str) -> Any:
    """One of the demo's users."""
    from myotome.record.models import User

    return User.objects.get(username=name)


def patient(family_name: str) -> Any:
    """One of the demo's patients."""
    from myotome.record.models import Patient

    return Patient.objects.select_related("clinic").get(family_name=family_name)


def browser(name: str = "") -> Any:
    """A client of the site, signed in as one of the demo's users unless the name is empty."""
    from django.test import Client

    client = Client()
    if name:
        client.force_login(user(name), backend=PASSWORD_BACKEND)
    return client
