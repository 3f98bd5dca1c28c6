"""`myotome localise CASE`: where the lesion lies, why, and the one muscle, reflex or area to examine next."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from myotome.cli.writing import write_whole
from myotome.words.errors import UnusableInput


def localise_command(
    case: Annotated[Path, typer.Argument(help="A case file with signs at named muscles, reflexes or areas of skin.")],
    out: Annotated[Path | None, typer.Option(help="Folder for chart.svg and body-map.svg.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print as JSON and nothing else.")] = False,
) -> None:
    """Rank the places of the lesion: root, plexus, nerve, cord, brain, junction, muscle."""
    from myotome.localisation import localise_case
    from myotome.localisation.as_data import as_data
    from myotome.localisation.body import localisation_map
    from myotome.localisation.chart import nerve_root_chart
    from myotome.wiring import case_from

    result = localise_case(case_from(case))
    if as_json:
        typer.echo(json.dumps(as_data(result), indent=2, ensure_ascii=False))
    else:
        for explanation in result.ranked[:5]:
            typer.echo(f"{explanation.posterior:6.1%}  {result.label(explanation)}")
        typer.echo("")
        for sentence in result.reasons.sentences:
            typer.echo(sentence)
        for sign in result.next_signs[:1]:
            typer.echo(f"Examine next: {sign.label} ({sign.how})")
    if out is not None:
        try:
            out.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise UnusableInput(
                f"cannot write there: {error.strerror}", place=str(out), cure="Choose another folder with --out."
            ) from error
        drawn = {"chart.svg": nerve_root_chart(result), "body-map.svg": localisation_map(result)}
        for name, svg in drawn.items():
            if svg:
                write_whole(out / name, svg)
                typer.echo(f"wrote {out / name}", err=as_json)
