"""The process in which a file is opened: no network, no other program, no writing, little memory and time; started by ``apart``.

Content comes on standard input, the reading leaves as JSON on standard output. What a broken or hostile file does here ends here.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import resource
import signal
import sys
from importlib import import_module
from typing import Any, Final

from pydantic import TypeAdapter

from myotome.journey.uploads.kinds import Kind
from myotome.journey.uploads.reading import Reading
from myotome.words.errors import MyotomeError

OUT_OF_MEMORY: Final = 3
READING: Final[TypeAdapter[Reading]] = TypeAdapter(Reading)
_NEW_USER, _NEW_NET, _DIE_WITH_PARENT = 0x10000000, 0x40000000, 1
"""Numbers of Linux, which Python 3.11 does not name."""
_FORBIDDEN: Final = (
    "socket.",
    "subprocess.",
    "os.exec",
    "os.fork",
    "os.posix_spawn",
    "os.system",
    "ctypes.",
    "shutil.",
)
_WRITING: Final = frozenset("wax+")


def main(readers: str, kind: str, seconds: str, memory_bytes: str) -> int:
    """Read standard input as a file of ``kind`` with the readers of the module ``readers``."""
    module = import_module(readers)  # before the door closes: modules are files too
    confine(int(seconds), int(memory_bytes))
    answer: dict[str, Any]
    try:
        answer = {"reading": READING.dump_python(module.read(Kind(kind), sys.stdin.buffer.read()), mode="json")}
    except MyotomeError as error:
        answer = {"unusable": error.sentence()}
    except MemoryError:
        return OUT_OF_MEMORY
    sys.stdout.write(json.dumps(answer))
    return 0


def confine(seconds: int, memory_bytes: int) -> None:
    """Take from this process for good what a reader does not need.

    The limits and, where the system lets it, the empty network are the kernel's; the hook stands before every door that Python itself has.
    """
    with contextlib.suppress(
        AttributeError, OSError
    ):  # not every system has these two: the limits and the hook stand in any case
        library = ctypes.CDLL(None)
        library.prctl(_DIE_WITH_PARENT, signal.SIGKILL)
        library.unshare(_NEW_USER | _NEW_NET)
    limits = (
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_AS, memory_bytes),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    )
    for which, limit in limits:
        resource.setrlimit(which, (limit, limit))
    sys.addaudithook(_refuse)


def _refuse(event: str, arguments: tuple[Any, ...]) -> None:
    if event.startswith(_FORBIDDEN):
        raise PermissionError(f"a reader may not use {event}")
    if event == "open" and isinstance(arguments[1], str) and _WRITING & set(arguments[1]):
        raise PermissionError("a reader may not write")


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
