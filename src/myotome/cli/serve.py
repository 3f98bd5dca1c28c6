"""`myotome serve`: the clinic in the browser."""

from __future__ import annotations

import gc
import os
import sys
import threading
import webbrowser
from collections.abc import Callable
from contextlib import nullcontext, suppress
from pathlib import Path
from typing import Annotated, Any

import typer

from myotome.cli.listening import cores, listen, serve_beside_each_other, serve_here, stop_at_signals
from myotome.cli.site_folder import LOOPBACK, default_folder, set_up
from myotome.words.errors import UsageError


def serve_command(
    demo: Annotated[
        bool, typer.Option("--demo", help="A demo clinic with fictional patients and its own database.")
    ] = False,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[
        int, typer.Option(help="Port to listen on; the demo takes the next free one.", min=0, max=65535)
    ] = 8000,
    data: Annotated[Path | None, typer.Option(help="Folder of the database and the secret.")] = None,
    browser: Annotated[bool, typer.Option("--open/--no-open", help="Open the browser.")] = True,
    worker: Annotated[
        bool, typer.Option("--worker/--no-worker", help="Keep a worker for the background jobs beside the server.")
    ] = True,
    processes: Annotated[
        int,
        typer.Option(help="Web processes; 0: one per core and four at most, in the demo one.", min=0, max=64),
    ] = 0,
) -> None:
    """Serve the clinic; makes or updates its database first."""
    folder = data or default_folder(demo)
    if folder.exists() and not folder.is_dir():
        raise UsageError("not a folder", place="--data", value=str(folder), cure="Name a folder for the clinic's data.")
    if demo and host not in LOOPBACK:
        typer.echo("myotome: the demo's passwords are public; whoever reaches this address can sign in.", err=True)
    set_up(folder, demo=demo, host=host, worker=worker)

    from django.conf import settings
    from django.db import connections

    from myotome.cli.worker import worker_beside
    from myotome.clinic.public.addresses import open_the_addresses
    from myotome.clinic.running.watch import open_meters
    from myotome.clinic.start import prepare

    if demo and not (folder / "clinic.sqlite3").exists():
        _fill_apart(prepare)
    prepare(demo=demo)
    sockets = listen(host, port, or_next=demo)
    number = processes or (1 if demo else min(4, cores()))
    with suppress(SystemExit):
        stop_at_signals()
        # Every room of the site is read once, before the doors are said to be open and before processes part.
        open_meters(number)
        open_the_addresses()
        # What is loaded by now stays to the end: looking through it again and again for garbage would stop every answer for a tenth of a second.
        gc.freeze()
        address = _announce(sockets[0].getsockname()[1], host, port, folder, demo=demo)
        if browser:
            threading.Timer(0.3, webbrowser.open, (address,)).start()
        beside = worker_beside(folder, demo=demo) if worker else nullcontext()
        if number == 1:
            with beside:
                serve_here(sockets, _application, behind_proxy=settings.BEHIND_PROXY)
        else:
            connections.close_all()
            serve_beside_each_other(sockets, _application, number, beside, behind_proxy=settings.BEHIND_PROXY)
    typer.echo("The clinic is closed.")


def _fill_apart(prepare: Callable[..., None]) -> None:
    """Fill a new demo in a process of its own: assessing its patients takes memory that the web process then need not keep.

    What goes wrong there is said by the second call in this process, which finds the work not done.
    """
    if not hasattr(os, "fork"):
        return
    child = os.fork()
    if child == 0:
        status = 1
        try:
            prepare(demo=True)
            status = 0
        finally:
            os._exit(status)
    os.waitpid(child, 0)


def _announce(opened: int, host: str, port: int, folder: Path, *, demo: bool) -> str:
    """Say where the clinic is open, and how to come in; returns its address."""
    from django.conf import settings

    from myotome.record.files.keys import key_notice

    address = f"http://{host}:{opened}/"
    if port and opened != port:
        typer.echo(f"Port {port} is taken by another program, so the clinic takes the next free one.")
    typer.echo(f"The clinic is open at {address}  (stop with Ctrl-C; its data are in {folder})")
    if demo:
        typer.echo(_logins())
    elif settings.AUDIT_KEY == settings.SECRET_KEY:
        typer.echo(
            "myotome: set MYOTOME_AUDIT_KEY to keep the key of the access log apart from the site's secret.", err=True
        )
    if notice := key_notice():
        typer.echo(f"myotome: {notice}", err=True)
    sys.stdout.flush()
    return address


def _application(region: int) -> Any:
    """The clinic for a server in this process; warms up beside the first pages."""
    from myotome.clinic.running.watch import meters
    from myotome.clinic.start import warm_up
    from myotome.clinic.wsgi import application

    meters().take_region(region)
    threading.Thread(target=warm_up, daemon=True).start()
    return application


def _logins() -> str:
    from myotome.clinic.demo.logins import DEMO_LOGINS

    lines = ["", "Demo logins (fictional patients only):", ""]
    lines += [f"  {login.username:10} {login.password:20} {login.tells}" for login in DEMO_LOGINS]
    return "\n".join([*lines, ""])
