"""Has a file read in a process of its own that can do nothing else, and takes back what it read; nothing of it runs here.

The process gets no key, no address of a database and no environment of ours. What comes back is checked as if a stranger had written it.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from dataclasses import dataclass
from typing import Any, Final

from pydantic import ValidationError

from myotome.journey.uploads.kinds import Kind
from myotome.journey.uploads.reading import Reading
from myotome.sources.confined import OUT_OF_MEMORY, READING
from myotome.sources.readers import READ_BY_SOMEBODY, kept
from myotome.words.errors import MyotomeError, UnusableInput

READERS: Final = "myotome.sources.readers"
LARGEST_ANSWER_BYTES: Final = 32_000_000


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a reader may use: seconds on the clock and of the processor, and bytes of memory."""

    seconds: int = 60
    memory_bytes: int = 1_000_000_000


class ReaderDied(MyotomeError):
    """The reading process ended without an answer; ``problem`` says why and holds nothing of the file."""


def read_apart(kind: Kind, content: bytes, bounds: Bounds = Bounds(), readers: str = READERS) -> Reading:
    """What the file states. Raises UnusableInput for a file that its reader cannot use, and ReaderDied when the reader itself ended.

    A kind that no reader takes is not opened at all.
    """
    if readers == READERS and kind not in READ_BY_SOMEBODY:
        return kept(kind)
    status, answer, over_time = _run(kind, content, bounds, readers)
    if over_time or status == -signal.SIGXCPU:
        raise ReaderDied(f"reading took longer than {bounds.seconds} s")
    if status == OUT_OF_MEMORY:
        raise ReaderDied(f"reading needs more than {bounds.memory_bytes // 10**6} MB of memory")
    if status != 0 or len(answer) > LARGEST_ANSWER_BYTES:
        raise ReaderDied("the reader stopped in the middle of the file")
    try:
        said: dict[str, Any] = json.loads(answer)
        if "unusable" in said:
            raise UnusableInput(str(said["unusable"]).rstrip(".")[:1500])
        return READING.validate_python(said["reading"])
    except (ValueError, KeyError, TypeError, ValidationError) as error:
        raise ReaderDied("the reader gave an answer that cannot be used") from error


def _run(kind: Kind, content: bytes, bounds: Bounds, readers: str) -> tuple[int, bytes, bool]:
    command = [
        sys.executable,
        "-P",
        "-m",
        "myotome.sources.confined",
        readers,
        kind.value,
        str(bounds.seconds),
        str(bounds.memory_bytes),
    ]
    process = subprocess.Popen(  # noqa: S603 - our own program with our own words
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # a traceback may hold lines of the file
        env=_environment(),
        cwd="/",
        start_new_session=True,
    )
    ended = threading.Event()

    def feed() -> None:
        assert process.stdin is not None
        try:
            process.stdin.write(content)
            process.stdin.close()
        except OSError:
            pass  # it ended before it had read everything; its status says why

    def stop() -> None:
        ended.set()
        _kill(process)

    timer = threading.Timer(bounds.seconds, stop)
    feeder = threading.Thread(target=feed, daemon=True)
    timer.start()
    feeder.start()
    try:
        assert process.stdout is not None
        answer = process.stdout.read(LARGEST_ANSWER_BYTES + 1)
        if len(answer) > LARGEST_ANSWER_BYTES:
            _kill(process)
        status = process.wait()
    finally:
        timer.cancel()
        _kill(process)
        process.wait()
        feeder.join()
        process.stdout and process.stdout.close()
    return status, answer, ended.is_set()


def _kill(process: subprocess.Popen[bytes]) -> None:
    """The process and whatever it may have started."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        process.kill()


def _environment() -> dict[str, str]:
    """Where modules lie, and nothing of ours."""
    return {
        "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
        "PYTHONDONTWRITEBYTECODE": "1",
        "LANG": "C.UTF-8",
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
    }
