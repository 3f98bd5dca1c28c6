import random
from pathlib import Path

import pytest

pytest.importorskip("django")

from myotome.record.backup.archive import parts_of, verify_archive, writing
from myotome.record.backup.manifest import Manifest
from myotome.words.errors import UnusableInput

CONTENT = {
    "database.sqlite3.gz": bytes(random.Random(1).randbytes(20_000)),
    "files/00ff": b"",
    "files/01aa": b"a small file",
}


def _manifest(**changed: object) -> Manifest:
    known = {"made_at": "2026-11-29T10:00:00+00:00", "program": "0.1.0", "kind": "sqlite", "demo": False}
    rest = {"database": "database.sqlite3.gz", "migrations": ("record.0001_initial",), "rows": {"record_patient": 3}}
    return Manifest(**known | rest | {"chain": (2, "ab"), "key_mark": "cd", "parts": {}} | changed)  # type: ignore[arg-type]


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    path = tmp_path / "clinic.backup"
    with writing(path) as made:
        for name, content in CONTENT.items():
            made.add_bytes(name, content)
        made.finish(_manifest(parts=dict(made.parts)))
    return path


def test_an_archive_comes_back_as_it_was_written(archive: Path) -> None:
    """Parts, manifest and access: nobody but the owner may read it."""
    manifest = verify_archive(archive)
    assert manifest == _manifest(parts=manifest.parts)
    assert {name: content.read() for name, content in parts_of(archive)} == CONTENT
    assert archive.stat().st_mode & 0o077 == 0


def test_a_truncated_archive_is_refused_wherever_it_was_cut(archive: Path) -> None:
    """Empty, cut in a part, between parts, in its last line, or by one byte."""
    whole = archive.read_bytes()
    for length in (0, 1, 512, 700, 20_000, len(whole) // 2, len(whole) - 200, len(whole) - 60, len(whole) - 1):
        archive.write_bytes(whole[:length])
        with pytest.raises(UnusableInput, match="not sound"):
            verify_archive(archive)


def test_one_flipped_byte_is_found_wherever_it_is(archive: Path) -> None:
    """In a part, in tar's own headers and padding, in the manifest, in the last line: every place of a random two hundred, and the ends."""
    whole = archive.read_bytes()
    chance = random.Random(2)
    for place in {0, 1, len(whole) - 1, len(whole) - 2, *(chance.randrange(len(whole)) for _ in range(200))}:
        changed = bytearray(whole)
        changed[place] ^= 1 << chance.randrange(8)
        archive.write_bytes(bytes(changed))
        with pytest.raises(UnusableInput, match="not sound"):
            verify_archive(archive)


def test_a_manifest_that_does_not_fit_is_refused_although_every_byte_is_as_written(tmp_path: Path) -> None:
    """A part that the list does not name, a part that it names in vain, no list, a list of another format."""
    for parts, problem in (({}, "missing or changed"), (None, "missing or changed")):
        path = tmp_path / f"{problem}-{parts is None}"
        with writing(path) as made:
            made.add_bytes("files/01aa", b"x")
            listed = dict(made.parts) | {"files/02bb": made.parts["files/01aa"]} if parts is None else parts
            made.finish(_manifest(parts=listed))
        with pytest.raises(UnusableInput, match=problem):
            verify_archive(path)
    path = tmp_path / "other"
    with writing(path) as made:
        made.finish(_manifest(format=99))
    with pytest.raises(UnusableInput, match="another format"):
        verify_archive(path)


def test_what_is_no_backup_is_refused_with_a_sentence(tmp_path: Path) -> None:
    """A text, a folder, nothing."""
    (tmp_path / "text").write_text("hello " * 100)
    for name in ("text", "nothing", "."):
        with pytest.raises(UnusableInput):
            verify_archive(tmp_path / name)


def test_a_failure_on_the_way_leaves_nothing_and_a_file_that_is_there_stays(tmp_path: Path) -> None:
    """Whole or not at all; never in the place of another."""
    with pytest.raises(ZeroDivisionError), writing(tmp_path / "one") as made:
        made.add_bytes("files/01aa", b"x")
        raise ZeroDivisionError
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "one").write_text("older")
    with pytest.raises(UnusableInput, match="file of this name"), writing(tmp_path / "one") as made:
        made.finish(_manifest())
    assert (tmp_path / "one").read_text() == "older" and len(list(tmp_path.iterdir())) == 1
