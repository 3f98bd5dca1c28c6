"""`myotome serve`: the clinic in the browser. `myotome audit`: check that nobody changed the access log."""

from __future__ import annotations

import os
import sys
import threading
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Annotated

import typer

from myotome.words.errors import UnusableInput, UsageError

audit = typer.Typer(help="The access log of the clinic: who reached for whose record.", no_args_is_help=True)
THREADS = 8
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


def serve_command(
    demo: Annotated[
        bool, typer.Option("--demo", help="A demo clinic with fictional patients and its own database.")
    ] = False,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.", min=0, max=65535)] = 8000,
    data: Annotated[Path | None, typer.Option(help="Folder of the database and the secret.")] = None,
    browser: Annotated[bool, typer.Option("--open/--no-open", help="Open the browser.")] = True,
    worker: Annotated[
        bool, typer.Option("--worker/--no-worker", help="Keep a worker for the background jobs beside the server.")
    ] = True,
) -> None:
    """Serve the clinic; makes or updates its database first."""
    folder = data or default_folder(demo)
    if folder.exists() and not folder.is_dir():
        raise UsageError("not a folder", place="--data", value=str(folder), cure="Name a folder for the clinic's data.")
    if demo and host not in LOOPBACK:
        typer.echo("myotome: the demo's passwords are public; whoever reaches this address can sign in.", err=True)
    set_up(folder, demo=demo, host=host)

    from django.conf import settings
    from waitress import create_server

    from myotome.cli.worker import worker_beside
    from myotome.clinic.start import prepare, warm_up
    from myotome.clinic.wsgi import application

    prepare(demo=demo)
    try:
        server = create_server(application, host=host, port=port, threads=THREADS, ident="myotome")
    except (OSError, ValueError) as error:
        raise UsageError(
            f"cannot listen there: {getattr(error, 'strerror', None) or error}".rstrip("."),
            place="--host and --port",
            value=f"{host} {port}",
            cure="Choose another port with --port, or an address of this machine with --host.",
        ) from error
    address = f"http://{host}:{server.effective_port}/"
    typer.echo(f"The clinic is open at {address}  (stop with Ctrl-C; its data are in {folder})")
    if demo:
        typer.echo(_logins())
    elif settings.AUDIT_KEY == settings.SECRET_KEY:
        typer.echo(
            "myotome: set MYOTOME_AUDIT_KEY to keep the key of the access log apart from the site's secret.", err=True
        )
    sys.stdout.flush()
    threading.Thread(target=warm_up, daemon=True).start()
    if browser:
        threading.Timer(0.3, webbrowser.open, (address,)).start()
    try:
        with worker_beside(folder, demo=demo) if worker else nullcontext():
            server.run()
    except KeyboardInterrupt:
        typer.echo("The clinic is closed.")


@audit.command(name="verify")
def verify_command(
    demo: Annotated[bool, typer.Option("--demo", help="The demo's database.")] = False,
    data: Annotated[Path | None, typer.Option(help="Folder of the database and the secret.")] = None,
    head: Annotated[
        str, typer.Option(help="A digest noted before with `myotome audit head`: it must still be there.")
    ] = "",
) -> None:
    """Walk the whole chain: exit 0 when every line is as it was written, 10 with the lines that are not."""
    place = data or default_folder(demo)
    _there(place)
    set_up(place, demo=demo)
    from myotome.record.audit import verify_chain

    with _a_clinic_there(place):
        count, faults = verify_chain(head)
    for fault in faults:
        typer.echo(f"line {fault.number}: {fault.problem}")
    if faults:
        raise UnusableInput(
            f"the access log of {count} lines is not intact",
            value=f"{len(faults)} faults",
            cure="Keep the database as it is and find out who could write to it.",
        )
    typer.echo(f"{count} lines, every one as it was written")


@audit.command(name="head")
def head_command(
    demo: Annotated[bool, typer.Option("--demo", help="The demo's database.")] = False,
    data: Annotated[Path | None, typer.Option(help="Folder of the database and the secret.")] = None,
) -> None:
    """Print number and digest of the last line, to be noted outside this machine."""
    place = data or default_folder(demo)
    _there(place)
    set_up(place, demo=demo)
    from myotome.record.audit import chain_head

    with _a_clinic_there(place):
        number, digest = chain_head()
    typer.echo(f"{number} {digest}")


def _there(folder: Path) -> None:
    """Looking must not make a database where there is none."""
    if not folder.is_dir():
        raise UnusableInput("no clinic keeps its data there", place=str(folder), cure="Name its folder with --data.")


@contextmanager
def _a_clinic_there(folder: Path) -> Iterator[None]:
    from django.db import DatabaseError

    try:
        yield
    except DatabaseError as error:
        raise UnusableInput(
            "no clinic's database can be read there", place=str(folder), cure="Name the clinic's folder with --data."
        ) from error


def set_up(folder: Path, *, demo: bool, host: str = "127.0.0.1") -> None:
    """Point Django at the folder and start it."""
    try:
        import axes  # noqa: F401 - says whether the extra is installed
        import cryptography  # noqa: F401
        import django
        import django_tasks_db  # noqa: F401
        import waitress  # noqa: F401
    except ImportError as error:
        raise UsageError(
            f"the clinic needs {error.name}", place="myotome serve", cure="Run `pip install 'myotome[clinic]'`."
        ) from None
    os.environ["MYOTOME_DATA"] = str(folder)
    os.environ["MYOTOME_DEMO"] = "1" if demo else "0"
    os.environ["DJANGO_SETTINGS_MODULE"] = "myotome.clinic.settings"
    if "MYOTOME_HOSTS" not in os.environ:
        os.environ["MYOTOME_HOSTS"] = ",".join(dict.fromkeys(("127.0.0.1", "localhost", host)))
    if "MYOTOME_HTTPS" not in os.environ:
        os.environ["MYOTOME_HTTPS"] = "0" if demo or host in LOOPBACK else "1"
    django.setup()


def default_folder(demo: bool) -> Path:
    """Where a clinic keeps its data unless told otherwise."""
    base = Path(
        os.environ.get("MYOTOME_DATA")
        or Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local/share") / "myotome"
    )
    return base / "demo" if demo else base


def _logins() -> str:
    from myotome.clinic.demo.logins import DEMO_LOGINS

    lines = ["", "Demo logins (fictional patients only):", ""]
    lines += [f"  {login.username:10} {login.password:20} {login.tells}" for login in DEMO_LOGINS]
    return "\n".join([*lines, ""])
