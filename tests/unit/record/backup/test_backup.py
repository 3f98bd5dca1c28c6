"""Round trips through the command line, each site in a folder and a database of its own, on SQLite and on PostgreSQL."""

from __future__ import annotations

import os
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest

pytest.importorskip("django_tasks_db")

sys.path.insert(0, str(Path(__file__).parent))
from clinics import MAKE, Site, empty_beside

if os.environ.get("MYOTOME_TEST_DATABASE") == "postgres":
    pytest.skip("runs on both databases by itself, in the run on SQLite", allow_module_level=True)


def test_a_round_trip_brings_everything_back(site: Site, archive: Path, tmp_path: Path) -> None:
    """Patients, files byte for byte, and the log that verifies up to the head of the first site; the restored site can be used on."""
    new = empty_beside(site, tmp_path / "new")
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
    new = empty_beside(site, tmp_path / "new")
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
    bare = empty_beside(site, tmp_path / "bare", secret=False)
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
    new = empty_beside(site, tmp_path / "new")
    assert "2 stored files" in new.myotome("restore", str(tmp_path / "clinic.backup")).stdout


@pytest.mark.parametrize("site", ["sqlite"], indirect=True)
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
    """Forged on SQLite; the checks are the same on both. Every hash of such an archive is right, since who forges it can reckon them: rows, references and the keyed log still tell."""
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
    new = empty_beside(site, tmp_path / "new")
    refused = new.myotome("restore", str(forged))
    assert refused.returncode == 10 and problem in refused.stderr
    assert [path.name for path in new.folder.iterdir()] == ["secret"]


@pytest.mark.parametrize("site", ["sqlite"], indirect=True)
def test_a_backup_waits_for_nobody_who_writes(site: Site, tmp_path: Path) -> None:
    """While another holds SQLite for writing (PostgreSQL never makes a reader wait), the backup is taken, without what is not written yet."""
    with closing(sqlite3.connect(site.folder / "clinic.sqlite3", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        other.execute("UPDATE record_patient SET given_name = 'later'")
        done = site.myotome("backup", str(tmp_path / "clinic.backup"))
        other.execute("ROLLBACK")
    assert done.returncode == 0, done.stderr
