"""Reference of the command line, the case file, the result, exit codes and units."""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping
from typing import Any

import typer
from typer.testing import CliRunner

from myotome.cli.app import app
from myotome.journey.export import assessment_schema
from myotome.sources.case_file import case_schema
from myotome.words.errors import MyotomeError
from reference_pages.markdown import page, table


def pages() -> Iterator[tuple[str, str]]:
    """Paths under docs/reference with their text."""
    yield "command-line.md", _command_line()
    yield "case-format.md", _schema_page(case_schema(), "Case files", _CASE)
    yield "assessment-format.md", _schema_page(assessment_schema(), "assessment.json", _ASSESSMENT)
    yield "exit-codes.md", _exit_codes()


_CASE = (
    "A case file is YAML or JSON in UTF-8, at most 2 MB. Names that are not listed here are refused. `myotome schema case` prints the JSON Schema. "
    "What is left out is not known: it is never taken as zero or as normal. "
    "A file without an `id` takes its name for one."
)
_ASSESSMENT = "What `myotome assess CASE --out DIR` writes as `assessment.json`. `myotome schema assessment` prints the JSON Schema."


def _command_line() -> str:
    parts = ["What `--help` prints, for the program and for each command."]
    for words in (("myotome",), *_commands(app, ("myotome",))):
        parts += [f"## `{' '.join(words)}`", f"```text\n{_help(words[1:])}\n```"]
    return page("Command line", *parts)


def _commands(group: typer.Typer, path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    for command in group.registered_commands:
        yield (*path, command.name or "")
    for child in group.registered_groups:
        if child.typer_instance is not None:
            yield from _commands(child.typer_instance, (*path, child.name or ""))


def _help(words: tuple[str, ...]) -> str:
    """Plain help text, the same on every machine: no colour, 110 columns."""
    plain = {"COLUMNS": "110", "TERMINAL_WIDTH": "110", "NO_COLOR": "1", "TERM": "dumb"}
    result = CliRunner().invoke(app, [*words, "--help"], env=plain, prog_name="myotome")
    if result.exit_code:
        raise RuntimeError(f"myotome {' '.join(words)} --help failed: {result.output}")
    return "\n".join(line.rstrip() for line in result.output.strip("\n").splitlines())


def _schema_page(schema: Mapping[str, Any], title: str, text: str) -> str:
    parts = [text, f"## {schema['title']}", _fields(schema)]
    for name, inner in schema.get("$defs", {}).items():
        if "properties" in inner:
            parts += [f"## {name}", inner.get("description", ""), _fields(inner)]
    return page(title, *parts)


def _fields(schema: Mapping[str, Any]) -> str:
    required = schema.get("required", ())
    rows = []
    for name, field in schema["properties"].items():
        need = "required" if name in required else ""
        rows.append((f"`{name}`", _kind(field), need, _limits(field), field.get("description", "")))
    return table(("name", "type", "", "limits", "meaning"), rows)


def _kind(field: Mapping[str, Any]) -> str:
    if "$ref" in field:
        return str(field["$ref"]).rpartition("/")[2]
    if "enum" in field:
        return " or ".join(f"`{value}`" for value in field["enum"])
    if "const" in field:
        return f"`{field['const']}`"
    if "anyOf" in field:
        return " or ".join(_kind(part) for part in field["anyOf"] if part.get("type") != "null")
    if field.get("type") == "array":
        return f"list of {_kind(field.get('items', {}))}"
    return str(field.get("format") or field.get("type", "any"))


def _limits(field: Mapping[str, Any]) -> str:
    found = []
    for part in (field, *field.get("anyOf", ())):
        found += [f"from {part['minimum']:g}"] if "minimum" in part else []
        found += [f"to {part['maximum']:g}"] if "maximum" in part else []
        found += [f"up to {part['maxLength']} characters"] if "maxLength" in part else []
        found += [f"up to {part['maxItems']} entries"] if "maxItems" in part else []
        found += [f"looks like `{part['pattern']}`"] if "pattern" in part else []
    default = field.get("default")
    if isinstance(default, str | int | float) and default != "":
        found.append(f"default {default}")
    return "; ".join(found)


def _exit_codes() -> str:
    rows: list[tuple[object, ...]] = [(0, "done", "The command did what it was asked to do.")]
    rows += [(kind.exit_code, kind.__name__, inspect.getdoc(kind) or "") for kind in _kinds(MyotomeError)]
    return page(
        "Exit codes",
        "Every error is one sentence on standard error: place, problem, the value seen, and the cure. No partial output is left behind.",
        table(("code", "error", "meaning"), rows),
    )


def _kinds(kind: type[MyotomeError]) -> Iterator[type[MyotomeError]]:
    yield kind
    for child in kind.__subclasses__():
        yield from _kinds(child)
