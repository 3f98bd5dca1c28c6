from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from myotome.cli.listening import listen
from myotome.words.errors import UsageError

pytest.importorskip("waitress")
pytest.importorskip("django_tasks_db")


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as other:
        yield other.getsockname()[1]


def test_a_taken_port_is_refused_with_the_cure(taken: int) -> None:
    """A real clinic never opens somewhere else than it was told to."""
    with pytest.raises(UsageError, match=f"cannot listen there.*{taken}.*--port"):
        listen("127.0.0.1", taken)


def test_an_address_that_is_not_this_machines_is_refused(taken: int) -> None:
    """The next port would not help, so none is tried."""
    with pytest.raises(UsageError, match="cannot listen there"):
        listen("192.0.2.1", taken, or_next=True)


def test_the_demo_takes_the_next_free_port(taken: int) -> None:
    """The one after a taken port, or a later one."""
    (one,) = listen("127.0.0.1", taken, or_next=True)
    with one:
        assert taken < one.getsockname()[1] < taken + 20


def test_a_name_with_two_addresses_has_one_port() -> None:
    """`localhost` may be 127.0.0.1 and ::1: both listen, on the same port, also when any port will do."""
    opened = listen("localhost", 0)
    assert len({one.getsockname()[1] for one in opened}) == 1
    for one in opened:
        one.close()


@pytest.fixture
def three(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A clinic with three web processes and its address."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("MYOTOME_", "DJANGO_"))}
    command = [sys.executable, "-m", "myotome", "serve", "--no-open", "--no-worker", "--port", "0"]
    process = subprocess.Popen(
        [*command, "--processes", "3", "--data", str(tmp_path)],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment,
    )  # fmt: skip
    assert process.stdout is not None
    address = next(found[0] for line in process.stdout if (found := re.search(r"http://[\d.:]+", line)))
    yield process, address
    process.kill()
    process.wait()
    process.stdout.close()


def _children(parent: int) -> set[int]:
    return {int(pid) for pid in Path(f"/proc/{parent}/task/{parent}/children").read_text().split()}


def _until(what: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not what():
        assert time.monotonic() < end, "not within a minute"
        time.sleep(0.1)


def _gone(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="looks for processes in /proc")
def test_web_processes_count_together_come_back_and_end_together(three: tuple[subprocess.Popen[str], str]) -> None:
    """Three processes serve and their meters are one sum; one that is killed is replaced and nobody is refused; none outlives the first."""
    server, address = three

    def asked(page: str) -> str:
        return urllib.request.urlopen(address + page, timeout=30).read().decode()

    for _ in range(30):
        assert asked("/-/live") == "alive\n"
    found = re.search(r'myotome_requests_total\{route="live",status="200"\} (\d+)', asked("/-/metrics"))
    assert found and int(found[1]) == 30
    assert asked("/-/metrics").count("myotome_process_resident_bytes{") == 3
    before = _children(server.pid)
    assert len(before) == 3
    os.kill(min(before), signal.SIGKILL)
    for _ in range(10):
        assert asked("/-/live") == "alive\n"
    _until(lambda: len(_children(server.pid) - before) == 1)
    now = _children(server.pid)
    server.kill()
    server.wait()
    _until(lambda: all(_gone(pid) for pid in now))


def test_a_stop_lets_every_process_finish(three: tuple[subprocess.Popen[str], str]) -> None:
    """Told to stop, the server ends with 0 and says that the clinic is closed."""
    server, _ = three
    server.send_signal(signal.SIGTERM)
    assert server.wait(30) == 0
    assert server.stdout is not None and "The clinic is closed." in server.stdout.read()


def test_a_proxy_that_ends_tls_is_believed_only_where_it_is_told_of(tmp_path: Path) -> None:
    """With a proxy, a page that was asked for over TLS is shown; without one, the same header changes nothing and the way to TLS is shown."""
    shown = {}
    for behind in ("1", "0"):
        environment = {k: v for k, v in os.environ.items() if not k.startswith(("MYOTOME_", "DJANGO_"))}
        environment |= {"MYOTOME_BEHIND_PROXY": behind, "MYOTOME_HTTPS": "1", "MYOTOME_WATCH_TOKEN": "a-token"}
        command = [sys.executable, "-m", "myotome", "serve", "--no-open", "--no-worker", "--port", "0"]
        process = subprocess.Popen(
            [*command, "--processes", "1", "--data", str(tmp_path)], stdout=subprocess.PIPE, text=True, env=environment
        )
        assert process.stdout is not None
        port = int(next(found[1] for line in process.stdout if (found := re.search(r"http://[\d.]+:(\d+)", line))))
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        for page in ("/sign-in/", "/-/live"):
            connection.request("GET", page, headers={"X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.7"})
            answer = connection.getresponse()
            answer.read()
            shown[behind, page] = answer.status
        connection.close()
        process.terminate()
        process.wait()
        process.stdout.close()
    assert shown == {("1", "/sign-in/"): 200, ("1", "/-/live"): 404, ("0", "/sign-in/"): 301, ("0", "/-/live"): 404}
