from __future__ import annotations

import os
import socket
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from myotome.journey.uploads.kinds import Kind
from myotome.journey.uploads.reading import Reading
from myotome.sources.apart import Bounds, ReaderDied, read_apart
from myotome.words.errors import UnusableInput

SMALL = Bounds(seconds=4, memory_bytes=400_000_000)


def _read(text: str, bounds: Bounds = SMALL) -> Reading:
    return read_apart(Kind.TEXT, text.encode(), bounds, "hostile_readers")


@pytest.fixture
def listening() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(1)
        yield server


def test_a_sound_file_is_read() -> None:
    """What the reader gives comes back whole."""
    assert _read("anything") == Reading("x", "1", "read")


def test_a_file_that_its_reader_refuses_is_no_death() -> None:
    """The reader's sentence comes through: the clinician sees what is wrong with the file."""
    with pytest.raises(UnusableInput, match="this row is broken"):
        _read("refuse")


@pytest.mark.parametrize("word", ["hang", "spin"])
def test_a_reader_that_does_not_end_is_ended(word: str) -> None:
    """Within its time and a little more, whether it sleeps or works."""
    begun = time.monotonic()
    with pytest.raises(ReaderDied, match="longer than 4 s"):
        _read(word)
    assert time.monotonic() - begun < 12


def test_a_reader_cannot_eat_the_machine() -> None:
    """Memory ends at its bound; this process does not grow."""
    with pytest.raises(ReaderDied, match="more than 400 MB of memory"):
        _read("eat")


@pytest.mark.parametrize("word", ["start", "write {path}", "connect 127.0.0.1 {port}"])
def test_a_reader_reaches_nothing(word: str, tmp_path: Path, listening: socket.socket) -> None:
    """No other program, no file, no network: each attempt ends the reading and changes nothing."""
    path, port = tmp_path / "x", listening.getsockname()[1]
    with pytest.raises(ReaderDied, match="stopped in the middle"):
        _read(word.format(path=path, port=port))
    assert not path.exists()
    with pytest.raises(TimeoutError):
        listening.accept()


def test_what_an_error_says_of_the_file_goes_nowhere(capfd: pytest.CaptureFixture[str]) -> None:
    """The reason of a death holds nothing of the file, and nothing is printed."""
    with pytest.raises(ReaderDied) as died:
        _read("crash")
    assert "Halima" not in str(died.value)
    assert capfd.readouterr() == ("", "")


def test_an_answer_without_end_is_cut_off() -> None:
    """More than 32 MB of answer is no answer."""
    with pytest.raises(ReaderDied, match=r"stopped in the middle|memory"):
        _read("flood", Bounds(20, 2_000_000_000))


def test_the_reader_sees_no_key_and_no_address(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of this process's environment nothing is handed on."""
    monkeypatch.setenv("MYOTOME_FILE_KEY", "secret")
    seen = _read("environment").title.split()
    assert not [name for name in seen if name.startswith(("MYOTOME", "DJANGO", "AWS", "HOME"))]
    assert "MYOTOME_FILE_KEY" in os.environ


def test_a_picture_is_not_opened_at_all() -> None:
    """What no room reads is kept without a process being started."""
    kept = read_apart(Kind.PNG, b"\x89PNG\r\n\x1a\n broken")
    assert kept.reader == "" and kept.notices == ("No room reads this yet.",)
