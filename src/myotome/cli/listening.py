"""Listens and serves: in this process, or in several that share one door, so that a clinic uses more than one core."""

from __future__ import annotations

import errno
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, suppress
from typing import Any, Final, NoReturn

import typer

from myotome.cli.sealed_spool import seal_what_is_laid_aside
from myotome.words.errors import UsageError

THREADS: Final = 4
"""Of each process. They take turns at Python: twice as many cost an eighth more processor time for the same pages."""
BACKLOG: Final = 1024
TRIES: Final = 20
"""Ports that are tried where the next free one will do."""
LOOK_SECONDS: Final = 0.2
REST_SECONDS: Final = 1.0
"""Before a web process that died is started anew."""
LAST_WORD_SECONDS: Final = 10.0
"""How long web processes may finish their answers."""
Application = Callable[[int], Any]
"""Makes the WSGI application in the process that serves it, given the number of that process from 0."""


def cores() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def listen(host: str, port: int, *, or_next: bool = False) -> list[socket.socket]:
    """Sockets that listen on every address of ``host``; ``or_next``: on the next free port where this one is taken.

    Port 0 takes any free one. Raises UsageError where that cannot be.
    """
    for at in range(port, min(port + TRIES, 65536) if or_next and port else port + 1):
        try:
            return _listen(host, at)
        except OSError as error:
            last = error
            if error.errno != errno.EADDRINUSE:
                break
    raise UsageError(
        f"cannot listen there: {last.strerror or last}".rstrip("."),
        place="--host and --port",
        value=f"{host} {port}",
        cure="Choose another port with --port, or an address of this machine with --host.",
    ) from last


def stop_at_signals() -> None:
    """From now on SIGINT and SIGTERM end what runs here with SystemExit, once."""
    signal.signal(signal.SIGTERM, _stop)
    signal.signal(signal.SIGINT, _stop)


def serve_here(
    sockets: Sequence[socket.socket], application: Application, *, behind_proxy: bool, number: int = 0
) -> None:
    """Serve in this process until told to stop by SIGINT or SIGTERM; answers that have begun are finished."""
    from waitress import create_server

    from myotome.clinic.running.watch import watch_queue

    # Behind a proxy, whom it asks for and whether that was over TLS is believed. Elsewhere these headers change nothing, and stay to be seen:
    # they tell that a request which comes from this machine was asked for by another (clinic/running).
    proxy: dict[str, Any] = {"clear_untrusted_proxy_headers": False}
    if behind_proxy:
        proxy = {
            "trusted_proxy": "*",
            "trusted_proxy_headers": {"x-forwarded-for", "x-forwarded-proto"},
            "clear_untrusted_proxy_headers": True,
        }
    seal_what_is_laid_aside()
    server = create_server(application(number), sockets=list(sockets), threads=THREADS, ident="myotome", **proxy)
    watch_queue(server.task_dispatcher.queue)
    stop_at_signals()
    with suppress(SystemExit):
        server.run()


def serve_beside_each_other(
    sockets: Sequence[socket.socket],
    application: Application,
    number: int,
    beside: AbstractContextManager[None],
    *,
    behind_proxy: bool,
) -> None:
    """Serve in ``number`` processes that part from this one and share its memory; one that dies is started anew.

    ``beside`` is entered here, after they parted. All end with this process, however that ends.
    """
    alive_read, alive_write = os.pipe()
    running: dict[int, int] = {}

    def start(at: int) -> None:
        pid = os.fork()
        if pid:
            running[pid] = at
            return
        os.close(alive_write)
        _end_with(alive_read)
        status = 1
        try:
            serve_here(sockets, application, behind_proxy=behind_proxy, number=at)
            status = 0
        except Exception as error:
            typer.echo(f"myotome: a web process could not serve: {type(error).__name__}.", err=True)
        finally:
            sys.stdout.flush()
            os._exit(status)

    for at in range(number):
        start(at)
    with beside, suppress(SystemExit):
        while True:
            # Only these: the worker beside is a child too, and somebody else waits for it.
            for pid, at in list(running.items()):
                if os.waitpid(pid, os.WNOHANG)[0]:
                    del running[pid]
                    typer.echo("myotome: a web process died and is started again.", err=True)
                    time.sleep(REST_SECONDS)
                    start(at)
            time.sleep(LOOK_SECONDS)
    _end(running)


def _listen(host: str, port: int) -> list[socket.socket]:
    opened: list[socket.socket] = []
    try:
        for family, kind, protocol, _, place in dict.fromkeys(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)):
            one = socket.socket(family, kind, protocol)
            opened.append(one)
            one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            if family == socket.AF_INET6:
                one.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
            # The second address of a name takes the port that the first was given.
            one.bind((place[0], opened[0].getsockname()[1] if port == 0 and len(opened) > 1 else port, *place[2:]))
            one.listen(BACKLOG)
            one.setblocking(False)
    except OSError as error:
        for one in opened:
            one.close()
        raise error
    return opened


def _end_with(alive: int) -> None:
    """End this process when the one that started it is gone: the pipe that only that one holds open closes then."""

    def wait() -> NoReturn:
        os.read(alive, 1)
        os._exit(1)

    threading.Thread(target=wait, daemon=True).start()


def _end(running: dict[int, int]) -> None:
    for pid in running:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGTERM)
    over = time.monotonic() + LAST_WORD_SECONDS
    while running and time.monotonic() < over:
        for pid in [pid for pid in running if os.waitpid(pid, os.WNOHANG)[0]]:
            del running[pid]
        time.sleep(0.05)
    for pid in running:
        os.kill(pid, signal.SIGKILL)


def _stop(*_: Any) -> NoReturn:
    # Ctrl-C reaches every process of a terminal, and the first one tells the others again: once is enough.
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    raise SystemExit(0)
