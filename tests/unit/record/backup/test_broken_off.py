"""Backup and restore that are killed, given the wrong key, a cut archive, or the wrong kind of database."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("django_tasks_db")

sys.path.insert(0, str(Path(__file__).parent))
from clinics import Site, empty_beside

from postgres import postgres_address

if os.environ.get("MYOTOME_TEST_DATABASE") == "postgres":
    pytest.skip("runs on both databases by itself, in the run on SQLite", allow_module_level=True)

PATCHED = """
import os, signal, subprocess, sys
import myotome.cli.backup as command
set_up = command.set_up
def and_patch(*args, **kwargs):
    set_up(*args, **kwargs)
    import myotome.record.backup.{module} as module
    whole = module.{name}
    def patched(*args, **kwargs):
        {instead}
    module.{name} = patched
command.set_up = and_patch
from myotome.cli import main
sys.argv = ["myotome", *{words!r}]
main()
"""
"""Runs a command in which one function does something else."""


def _killed_in(site: Site, module: str, name: str, *words: str) -> None:
    """Run a command that is killed with -9 where it comes to a function."""
    instead = "os.kill(os.getpid(), signal.SIGKILL)"
    done = site.run("-c", PATCHED.format(module=module, name=name, words=words, instead=instead))
    assert done.returncode == -signal.SIGKILL, done.stderr


def _left(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.name.startswith("."))


@pytest.mark.parametrize("site", ["sqlite"], indirect=True)
def test_an_archive_that_was_cut_anywhere_is_not_sound(archive: Path, tmp_path: Path) -> None:
    """Empty, at its beginning, at every 5 kB, one byte before its end: each is refused, before anything of it is looked at."""
    from myotome.record.backup.archive import verify_archive
    from myotome.words.errors import UnusableInput

    cut, whole = tmp_path / "cut", archive.read_bytes()
    for keep in (0, 1, 50, 511, 512, *range(1000, len(whole), 5000), len(whole) - 120, len(whole) - 1):
        cut.write_bytes(whole[:keep])
        with pytest.raises(UnusableInput, match="not sound"):
            verify_archive(cut)


def test_a_killed_backup_leaves_no_archive_and_the_next_one_clears_up(site: Site, tmp_path: Path) -> None:
    """Killed when the database is copied: no file of that name; what lies beside goes with the next backup, which is sound."""
    path = tmp_path / "clinic.backup"
    _killed_in(site, "take", "_chain_head", "backup", str(path))
    assert not path.exists() and len(_left(tmp_path)) == 2
    assert site.myotome("backup", str(path)).returncode == 0
    assert _left(tmp_path) == []
    assert site.myotome("backup", "--verify", str(path)).returncode == 0


@pytest.mark.parametrize("where", ["_check", "_put_files_back"])
def test_a_killed_restore_is_no_clinic_and_can_be_begun_again(
    site: Site, archive: Path, tmp_path: Path, where: str
) -> None:
    """Killed when the database is filled, or when the files are to follow: nothing can be served from it, and a second restore brings everything."""
    new = empty_beside(site, tmp_path / "new")
    _killed_in(new, "put_back", where, "restore", str(archive))
    assert not (new.folder / "clinic.sqlite3").exists()
    if new.address:
        served = new.myotome("serve", "--no-open", "--no-worker", "--port", "0", "--data", str(new.folder))
        assert served.returncode == 2 and "broken off" in served.stderr
    done = new.myotome("restore", str(archive))
    assert done.returncode == 0, done.stderr
    assert "3 patients, 3 stored files" in done.stdout and _left(new.folder) == []
    assert new.myotome("audit", "verify").returncode == 0
    refused = new.myotome("restore", str(archive))
    assert refused.returncode == 2, "a whole clinic is not overwritten"


def test_a_restore_over_an_open_clinic_is_refused_and_the_clinic_stays(
    site: Site, archive: Path, tmp_path: Path
) -> None:
    """While it is served: refused with the cure, and the log of the open clinic is as it was."""
    new = empty_beside(site, tmp_path / "new")
    assert new.myotome("restore", str(archive)).returncode == 0
    words = [sys.executable, "-m", "myotome", "serve", "--no-open", "--no-worker", "--port", "0"]
    with subprocess.Popen(
        [*words, "--data", str(new.folder)], env=new.environment(), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as server:
        try:
            assert server.stdout is not None
            next(line for line in server.stdout if b"http://" in line)
            refused = new.myotome("restore", str(archive))
        finally:
            server.terminate()
    assert refused.returncode == 2 and "there " in refused.stderr
    assert new.myotome("audit", "verify").stdout.startswith("15 lines")


def test_a_backup_of_one_kind_of_database_is_refused_by_the_other(site: Site, archive: Path, tmp_path: Path) -> None:
    """From SQLite into PostgreSQL and the reverse: a sentence that says so, and nothing is written anywhere."""
    new = empty_beside(site, tmp_path / "new")
    other = Site(new.folder, "" if site.address else postgres_address())
    refused = other.myotome("restore", str(archive))
    assert (refused.returncode == 2 and "another database" in refused.stderr) or "this site is on" in refused.stderr
    assert [path.name for path in new.folder.iterdir()] == ["secret"]


SEALED = """
import django; django.setup()
from myotome.clinic.start import prepare
prepare(demo=False)
from django.utils import timezone
from myotome.record.files.incoming import Incoming
from myotome.record.files.models import Content
from myotome.record.models import Clinic
for number in range(6):
    incoming = Incoming("a.csv")
    incoming.take(b"Name;Value\\n" + bytes([48 + number]) * 2_500_000)
    one = incoming.finish()
    Content.objects.create(clinic=Clinic.objects.get(), sha256=one.sha256, size_bytes=one.size_bytes, name=one.object, kept_at=timezone.now())
