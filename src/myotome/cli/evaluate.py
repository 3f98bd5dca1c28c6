"""`myotome evaluate`: how often the truth is found, on cases whose answer is known."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(help="Rank the truth on cases whose answer is known.", no_args_is_help=True)


class EvidenceUsed(StrEnum):
    """What of each case is used: history and examination only, laboratory values as well, or everything."""

    HISTORY = "history"
    LABS = "labs"
    ALL = "all"


@app.command(name="reports")
def reports_command(
    folder: Annotated[Path, typer.Argument(help="A folder of case files that state their truth.")],
    evidence: Annotated[EvidenceUsed, typer.Option(help="What of each case is used.")] = EvidenceUsed.ALL,
    as_json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False,
) -> None:
    """Rank of the truth per case, top-1/3/5 with 95 % intervals, mean reciprocal rank, calibration."""
    from myotome.journey.evaluation import evaluate
    from myotome.wiring import cases_in, knowledge

    result = evaluate(cases_in(folder), knowledge(), evidence.value)
    if as_json:
        typer.echo(json.dumps(result.to_json(), indent=2, ensure_ascii=False))
    else:
        typer.echo("\n".join(result.lines()))
