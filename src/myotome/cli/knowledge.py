"""`myotome knowledge`: look the knowledge base up, check that it keeps its own rules, and bring a clinic's reviews back to its files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from myotome.cli.site_folder import a_clinic_there, default_folder, set_up, there
from myotome.words.errors import KnowledgeError, UsageError

app = typer.Typer(help="Look up and check the knowledge base.", no_args_is_help=True)


@app.command(name="check")
def check_command(
    today: Annotated[str, typer.Option(help="Date for overdue reviews, YYYY-MM-DD; today if left out.")] = "",
) -> None:
    """Fail on a missing source, a broken sum, an unknown name, an impossible number or an overdue review."""
    from datetime import UTC, date, datetime

    from myotome.journey.knowledge_check import check
    from myotome.wiring import knowledge

    try:
        day = date.fromisoformat(today) if today else datetime.now(UTC).date()
    except ValueError:
        raise UsageError("not a day", place="--today", value=today, cure="Write it as YYYY-MM-DD.") from None
    report = check(knowledge(), day)
    for line in report.lines():
        typer.echo(line)
    if report.problems:
        raise KnowledgeError(f"{len(report.problems)} problems in the knowledge base", cure="See the lines above.")


@app.command(name="show")
def show_command(
    what: Annotated[str, typer.Argument(help="causes, concepts, tests, treatments, drugs, or one of their names.")],
) -> None:
    """List a shelf, or show one entry with every number and its source."""
    from myotome.journey.knowledge_show import show
    from myotome.wiring import knowledge

    typer.echo(show(knowledge(), what))


@app.command(name="export-reviews")
def export_reviews_command(
    demo: Annotated[bool, typer.Option("--demo", help="The demo's database.")] = False,
    data: Annotated[Path | None, typer.Option(help="Folder of the clinic's database.")] = None,
) -> None:
    """Print the clinic's reviews as a patch of the knowledge files, for `git apply` in the repository; no content is changed."""
    place = data or default_folder(demo)
    there(place)
    set_up(place, demo=demo)
    from myotome.journey.knowledge_books import knowledge_files
    from myotome.journey.review_patch import review_patch
    from myotome.record.shelf.reviews import reviews_given

    with a_clinic_there(place):
        given = reviews_given()
    files = knowledge_files()
    patches = [review_patch(files[key], reviews) for key, reviews in sorted(given.items()) if key in files]
    typer.echo("".join(patches), nl=False)
    left_out = [f"{kind}/{slug}" for kind, slug in sorted(given) if (kind, slug) not in files]
    changed = sum(bool(patch) for patch in patches)
    typer.echo(f"{changed} file{'' if changed == 1 else 's'} to sign", err=True)
    if left_out:
        typer.echo(f"no longer in this knowledge: {', '.join(left_out)}", err=True)


@app.command(name="snapshot")
def snapshot_command(
    demo: Annotated[bool, typer.Option("--demo", help="The demo's database.")] = False,
    data: Annotated[Path | None, typer.Option(help="Folder of the clinic's database.")] = None,
) -> None:
    """Keep the texts of this program's knowledge in the clinic, as its server does when it starts."""
    place = data or default_folder(demo)
    there(place)
    set_up(place, demo=demo)
    from django.utils import timezone

    from myotome.record.shelf.snapshots import take_snapshots
    from myotome.wiring import knowledge

    with a_clinic_there(place):
        new = take_snapshots(knowledge().versions, timezone.now())
    typer.echo(f"{new} new text{'' if new == 1 else 's'} of knowledge {knowledge().versions.knowledge}")