"""
READ = """
import django; django.setup()
from myotome.record.files.content import open_content
from myotome.record.files.models import Content
print(sum(len(piece) for row in Content.objects.all() for piece in open_content(row)))
"""
OLD, NEW = "A" * 43 + "=", "C" * 42 + "A="


@pytest.fixture(scope="module")
def first_sealed(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A clinic with six files of two and a half megabytes, sealed with the old key."""
    made = Site(tmp_path_factory.mktemp("sealed"), postgres_address() if site.address else "")
    done = made.run("-c", SEALED, MYOTOME_FILE_KEY=OLD)
    assert done.returncode == 0, done.stderr
    return made


@pytest.fixture
def sealed(first_sealed: Site, tmp_path: Path) -> Site:
    """A copy of it, to work on."""
    folder = Path(shutil.copytree(first_sealed.folder, tmp_path / "sealed"))
    return Site(folder, postgres_address(like=first_sealed.address) if first_sealed.address else "")


def _read(site: Site, keys: str) -> subprocess.CompletedProcess[str]:
    return site.run("-c", READ, MYOTOME_FILE_KEY=keys)


def test_the_wrong_key_for_files_is_refused_before_anything_is_written(sealed: Site, tmp_path: Path) -> None:
    """Files sealed with one key are not restored where only another is, or none: nobody would notice before they are needed."""
    assert sealed.myotome("backup", str(tmp_path / "one"), MYOTOME_FILE_KEY=OLD).returncode == 0
    new = empty_beside(sealed, tmp_path / "new")
    for keys in ({"MYOTOME_FILE_KEY": NEW}, {}):
        refused = new.myotome("restore", str(tmp_path / "one"), **keys)
        assert refused.returncode == 2 and "need a key" in refused.stderr
        assert [path.name for path in new.folder.iterdir()] == ["secret"]
    done = new.myotome("restore", str(tmp_path / "one"), MYOTOME_FILE_KEY=f"{NEW},{OLD}")
    assert done.returncode == 0, done.stderr


def test_with_the_new_key_alone_nothing_is_resealed_and_nothing_lost(sealed: Site) -> None:
    """Without the old key no file can be opened: said, exit 10, and with both keys everything is still there."""
    done = sealed.myotome("reseal", MYOTOME_FILE_KEY=NEW)
    assert done.returncode == 10 and "6 not opened" in done.stdout and "MYOTOME_FILE_KEY" in done.stderr
    assert _read(sealed, OLD).stdout.strip() == str(6 * 2_500_011)


def test_all_files_get_the_new_key_and_the_old_one_can_go(sealed: Site) -> None:
    """Then the new key alone reads them all, the old one none; a second call finds nothing to do; no object is left over."""
    assert "6 sealed anew, 0 not opened" in sealed.myotome("reseal", MYOTOME_FILE_KEY=f"{NEW},{OLD}").stdout
    assert _read(sealed, NEW).stdout.strip() == str(6 * 2_500_011)
    assert _read(sealed, OLD).returncode == 1
    assert "0 sealed anew" in sealed.myotome("reseal", MYOTOME_FILE_KEY=NEW).stdout
    assert len(list((sealed.folder / "files").glob("*/*"))) == 6


def test_killed_at_any_moment_resealing_loses_nothing_and_goes_on(sealed: Site) -> None:
    """Killed with -9 again and again, both keys always read every file; in the end the new one alone does."""
    words = [sys.executable, "-m", "myotome", "reseal"]
    environment = sealed.environment() | {"MYOTOME_FILE_KEY": f"{NEW},{OLD}"}
    kills = 0
    for number in range(6):
        with subprocess.Popen(words, env=environment, stdout=subprocess.DEVNULL) as running:
            _until_at_work(sealed, running)
            time.sleep(0.01 * number)
            kills += running.poll() is None
            running.kill()
        assert _read(sealed, f"{NEW},{OLD}").stdout.strip() == str(6 * 2_500_011)
    assert kills >= 2
    assert sealed.myotome("reseal", MYOTOME_FILE_KEY=f"{NEW},{OLD}").returncode == 0
    assert _read(sealed, NEW).stdout.strip() == str(6 * 2_500_011)
    assert sealed.myotome("audit", "verify").returncode == 0


def _until_at_work(site: Site, running: subprocess.Popen[bytes]) -> None:
    """Until something new is written, or the command has ended."""
    incoming = site.folder / "files" / "incoming"
    end = time.monotonic() + 60
    while running.poll() is None and not list(incoming.glob("*")) and time.monotonic() < end:
        time.sleep(0.002)


def test_a_backup_while_files_are_resealed_misses_none(sealed: Site, tmp_path: Path) -> None:
    """Files whose object changes its name after the state was taken are found under the new one; the restored clinic reads them all."""
    both = f"{NEW},{OLD}"
    path, reseal = tmp_path / "clinic.backup", "[sys.executable, '-m', 'myotome', 'reseal']"
    instead = f"subprocess.run({reseal}, check=True); return whole(*args, **kwargs)"
    script = PATCHED.format(module="take", name="_add_files", words=("backup", str(path)), instead=instead)
    done = sealed.run("-c", script, MYOTOME_FILE_KEY=both)
    assert done.returncode == 0, done.stderr
    new = empty_beside(sealed, tmp_path / "new")
    restored: Any = new.myotome("restore", str(path), MYOTOME_FILE_KEY=NEW)
    assert restored.returncode == 0, restored.stderr
    assert _read(new, NEW).stdout.strip() == str(6 * 2_500_011)
