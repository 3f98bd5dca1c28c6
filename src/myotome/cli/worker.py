"""`myotome worker`: one more worker for the background jobs. `myotome serve` keeps one of its own beside the web server."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Final

import typer

from myotome.cli.site_folder import default_folder, set_up
from myotome.words.errors import UnusableInput

FIRST_WAIT_SECONDS, LONGEST_WAIT_SECONDS = 1.0, 30.0
"""Before a worker that died is started anew; doubled while it keeps dying within a minute."""
LAST_WORD_SECONDS: Final = 15.0
"""How long a worker that is told to stop may finish its job; the job is taken again when it could not."""
BESIDE: Final = "MYOTOME_BESIDE"
"""Set for a worker that `myotome serve` started: its standard input is a pipe that closes when the server is gone, killed or not."""


def worker_command(
    demo: Annotated[bool, typer.Option("--demo", help="The demo's database.")] = False,
    data: Annotated[Path | None, typer.Option(help="Folder of the database and the secret.")] = None,
) -> None:
    """Work on the background jobs (reading uploaded files, sending what is due) until stopped; start as many as you like."""
    folder = data or default_folder(demo)
    if not folder.is_dir() and not os.environ.get("MYOTOME_DATABASE_URL"):
        raise UnusableInput("no clinic keeps its data there", place=str(folder), cure="Start `myotome serve` first.")
    set_up(folder, demo=demo)

    from myotome.record.jobs.worker import Worker

    worker = Worker()
    worker.stop_at_signals()
    if os.environ.get(BESIDE):
        threading.Thread(target=_stop_with_the_server, args=(worker.stopping,), daemon=True).start()
    worker.run()


@contextmanager
def worker_beside(folder: Path, *, demo: bool) -> Iterator[None]:
    """A worker in a process of its own while the block runs: started anew when it dies, stopped at the end."""
    ending = threading.Event()
    keeper = threading.Thread(target=_keep, args=(folder, demo, ending), daemon=True)
    keeper.start()
    try:
        yield
    finally:
        ending.set()
        keeper.join(LAST_WORD_SECONDS + 5)


def _keep(folder: Path, demo: bool, ending: threading.Event) -> None:
    wait = FIRST_WAIT_SECONDS
    while not ending.is_set():
        began = time.monotonic()
        worker = _start(folder, demo)
        while worker.poll() is None and not ending.wait(0.2):
            pass
        if ending.is_set():
            _stop(worker)
            return
        wait = FIRST_WAIT_SECONDS if time.monotonic() - began > 60 else min(2 * wait, LONGEST_WAIT_SECONDS)
        typer.echo(f"myotome: the worker ended with {worker.returncode} and is started again.", err=True)
        ending.wait(wait)


def _start(folder: Path, demo: bool) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "myotome", "worker", "--data", str(folder), *(["--demo"] if demo else [])]
    return subprocess.Popen(command, stdin=subprocess.PIPE, env=os.environ | {BESIDE: "1"})  # noqa: S603 - our own program


def _stop(worker: subprocess.Popen[bytes]) -> None:
    worker.terminate()
    try:
        worker.wait(LAST_WORD_SECONDS)
    except subprocess.TimeoutExpired:
        worker.kill()
        worker.wait()


def _stop_with_the_server(stopping: threading.Event) -> None:
    os.read(sys.stdin.fileno(), 1)  # past Python's buffer, whose lock would be missed when this process ends first
    stopping.set()
