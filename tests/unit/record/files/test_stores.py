from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("cryptography")

from myotome.record.files.seal import BrokenSeal
from myotome.record.files.stores.folder import FolderStore
from myotome.words.errors import UsageError

NAME, OTHER = "0123456789abcdef0123456789abcdef", "fedcba9876543210fedcba9876543210"


@pytest.fixture(params=["folder", "s3"])
def store(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A folder, and a bucket of an S3 that runs in this process."""
    if request.param == "folder":
        yield FolderStore(tmp_path / "files")
        return
    if find_spec("moto") is None or find_spec("boto3") is None:
        pytest.skip("needs moto and boto3: pip install 'moto[s3]'")
    import warnings

    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import boto3
        from moto import mock_aws

        from myotome.record.files.stores.s3 import s3_store

        with mock_aws():
            boto3.client("s3", region_name="us-east-1").create_bucket(Bucket="clinic")
            yield s3_store("s3://clinic/files?region=us-east-1")


def _names(store: Any) -> set[str]:
    return {name for name, _ in store.names()}


def test_an_object_is_there_when_it_is_finished_and_not_before(store: Any) -> None:
    """While it is written nobody finds it; what is abandoned never was."""
    writing = store.begin(NAME)
    writing.write(b"a" * 1000)
    assert _names(store) == set()
    with pytest.raises(BrokenSeal, match="gone from its store"):
        list(store.read(NAME))
    writing.finish()
    abandoned = store.begin(OTHER)
    abandoned.write(b"b" * 20_000_000)
    abandoned.abandon()
    assert _names(store) == {NAME}
    assert b"".join(store.read(NAME)) == b"a" * 1000


def test_many_megabytes_come_back_as_they_went(store: Any) -> None:
    """In several parts where the store wants parts."""
    piece = bytes(range(256)) * 4096
    writing = store.begin(NAME)
    for _ in range(20):
        writing.write(piece)
    writing.finish()
    assert b"".join(store.read(NAME)) == piece * 20


def test_an_object_taken_away_is_gone_and_twice_does_no_harm(store: Any) -> None:
    """The sweep may meet another sweep."""
    writing = store.begin(NAME)
    writing.write(b"x")
    writing.finish()
    (name, at), *rest = store.names()
    assert name == NAME and not rest and abs(datetime.now(UTC) - at) < timedelta(minutes=5)
    store.remove(NAME)
    store.remove(NAME)
    assert _names(store) == set()


@pytest.mark.parametrize("name", ["../../etc/passwd", "a/b", "", "x" * 80, "incoming"])
def test_a_name_is_never_a_path(tmp_path: Path, name: str) -> None:
    """Names are ours; anything else is refused before the disk is touched."""
    store = FolderStore(tmp_path / "files")
    with pytest.raises(UsageError, match="not the name of a stored file"):
        store.begin(name)
    with pytest.raises(UsageError, match="not the name of a stored file"):
        list(store.read(name))


def test_only_the_owner_may_look_into_the_folder(tmp_path: Path) -> None:
    """Sealed or not, it is nobody else's."""
    store = FolderStore(tmp_path / "files")
    writing = store.begin(NAME)
    writing.write(b"x")
    writing.finish()
    assert (tmp_path / "files" / "01" / NAME).stat().st_mode & 0o077 == 0
    assert (tmp_path / "files" / "01").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("finished", [False, True])
def test_kill_9_leaves_no_half_file_that_counts(tmp_path: Path, finished: bool) -> None:
    """Killed in the middle of writing, nothing is there; killed after the end, all of it is."""
    code = f"""
        import sys
        from pathlib import Path
        from myotome.record.files.stores.folder import FolderStore
        writing = FolderStore(Path(sys.argv[1])).begin({NAME!r})
        for _ in range(40):
            writing.write(bytes(100_000))
        {"writing.finish()" if finished else "pass"}
        print("here", flush=True)
        sys.stdin.read()
    """
    process = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(code), str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert process.stdout is not None and process.stdout.readline() == b"here\n"
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()
    assert process.stdin is not None
    process.stdin.close()
    store = FolderStore(tmp_path)
    assert _names(store) == ({NAME} if finished else set())
    if finished:
        assert sum(map(len, store.read(NAME))) == 4_000_000


def test_a_beginning_that_nobody_ended_is_cleared_after_a_day(tmp_path: Path) -> None:
    """What a killed upload left behind does not stay for ever; a young one may still be on its way."""
    store = FolderStore(tmp_path)
    (tmp_path / "incoming").mkdir()
    for name in (NAME, OTHER):
        (tmp_path / "incoming" / name).write_bytes(b"x")
    old = datetime.now(UTC).timestamp() - 2 * 86400
    os.utime(tmp_path / "incoming" / NAME, (old, old))
    assert _names(store) == set()
    assert [path.name for path in (tmp_path / "incoming").iterdir()] == [OTHER]
