"""`myotome reseal`: every stored file sealed with the site's first key."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from time import monotonic
from typing import Annotated, Final

import typer

from myotome.cli.site_folder import a_clinic_there, default_folder, set_up, there
from myotome.words.errors import UnusableInput

SAY_EVERY_SECONDS: Final = 2.0


def reseal_command(
    demo: Annotated[bool, typer.Option("--demo", help="The demo's files.")] = False,
    data: Annotated[Path | None, typer.Option(help="Folder of the clinic's data.")] = None,
) -> None:
    """Seal every stored file with the first key of MYOTOME_FILE_KEY, while the clinic is open; broken off, it goes on when called again.

    Exit 0 when every file bears that key, 10 where a file could not be opened.
    """
    place = data or default_folder(demo)
    there(place)
    set_up(place, demo=demo)
    from myotome.record.files.keys import site_keys
    from myotome.record.files.resealing import Progress, reseal

    progress, said = Progress(0, 0, 0, ()), monotonic()
    with a_clinic_there(place):
        for progress in reseal(datetime.now(UTC)):
            if monotonic() - said > SAY_EVERY_SECONDS:
                typer.echo(f"{progress.looked} of {progress.total} looked at, {progress.sealed} sealed anew")
                said = monotonic()
    typer.echo(
        f"{progress.total} stored files and pieces, {progress.sealed} sealed anew, {len(progress.broken)} not opened."
    )
    if progress.broken:
        raise UnusableInput(
            "files are left that no key of the site opens, or that are damaged", value=", ".join(progress.broken[:5]),
            cure="Add their key to MYOTOME_FILE_KEY, or put them back from a backup, and call this again.",
        )  # fmt: skip
    if len(site_keys()) > 1:
        typer.echo(
            "No stored file needs the other keys any more. Backups that were made before do: keep the keys with them."
        )
