"""`myotome assess CASE`: one case in; red flags, ranked causes, next tests, referral and plan out, as text, JSON, HTML and PDF."""

from __future__ import annotations

import json
import tempfile
import webbrowser
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from myotome.words.case import Setting
from myotome.words.errors import UnusableInput, UsageError

if TYPE_CHECKING:  # loaded inside the command, so that `myotome --help` answers at once
    from myotome.journey.assessment import Assessment
    from myotome.journey.knowledge import Knowledge

FORMATS = ("html", "json", "pdf")


def assess_command(
    case: Annotated[Path, typer.Argument(help="A case file (YAML or JSON) or a GA4GH phenopacket, version 2.")],
    setting: Annotated[Setting | None, typer.Option(help="Where the person is seen; decides the base rates.")] = None,
    out: Annotated[Path | None, typer.Option(help="Folder for report.html, assessment.json and report.pdf.")] = None,
    formats: Annotated[str, typer.Option("--format", help="Any of html,json,pdf, with commas.")] = "html,json",
    whole: Annotated[bool, typer.Option(help="In the PDF, everything that is folded away on the screen too.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the assessment as JSON and nothing else.")] = False,
    show: Annotated[bool, typer.Option("--open", help="Open the report in the browser.")] = False,
) -> None:
    """Assess one case: what cannot wait, why, what next, who, and what to do."""
    from myotome.journey.assess import assess
    from myotome.journey.export import to_json
    from myotome.journey.summary import summary
    from myotome.wiring import case_from, knowledge

    wanted = _formats(formats)
    known = knowledge()
    read = case_from(case)
    if setting is not None:
        read = replace(read, setting=setting)
    assessment = assess(read, known)
    written = _write(assessment, known, out, wanted, whole=whole) if out is not None else []
    if as_json:
        typer.echo(json.dumps(to_json(assessment, known), indent=2, ensure_ascii=False))
    else:
        typer.echo(summary(assessment, known))
    for path in written:
        typer.echo(f"wrote {path}", err=as_json)
        if show and path.name == "report.html":
            webbrowser.open(path.resolve().as_uri())


def _formats(text: str) -> tuple[str, ...]:
    wanted = tuple(part.strip() for part in text.split(",") if part.strip())
    for part in wanted:
        if part not in FORMATS:
            raise UsageError("no such format", place="--format", value=part, cure=f"Use any of {', '.join(FORMATS)}.")
    if not wanted:
        raise UsageError("no format is named", place="--format", value=text, cure=f"Use any of {', '.join(FORMATS)}.")
    return wanted


def _write(assessment: Assessment, known: Knowledge, out: Path, wanted: tuple[str, ...], *, whole: bool) -> list[Path]:
    """Write everything beside the target first and move it there in one go: no half-written report is ever left."""
    from myotome.journey.export import to_json
    from myotome.journey.report import print_whole, render_report

    made: dict[str, bytes] = {}
    if "json" in wanted:
        made["assessment.json"] = json.dumps(to_json(assessment, known), indent=2, ensure_ascii=False).encode()
    if {"html", "pdf"} & set(wanted):
        html = render_report(assessment, known)
        if "html" in wanted:
            made["report.html"] = html.encode()
        if "pdf" in wanted:
            made["report.pdf"] = _pdf(print_whole(html) if whole else html)
    try:
        out.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=out, prefix=".writing-") as folder:
            for name, content in made.items():
                (Path(folder) / name).write_bytes(content)
            for name in made:
                (Path(folder) / name).replace(out / name)
    except OSError as error:
        raise UnusableInput(
            f"cannot write there: {error.strerror}", place=str(out), cure="Choose another folder with --out."
        ) from error
    return [out / name for name in made]


def _pdf(html: str) -> bytes:
    try:
        from weasyprint import HTML
    except (ImportError, OSError):
        raise UsageError(
            "a PDF needs WeasyPrint and the Pango library",
            place="--format pdf",
            cure="Run `pip install 'myotome[pdf]'` and, on Debian or Ubuntu, `apt-get install libpango-1.0-0 libpangoft2-1.0-0`; or print report.html from the browser.",
        ) from None
    return bytes(HTML(string=html).write_pdf())
