"""`myotome backup` and `myotome restore`: one archive of everything, and the way back."""

from __future__ import annotations

import os
import shutil
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from myotome.cli.site_folder import a_clinic_there, default_folder, set_up, there
from myotome.words.errors import UnusableInput, UsageError

if TYPE_CHECKING:
    from myotome.record.backup.manifest import Manifest

APART: Final = "Keep apart, or nobody can open the backup: {}."
DATABASE: Final = "clinic.sqlite3"


def backup_command(
    file: Annotated[Path, typer.Argument(help="Where to write the backup, or the backup to verify.")],
    demo: Annotated[bool, typer.Option("--demo", help="The demo's clinic.")] = False,
    data: Annotated[Path | None, typer.Option(help="Folder of the clinic's data.")] = None,
    with_secrets: Annotated[
        bool,
        typer.Option(
            "--with-secrets", help="Also the keys in the data folder: the archive alone then opens everything."
        ),
    ] = False,
    verify: Annotated[
        bool, typer.Option("--verify", help="Read a backup and say whether it is sound; writes nothing.")
    ] = False,
) -> None:
    """Write database and stored files to one archive, while the clinic is open; it is there whole or not at all."""
    if verify:
        _need_the_extra()
        from myotome.record.backup.archive import verify_archive

        _tell(file, verify_archive(file))
        return
    place = data or default_folder(demo)
    there(place)
    set_up(place, demo=demo)
    from myotome.record.backup.take import back_up

    with a_clinic_there(place):
        manifest = back_up(file, datetime.now(UTC), with_secrets=with_secrets)
    _tell(file, manifest)
    if with_secrets:
        typer.echo("The site's keys are in it: who has this file can read everything.")
    else:
        typer.echo(APART.format(", ".join(_keys_to_keep(place))))
    if manifest.missing:
        raise UnusableInput(
            "the backup is written, but stored files were gone from their store", value=f"{len(manifest.missing)} files",
            cure="Put them back from an earlier backup.",
        )  # fmt: skip


def restore_command(
    file: Annotated[Path, typer.Argument(help="The backup.")],
    demo: Annotated[bool, typer.Option("--demo", help="Into the demo's folder.")] = False,
    data: Annotated[Path | None, typer.Option(help="Folder in which the clinic's data will lie.")] = None,
) -> None:
    """Restore a backup where there is nothing yet; says done only after hashes, rows, references and access log were checked."""
    place = data or default_folder(demo)
    _need_the_extra()
    from myotome.record.backup.archive import verify_archive
    from myotome.record.backup.leftovers import RESTORING, clear_leftovers

    manifest = verify_archive(file)
    if manifest.demo is not demo:
        raise UsageError(
            "a demo's backup goes into a demo, and no other",
            place="--demo",
            value="demo" if manifest.demo else "no demo",
        )
    if (place / DATABASE).exists():
        raise UsageError(
            "there is a clinic's database", place=str(place / DATABASE), cure="Restore into another folder with --data."
        )
    elsewhere = os.environ.get("MYOTOME_DATABASE_URL", "")
    if manifest.kind == "sqlite" and elsewhere and not elsewhere.startswith("sqlite:"):
        raise UsageError(
            "the backup is of sqlite, this site is on another database", place="MYOTOME_DATABASE_URL",
            cure="Restore it without that setting; going from one kind of database to the other is not built.",
        )  # fmt: skip
    place.mkdir(parents=True, exist_ok=True)
    clear_leftovers(place, RESTORING)
    staging = Path(tempfile.mkdtemp(prefix=f"{RESTORING}{os.getpid()}-", dir=place))
    made: list[Path] = []
    try:
        made = _secrets_first(file, manifest, place)
        staged = staging / DATABASE
        if manifest.kind == "sqlite":
            os.environ["MYOTOME_DATABASE_URL"] = f"sqlite:///{staged.resolve()}"
        set_up(place, demo=demo)
        from myotome.record.backup.put_back import put_back

        lines = put_back(file, manifest, staged)
        if manifest.kind == "sqlite":
            os.link(staged, place / DATABASE)
    except BaseException:
        for path in made:
            path.unlink(missing_ok=True)
        raise
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    typer.echo(
        f"Restored and checked: {manifest.rows.get('record_patient', 0)} patients, {_files(manifest)} stored files, "
        f"{lines} lines of the access log, every one as it was written."
    )


def _secrets_first(file: Path, manifest: Manifest, place: Path) -> list[Path]:
    """The keys have to be there before Django starts, which makes new ones where there are none; returns the files that were made."""
    from myotome.record.backup.archive import parts_of
    from myotome.record.backup.manifest import SECRETS

    made = []
    for name, content in parts_of(file, [part for part in manifest.parts if part.startswith(SECRETS)]):
        path = place / name.removeprefix(SECRETS)
        if not path.exists():
            path.touch(mode=0o600)
            path.write_bytes(content.read())
            made.append(path)
    if not (place / "secret").exists() and not os.environ.get("MYOTOME_SECRET_KEY"):
        raise UsageError(
            "the site's secret is not in the backup and not here", place=str(place / "secret"),
            cure="Put the file `secret` that was kept apart there, or set MYOTOME_SECRET_KEY.",
        )  # fmt: skip
    return made


def _keys_to_keep(place: Path) -> list[str]:
    """Which keys are not in the archive, by where they are now."""
    names = ("MYOTOME_SECRET_KEY", "MYOTOME_AUDIT_KEY", "MYOTOME_FILE_KEY")
    return [
        *(name for name in names if os.environ.get(name)),
        *(str(p) for n in ("secret", "file-key") if (p := place / n).exists()),
    ]


def _tell(file: Path, manifest: Manifest) -> None:
    typer.echo(
        f"{file}: sound, made {manifest.made_at} by Myotome {manifest.program} from {manifest.kind}; "
        f"{manifest.rows.get('record_patient', 0)} patients, {_files(manifest)} stored files, access log up to line "
        f"{manifest.chain[0]} {manifest.chain[1]}"
    )


def _files(manifest: Manifest) -> int:
    return sum(name.startswith("files/") for name in manifest.parts)


def _need_the_extra() -> None:
    try:
        import django  # noqa: F401
    except ImportError as error:
        raise UsageError(
            f"the clinic needs {error.name}", place="myotome backup", cure="Run `pip install 'myotome[clinic]'`."
        ) from None
