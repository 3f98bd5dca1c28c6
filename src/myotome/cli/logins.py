"""`myotome logins`: what is done at the machine when nobody can do it in the browser."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from myotome.cli.site_folder import a_clinic_there, default_folder, set_up, there

logins = typer.Typer(help="Logins of the clinic, for who keeps the machine.", no_args_is_help=True)


@logins.callback()
def logins_group() -> None:
    """Keeps `reset` a word of its own while there is one command."""


@logins.command(name="reset")
def reset_command(
    username: Annotated[str, typer.Argument(help="User name of the login.")],
    data: Annotated[Path | None, typer.Option(help="Folder of the database and the secret.")] = None,
) -> None:
    """Open a login again: new password, printed once; no second factor, so that one is set up at the next sign-in."""
    place = data or default_folder(demo=False)
    there(place)
    set_up(place, demo=False)
    from myotome.record.people import rescue

    with a_clinic_there(place):
        password = rescue(username)
    typer.echo(f"{username}  {password}  (shown once)")
