"""`myotome read`: sentences in, findings out, with the words they came from and what was not understood."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from myotome.cli.writing import write_whole
from myotome.words.errors import UnusableInput, UsageError
from myotome.words.printable import printable

_FILES = frozenset({".txt", ".md", ".yaml", ".yml", ".json", ".pdf", ".doc", ".docx", ".rtf", ".html"})
"""A single word that ends in one of these is meant as a file."""


def read_command(
    text: Annotated[str, typer.Argument(help="The text itself, a file that holds it, or - for standard input.")],
    accept: Annotated[
        Path | None, typer.Option(help="Write what was read as a case file there, unconfirmed; look at it first.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print as JSON and nothing else.")] = False,
) -> None:
    """Read free text into findings: present or absent, side, muscle, grade, values with unit, medicines."""
    from myotome.sources.case_file import case_id
    from myotome.sources.case_writer import case_yaml
    from myotome.symptoms.reader import mark_up, read_text
    from myotome.wiring import knowledge
    from myotome.words.case import Case

    if accept is not None and accept.is_dir():
        raise UsageError("this is a folder", place="--accept", value=str(accept), cure="Name a file to write.")
    vocabulary = knowledge().vocabulary
    reading = read_text(_text(text), vocabulary)
    if as_json:
        typer.echo(json.dumps(asdict(reading) | {"text": reading.text}, indent=2, ensure_ascii=False, default=str))
    else:
        typer.echo(mark_up(printable(reading.text), reading, colour=sys.stdout.isatty()))
        typer.echo("")
        for finding in reading.findings:
            place = " ".join(
                part
                for part in (finding.side.value if finding.side != "unstated" else "", finding.site, finding.grade)
                if part
            )
            label = vocabulary.concepts[finding.concept].label
            typer.echo(
                f"{'present' if finding.present else 'absent ':7}  {label}{f' ({place})' if place else ''}  “{printable(finding.evidence.text)}”"
            )
        for measurement in reading.measurements:
            typer.echo(f"value    {measurement.measure} {measurement.quantity}")
        for medication in reading.medications:
            typer.echo(printable(f"drug     {medication.name} {medication.dose}".rstrip()))
        for one in reading.set_aside:
            label = vocabulary.concepts[one.finding.concept].label
            typer.echo(f"aside    {label}: {one.why.value}  “{printable(one.finding.evidence.text)}”")
        for unread in reading.not_understood:
            typer.echo(f"not understood: “{printable(unread.text)}”")
        for notice in reading.notices:
            typer.echo(f"note: {printable(notice)}")
    if accept is not None:
        case = Case(
            case_id(accept.stem),
            reading.person,
            findings=reading.findings,
            measurements=reading.measurements,
            medications=reading.medications,
            complaint=reading.text[:2000],
        )
        write_whole(accept, case_yaml(case))
        typer.echo(f"wrote {accept}: confirm every finding before you use it", err=True)


def _text(given: str) -> str:
    path = Path(given)
    try:
        is_file = given != "-" and path.is_file()
    except (OSError, ValueError):
        is_file = False
    if not is_file and ((path.suffix.lower() in _FILES and " " not in given) or _is_folder(path)):
        raise UnusableInput("no such file", place=given, cure="Check the path; a text itself goes in quotation marks.")
    try:
        if given == "-":
            text = sys.stdin.buffer.read().decode("utf-8-sig") if sys.stdin is not None else ""
        elif is_file:
            text = path.read_bytes().decode("utf-8-sig")
        else:
            text = given.encode("utf-8", "surrogateescape").decode("utf-8")
    except UnicodeDecodeError as error:
        raise UnusableInput("not text in UTF-8", place=given[:80], cure="Save the text as UTF-8.") from error
    except OSError as error:
        raise UnusableInput(
            f"cannot be read: {error.strerror}", place=given, cure="Check the path and its permissions."
        ) from error
    if not text.strip():
        raise UsageError("there is no text", cure="Give a sentence, a file, or - for standard input.")
    return text


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False
