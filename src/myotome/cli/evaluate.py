"""`myotome evaluate`: how often the truth is found, on cases whose answer is known."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from myotome.cli.writing import write_whole

app = typer.Typer(help="Rank the truth on cases whose answer is known.", no_args_is_help=True)


class EvidenceUsed(StrEnum):
    """What of each case is used: history and examination only, laboratory values as well, or everything."""

    HISTORY = "history"
    LABS = "labs"
    ALL = "all"


@app.command(name="reports")
def reports_command(
    folder: Annotated[
        Path,
        typer.Argument(help="A folder of case files that state their truth, or a .jsonl file of reports to be read."),
    ],
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


@app.command(name="phenopackets")
def phenopackets_command(
    table: Annotated[
        Path, typer.Argument(help="Tab-separated cases with case_id, pmid, disease_id, present, excluded.")
    ],
    leave_publication_out: Annotated[
        bool,
        typer.Option(
            "--leave-publication-out/--with-own-paper", help="Drop what each case's own paper taught the annotations."
        ),
    ] = True,
    keep_pooled: Annotated[
        bool,
        typer.Option(
            help="Keep rows that cite the paper among others: leaks, only to compare with figures got that way."
        ),
    ] = False,
    out: Annotated[Path | None, typer.Option(help="Write the ranks of every case as JSON there.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False,
) -> None:
    """Rank of the true genetic disease per case: top-1/3/10, mean reciprocal rank, coverage, time per case."""
    from time import perf_counter

    from myotome.diagnosis.genetic.evaluate import evaluate_phenopackets
    from myotome.wiring import genetic, table_rows

    result = evaluate_phenopackets(
        table_rows(table), genetic(), leave_publication_out, keep_pooled=keep_pooled, clock=perf_counter
    )
    ranks = json.dumps(result.to_json(), indent=2, ensure_ascii=False)
    if out is not None:
        write_whole(out, ranks)
    typer.echo(ranks if as_json else "\n".join(result.lines()))
