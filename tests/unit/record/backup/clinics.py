"""Clinics of their own for backup and restore: each in a folder, on SQLite or a PostgreSQL database, with three patients, files and a log."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from postgres import postgres_address

MAKE = """
import django; django.setup()
from myotome.clinic.start import prepare
prepare(demo=False)
import io, datetime
from django.utils import timezone
from myotome.record.audit import Access, write_access
from myotome.record.models import Clinic, Patient, User
from myotome.record.files.models import Content, StoredFile
from myotome.record.files.stores import site_store
clinic, by = Clinic.objects.get(), User.objects.get()
for number in range(3):
    one = Patient.objects.create(clinic=clinic, number=f"P{number}", given_name="Ö", family_name="Test", born_on="1950-01-01")
    for _ in range(5):
        write_access(Access(by, one.pk, "read", "a line of a test"), timezone.now())
    name = f"{number:032x}"
    writing = site_store().begin(name)
    writing.write(b"sealed " * 1000 + bytes([number]))
    writing.finish()
    content = Content.objects.create(clinic=clinic, sha256=f"{number:064x}", size_bytes=7001, name=name, kept_at=timezone.now())
    StoredFile.objects.create(patient=one, content=content, name="x.csv", kind="csv", by=by, at=timezone.now())
"""


@dataclass
class Site:
    """A clinic in a folder and a database of its own (``address``, empty for SQLite), run by commands."""

    folder: Path
    address: str

    def environment(self) -> dict[str, str]:
        """What its commands find in their environment: nothing of ours but this."""
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("MYOTOME_", "DJANGO_"))}
        if self.address:
            kept["MYOTOME_DATABASE_URL"] = self.address
        return kept | {"MYOTOME_DATA": str(self.folder), "DJANGO_SETTINGS_MODULE": "myotome.clinic.settings"}

    def run(self, *words: str, limit: int = 0, **more: str) -> subprocess.CompletedProcess[str]:
        environment = self.environment() | more

        def smaller() -> None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

        return subprocess.run(
            [sys.executable, *words],
            capture_output=True,
            text=True,
            env=environment,
            preexec_fn=smaller if limit else None,
        )

    def myotome(self, *words: str, **more: Any) -> subprocess.CompletedProcess[str]:
        return self.run("-m", "myotome", *words, **more)


def empty_beside(site: Site, folder: Path, *, secret: bool = True) -> Site:
    """A place for a clinic, with the secret of ``site`` unless told otherwise, and an empty database of the same kind."""
    folder.mkdir(parents=True)
    if secret:
        shutil.copy(site.folder / "secret", folder)
    return Site(folder, postgres_address() if site.address else "")
