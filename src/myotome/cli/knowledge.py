"""`myotome knowledge`: look the knowledge base up, and check that it keeps its own rules."""

from __future__ import annotations

from typing import Annotated

import typer

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
