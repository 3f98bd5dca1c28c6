"""Round trips through the command line, each site in a folder and a database of its own, on SQLite and on PostgreSQL."""

from __future__ import annotations

import os
import resource
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("django_tasks_db")

from postgres import postgres_address

if os.environ.get("MYOTOME_TEST_DATABASE") == "postgres":
    pytest.skip("runs on both databases by itself, in the run on SQLite", allow_module_level=True)

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
    folder: Path
    address: str

    def run(self, *words: str, limit: int = 0, **more: str) -> subprocess.CompletedProcess[str]:
        environment = {k: v for k, v in os.environ.items() if not k.startswith(("MYOTOME_", "DJANGO_"))}
        if self.address:
            environment["MYOTOME_DATABASE_URL"] = self.address
        environment |= {"MYOTOME_DATA": str(self.folder), "DJANGO_SETTINGS_MODULE": "myotome.clinic.settings"} | more

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


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A clinic with three patients, three stored files and a log; nobody changes it."""
    made = Site(tmp_path_factory.mktemp("site"), postgres_address() if request.param == "postgres" else "")
    done = made.run("-c", MAKE)
    assert done.returncode == 0, done.stderr
    yield made


@pytest.fixture(scope="module")
def archive(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("backups") / "clinic.backup"
    done = site.myotome("backup", str(path))
    assert done.returncode == 0, done.stderr
    assert "Keep apart" in done.stdout and str(site.folder / "secret") in done.stdout
    return path


def _empty(site: Site, folder: Path, *, secret: bool = True) -> Site:
    folder.mkdir(parents=True)
    if secret:
        shutil.copy(site.folder / "secret", folder)
    return Site(folder, postgres_address() if site.address else "")


def test_a_round_trip_brings_everything_back(site: Site, archive: Path, tmp_path: Path) -> None:
    """Patients, files byte for byte, and the log that verifies up to the head of the first site; the restored site can be used on."""
    new = _empty(site, tmp_path / "new")
    done = new.myotome("restore", str(archive))
    assert done.returncode == 0, done.stderr
    assert "3 patients, 3 stored files, 15 lines" in done.stdout
    head = site.myotome("audit", "head").stdout.split()[1]
    verified = new.myotome("audit", "verify", "--head", head)
    assert verified.returncode == 0 and "15 lines" in verified.stdout
    for number in range(3):
        name = f"{number:032x}"
        assert (new.folder / "files" / name[:2] / name).read_bytes() == b"sealed " * 1000 + bytes([number])
    again = new.run(
        "-c",
        MAKE.replace(
            "prepare(demo=False)",
            "prepare(demo=False); assert __import__('myotome.record.models').record.models.Patient.objects.count() == 3; raise SystemExit",
        ),
    )
    assert again.returncode == 0, again.stderr
    assert sorted(path.name for path in new.folder.iterdir() if path.name.startswith(".")) == []


def test_a_sound_backup_is_called_sound_and_a_cut_one_is_not(site: Site, archive: Path, tmp_path: Path) -> None:
    """`backup --verify` exits with 0, or with 10 and a sentence; a restore of the cut one touches nothing."""
    sound = site.myotome("backup", "--verify", str(archive))
    assert sound.returncode == 0 and "sound" in sound.stdout
    cut = tmp_path / "cut"
    cut.write_bytes(archive.read_bytes()[:-300])
    assert site.myotome("backup", "--verify", str(cut)).returncode == 10
    new = _empty(site, tmp_path / "new")
    refused = new.myotome("restore", str(cut))
    assert refused.returncode == 10 and "not sound" in refused.stderr
    assert [path.name for path in new.folder.iterdir()] == ["secret"]


def test_nothing_is_overwritten(site: Site, archive: Path) -> None:
    """Neither a backup of the same name nor a clinic that is there."""
    before = archive.read_bytes()
    assert site.myotome("backup", str(archive)).returncode == 10
    assert archive.read_bytes() == before
    refused = site.myotome("restore", str(archive))
    assert refused.returncode == 2 and "there " in refused.stderr
    assert site.myotome("audit", "verify").returncode == 0


def test_secrets_are_left_out_unless_asked_for(site: Site, archive: Path, tmp_path: Path) -> None:
    """Without them a restore asks for the secret, and takes no other; with them the archive alone is enough."""
    secret = (site.folder / "secret").read_bytes()
    assert secret not in archive.read_bytes()
    bare = _empty(site, tmp_path / "bare", secret=False)
    refused = bare.myotome("restore", str(archive))
    assert refused.returncode == 2 and "secret" in refused.stderr and list(bare.folder.iterdir()) == []
    wrong = bare.myotome("restore", str(archive), MYOTOME_SECRET_KEY="another" * 8)
    assert wrong.returncode == 2 and "not the one" in wrong.stderr
    assert not (bare.folder / "clinic.sqlite3").exists() and not (bare.folder / "files").exists()
    whole = tmp_path / "whole"
    assert site.myotome("backup", str(whole), "--with-secrets").returncode == 0
    done = bare.myotome("restore", str(whole))
    assert done.returncode == 0, done.stderr
    assert (bare.folder / "secret").read_bytes() == secret and (bare.folder / "secret").stat().st_mode & 0o077 == 0


def test_a_full_disk_leaves_nothing_behind(site: Site, tmp_path: Path) -> None:
    """No file may grow beyond some kilobytes, as on a disk that fills up on the way: one sentence, and the folder is as before."""
    done = site.myotome("backup", str(tmp_path / "clinic.backup"), limit=30_000)
    assert done.returncode not in {0, 1} and "Traceback" not in done.stderr, done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_stored_file_that_is_gone_is_said_and_the_rest_is_saved(site: Site, tmp_path: Path) -> None:
    """The backup is there and names how many are missing; it restores without them."""
    name = f"{1:032x}"
    path = site.folder / "files" / name[:2] / name
    aside = path.rename(tmp_path / "aside")
    try:
        done = site.myotome("backup", str(tmp_path / "clinic.backup"))
    finally:
        aside.rename(path)
    assert done.returncode == 10 and "1 files" in done.stderr
    new = _empty(site, tmp_path / "new")
    assert "2 stored files" in new.myotome("restore", str(tmp_path / "clinic.backup")).stdout


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ("DELETE FROM record_accesslog WHERE number = 7", "rows"),
        ("UPDATE record_accesslog SET purpose = 'x' WHERE number = 7", "access log"),
        ("UPDATE record_patient SET clinic_id = 999 WHERE id = 1", "point at nothing"),
    ],
)
def test_a_database_that_was_changed_before_it_was_packed_is_refused(
    site: Site, archive: Path, tmp_path: Path, change: str, problem: str
) -> None:
    """Every hash of such an archive is right, since who forges it can reckon them: rows, references and the keyed log still tell."""
    if site.address:
        pytest.skip("forged on SQLite; the checks are the same")
    import gzip
    from dataclasses import replace

    from myotome.record.backup.archive import parts_of, verify_archive, writing

    manifest = verify_archive(archive)
    content = {name: part.read() for name, part in parts_of(archive)}
    database = tmp_path / "changed.sqlite3"
    database.write_bytes(gzip.decompress(content["database.sqlite3.gz"]))
    with closing(sqlite3.connect(database)) as opened:
        opened.execute("DROP TRIGGER record_accesslog_no_update")
        opened.execute("DROP TRIGGER record_accesslog_no_delete")
        opened.execute(change)
        opened.commit()
    forged = tmp_path / "forged"
    with writing(forged) as made:
        for name, part in content.items():
            made.add_bytes(name, gzip.compress(database.read_bytes()) if name == "database.sqlite3.gz" else part)
        made.finish(replace(manifest, parts=dict(made.parts)))
    verify_archive(forged)
    new = _empty(site, tmp_path / "new")
    refused = new.myotome("restore", str(forged))
    assert refused.returncode == 10 and problem in refused.stderr
    assert [path.name for path in new.folder.iterdir()] == ["secret"]


def test_a_backup_waits_for_nobody_who_writes(site: Site, tmp_path: Path) -> None:
    """While another holds the database for writing, the backup is taken, without what is not written yet."""
    if site.address:
        pytest.skip("PostgreSQL never makes a reader wait; here it is SQLite that could")
    with closing(sqlite3.connect(site.folder / "clinic.sqlite3", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        other.execute("UPDATE record_patient SET given_name = 'later'")
        done = site.myotome("backup", str(tmp_path / "clinic.backup"))
        other.execute("ROLLBACK")
    assert done.returncode == 0, done.stderr
