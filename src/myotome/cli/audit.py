"""`myotome audit`: check that nobody changed the access log."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from myotome.cli.site_folder import a_clinic_there, default_folder, set_up, there
from myotome.words.errors import UnusableInput

audit = typer.Typer(help="The access log of the clinic: who reached for whose record.", no_args_is_help=True)


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
    there(place)
    set_up(place, demo=demo)
    from myotome.record.audit import verify_chain

    with a_clinic_there(place):
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
    there(place)
    set_up(place, demo=demo)
    from myotome.record.audit import chain_head

    with a_clinic_there(place):
        number, digest = chain_head()
    typer.echo(f"{number} {digest}")
