"""The command `myotome`: gathers the commands and turns errors into one sentence and an exit code."""

from __future__ import annotations

import sys

import typer

from myotome import __version__
from myotome.cli import (
    assess,
    audit,
    backup,
    evaluate,
    interview,
    knowledge,
    letter,
    localise,
    logins,
    read,
    reseal,
    schema,
    serve,
    worker,
)
from myotome.words.errors import MyotomeError, UnusableInput

app = typer.Typer(
    name="myotome",
    help="Why is this muscle wasting? A cited, ranked, planned assessment. It supports a decision; it never takes one.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command(name="assess")(assess.assess_command)
app.command(name="interview")(interview.interview_command)
app.command(name="read")(read.read_command)
app.command(name="letter")(letter.letter_command)
app.command(name="localise")(localise.localise_command)
app.add_typer(evaluate.app, name="evaluate")
app.add_typer(knowledge.app, name="knowledge")
app.command(name="serve")(serve.serve_command)
app.command(name="worker")(worker.worker_command)
app.add_typer(audit.audit, name="audit")
app.command(name="backup")(backup.backup_command)
app.command(name="restore")(backup.restore_command)
app.command(name="reseal")(reseal.reseal_command)
app.add_typer(logins.logins, name="logins")
app.command(name="schema")(schema.schema_command)


@app.command(name="version")
def version_command() -> None:
    """Print the version of the program."""
    typer.echo(__version__)


def main() -> None:
    """Run the command line; every error that Myotome raises on purpose becomes one sentence on standard error."""
    try:
        app()
    except MyotomeError as error:
        typer.echo(f"myotome: {error.sentence()}", err=True)
        sys.exit(error.exit_code)
    except OSError as error:  # a full disk, a device that went away
        typer.echo(f"myotome: cannot read or write: {error.strerror}.", err=True)
        sys.exit(UnusableInput.exit_code)
