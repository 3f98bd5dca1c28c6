from __future__ import annotations

import io
import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("waitress")
pytest.importorskip("cryptography")
pytest.importorskip("django")

from myotome.cli.sealed_spool import SealedSpool

NAME = b"Noor van Dijk, born 1961;\n"
SERVER = """
import sys
from myotome.cli.listening import listen, serve_here
def application(number):
    def answer(environ, start):
        from django.core.handlers.wsgi import LimitedStream
        sent = LimitedStream(environ["wsgi.input"], int(environ["CONTENT_LENGTH"]))
        read = len(sent.readline()) + sum(len(piece) for piece in iter(lambda: sent.read(65536), b""))
        start("200 OK", [("Content-Type", "text/plain")])
        return [str(read).encode()]
    return answer
(one,) = listen("127.0.0.1", 0)
print(one.getsockname()[1], flush=True)
serve_here([one], application, behind_proxy=False)
"""


def test_nothing_is_written_over_what_is_there() -> None:
    """The same key stream over two texts would tell both."""
    spool = SealedSpool()
    spool.write(b"first")
    spool.seek(2)
    with pytest.raises(ValueError, match="the end is at 5"):
        spool.write(b"second")
    spool.close()


@settings(deadline=None)  # it is about bytes, and the machine may be busy
@given(st.lists(st.one_of(st.binary(max_size=50), st.tuples(st.integers(0, 80), st.integers(-1, 40)))))
def test_it_reads_as_a_file_in_memory_does(steps: list[bytes | tuple[int, int]]) -> None:
    """Whatever is appended and wherever it is read, the bytes are those of io.BytesIO."""
    spool, plain = io.BufferedRandom(SealedSpool()), io.BytesIO()
    for step in steps:
        for file in (spool, plain):
            file.seek(0, io.SEEK_END) if isinstance(step, bytes) else file.seek(step[0])
        if isinstance(step, bytes):
            assert spool.write(step) == plain.write(step)
        else:
            assert spool.read(step[1]) == plain.read(step[1])
    assert spool.seek(-1, io.SEEK_END) == max(0, len(plain.getvalue()) - 1)
    spool.close()


@pytest.mark.skipif(
    not Path("/proc/self/fd").exists(), reason="looks into the open files of a process, as Linux shows them"
)
def test_what_the_server_lays_aside_is_not_in_the_clear(tmp_path: Path) -> None:
    """Three megabytes of an upload whose sender pauses: the server holds them in a file, in which no name is found; they arrive whole."""
    body = NAME * (3_000_000 // len(NAME))
    environment = os.environ | {"TMPDIR": str(tmp_path)}
    with subprocess.Popen([sys.executable, "-c", SERVER], stdout=subprocess.PIPE, env=environment) as server:
        assert server.stdout is not None
        try:
            with socket.create_connection(("127.0.0.1", int(server.stdout.readline()))) as sender:
                sender.sendall(b"POST / HTTP/1.0\r\nContent-Length: %d\r\n\r\n" % (len(body) + 1) + body)
                held = _laid_aside(server.pid, tmp_path, len(body) // 2)
                assert NAME[:8] not in held and len(set(held)) == 256
                sender.sendall(b"!")
                assert sender.makefile("rb").read().endswith(b"\r\n\r\n%d" % (len(body) + 1))
        finally:
            server.terminate()


def _laid_aside(pid: int, folder: Path, least: int) -> bytes:
    """What the process holds in nameless files of the folder, once it is at least so much."""
    for _ in range(200):
        files = [one for one in Path(f"/proc/{pid}/fd").iterdir() if os.readlink(one).startswith(str(folder))]
        held = b"".join(one.read_bytes() for one in files)
        if len(held) >= least:
            return held
        time.sleep(0.05)
    raise AssertionError("the server laid nothing aside")
