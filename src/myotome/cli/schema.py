"""`myotome schema`: the JSON Schemas of what goes in and what comes out."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import Annotated

import typer


class Which(StrEnum):
    """The two formats that are published."""

    CASE = "case"
    ASSESSMENT = "assessment"


def schema_command(
    which: Annotated[Which, typer.Argument(help="case: what assess reads; assessment: what it writes.")],
) -> None:
    """Print the JSON Schema of a case file or of assessment.json."""
    from myotome.journey.export import assessment_schema
    from myotome.sources.case_file import case_schema

    made = case_schema() if which is Which.CASE else assessment_schema()
    typer.echo(json.dumps(made, indent=2, ensure_ascii=False))
