"""`myotome read`: sentences in, findings out, with the words they came from and what was not understood."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from myotome.words.errors import UnusableInput, UsageError


def read_command(
    text: Annotated[str, typer.Argument(help="The text itself, a file that holds it, or - for standard input.")],
    accept: Annotated[
        Path | None, typer.Option(help="Write what was read as a case file there, unconfirmed; look at it first.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print as JSON and nothing else.")] = False,
) -> None:
    """Read free text into findings: present or absent, side, muscle, grade, values with unit, medicines."""
    from myotome.sources.case_writer import case_yaml
    from myotome.symptoms.reader import mark_up, read_text
    from myotome.wiring import knowledge
    from myotome.words.case import Case

    vocabulary = knowledge().vocabulary
    reading = read_text(_text(text), vocabulary)
    if as_json:
        typer.echo(json.dumps(asdict(reading) | {"text": reading.text}, indent=2, ensure_ascii=False, default=str))
    else:
        typer.echo(mark_up(reading.text, reading, colour=sys.stdout.isatty()))
        typer.echo("")
        for finding in reading.findings:
            place = " ".join(
                part
                for part in (finding.side.value if finding.side != "unstated" else "", finding.site, finding.grade)
                if part
            )
            label = vocabulary.concepts[finding.concept].label
            typer.echo(
                f"{'present' if finding.present else 'absent ':7}  {label}{f' ({place})' if place else ''}  “{finding.evidence.text}”"
            )
        for measurement in reading.measurements:
            typer.echo(f"value    {measurement.measure} {measurement.quantity}")
        for medication in reading.medications:
            typer.echo(f"drug     {medication.name} {medication.dose}".rstrip())
        for one in reading.set_aside:
            label = vocabulary.concepts[one.finding.concept].label
            typer.echo(f"aside    {label}: {one.why.value}  “{one.finding.evidence.text}”")
        for unread in reading.not_understood:
            typer.echo(f"not understood: “{unread.text}”")
        for notice in reading.notices:
            typer.echo(f"note: {notice}")
    if accept is not None:
        case = Case(
            accept.stem,
            reading.person,
            findings=reading.findings,
            measurements=reading.measurements,
            medications=reading.medications,
            complaint=reading.text[:2000],
        )
        accept.write_text(case_yaml(case), encoding="utf-8")
        typer.echo(f"wrote {accept}: confirm every finding before you use it", err=True)


def _text(given: str) -> str:
    if given == "-":
        return sys.stdin.read()
    path = Path(given)
    try:
        is_file = len(given) < 400 and path.is_file()
    except OSError:
        is_file = False
    if not is_file:
        if not given.strip():
            raise UsageError("there is no text", cure="Give a sentence, a file, or - for standard input.")
        return given
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UnusableInput("not text in UTF-8", place=given, cure="Save the file as UTF-8 text.") from error
