from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

pytest.importorskip("django_tasks_db")
pytest.importorskip("waitress")
if not Path("/proc/self/stat").exists():
    pytest.skip("looks for processes in /proc", allow_module_level=True)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """A clinic with its worker, both gone at the end."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("MYOTOME_", "DJANGO_"))}
    command = [
        sys.executable,
        "-m",
        "myotome",
        "serve",
        "--no-open",
        "--port",
        "0",
        "--processes",
        "1",
        "--data",
        str(tmp_path),
    ]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment)
    assert process.stdout is not None
    assert any("http://" in line for line in process.stdout)
    yield process
    process.kill()
    process.wait()
    process.stdout.close()


def _children(parent: int) -> list[int]:
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == parent and fields[0] != "Z":
            found.append(int(stat.parent.name))
    return found


def _until(what: Callable[[], object], seconds: float = 60) -> object:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := what():
            return found
        time.sleep(0.1)
    pytest.fail(f"not within {seconds} s")


def _gone(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


def test_the_worker_comes_back_when_killed_and_goes_with_the_server_even_when_that_is_killed(
    server: subprocess.Popen[str],
) -> None:
    """One worker beside the server: killed with -9 it is started anew; the server killed with -9 leaves none behind."""
    first = _until(lambda: _children(server.pid))
    assert isinstance(first, list) and len(first) == 1
    os.kill(first[0], signal.SIGKILL)
    second = _until(lambda: [pid for pid in _children(server.pid) if pid not in first])
    assert isinstance(second, list) and len(second) == 1
    server.kill()
    server.wait()
    _until(lambda: _gone(second[0]))


def test_the_worker_stops_with_the_server(server: subprocess.Popen[str]) -> None:
    """Ctrl-C ends both."""
    worker = _until(lambda: _children(server.pid))
    assert isinstance(worker, list)
    time.sleep(2)
    server.send_signal(signal.SIGINT)
    assert server.wait(30) == 0
    assert _gone(worker[0])
