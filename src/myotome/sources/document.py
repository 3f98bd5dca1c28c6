"""One YAML or JSON document from disk, read safely: size, encoding, depth, duplicate keys and aliases are checked first."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import yaml

from myotome.words.errors import UnusableInput

LARGEST_BYTES = 2_000_000
"""A case of one person is a few kilobytes; anything above this is another kind of file."""
DEEPEST = 60


def read_document(path: Path) -> dict[str, Any]:
    """The mapping that a ``.yaml``, ``.yml`` or ``.json`` file holds; raises UnusableInput with place, value and cure."""
    place = str(path)
    try:
        size = path.stat().st_size
        if path.is_dir():
            raise UnusableInput("this is a folder", place=place, cure="Name one case file in it.")
        if size > LARGEST_BYTES:
            raise UnusableInput(
                "too large for a case file",
                place=place,
                value=f"{size / 1e6:.1f} MB",
                cure=f"A case file has at most {LARGEST_BYTES // 10**6} MB.",
            )
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise UnusableInput("no such file", place=place, cure="Check the path.") from None
    except UnicodeDecodeError as error:
        raise UnusableInput(
            "not text in UTF-8", place=place, value=f"byte {error.start}", cure="Save the file as UTF-8."
        ) from error
    except OSError as error:
        raise UnusableInput(
            f"cannot be read: {error.strerror}", place=place, cure="Check the path and its permissions."
        ) from error
    return parse_document(text, place, is_json=path.suffix.lower() == ".json")


def parse_document(text: str, place: str, *, is_json: bool = False) -> dict[str, Any]:
    """The mapping that a text holds, as JSON or YAML."""
    if not text.strip():
        raise UnusableInput(
            "the file is empty", place=place, cure="See `myotome schema case` for what a case file holds."
        )
    content = _json(text, place) if is_json else _yaml(text, place)
    if not isinstance(content, dict):
        raise UnusableInput(
            "a case is a mapping of names to values",
            place=place,
            value=type(content).__name__,
            cure="Start with `id:` and `person:`.",
        )
    return content


def _json(text: str, place: str) -> object:
    try:
        return json.loads(text, parse_constant=_refuse_constant, object_pairs_hook=_unique)
    except json.JSONDecodeError as error:
        raise UnusableInput(
            f"broken JSON: {error.msg}",
            place=f"{place}, line {error.lineno}, column {error.colno}",
            cure="Correct the text there.",
        ) from error
    except RecursionError:
        raise UnusableInput("nested too deeply", place=place, cure="A case file nests three levels.") from None
    except UnusableInput as error:
        raise error.at(place) from None
    except ValueError as error:  # a number of more digits than Python reads
        raise UnusableInput("a number has too many digits", place=place, cure="Correct the number.") from error


def _refuse_constant(name: str) -> object:
    raise UnusableInput("not a number that can be used", value=name, cure="Leave out what is not known.")


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    seen: dict[str, Any] = {}
    for key, value in pairs:
        if key in seen:
            raise UnusableInput("the same name stands twice in one mapping", value=key, cure="Keep one of the two.")
        seen[key] = value
    return seen


def _yaml(text: str, place: str) -> object:
    try:
        return yaml.load(text, _CaseLoader)  # noqa: S506 - a SafeLoader that takes less
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise UnusableInput(
            "a control character stands in the text",
            place=f"{place}, line {line}",
            value=chr(error.character),
            cure="Remove it; is this a text file?",
        ) from error
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = f"{place}, line {mark.line + 1}, column {mark.column + 1}" if mark else place
        raise UnusableInput(
            f"broken YAML: {error.problem or error.context}", place=where, cure="Correct the text there."
        ) from error
    except (yaml.YAMLError, ValueError) as error:
        raise UnusableInput(f"broken YAML: {error}", place=place, cure="Correct the text.") from error
    except RecursionError:
        raise UnusableInput("nested too deeply", place=place, cure="A case file nests three levels.") from None


class _CaseLoader(yaml.SafeLoader):
    """SafeLoader without aliases (they can blow a small file up) and tags (they ask for objects), duplicate keys refused."""

    depth = 0

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]
            raise yaml.composer.ComposerError(None, None, "aliases (*name) are not taken", mark)
        event = self.peek_event()  # type: ignore[no-untyped-call]
        if getattr(event, "tag", None) is not None:
            raise yaml.composer.ComposerError(None, None, "tags (!name) are not taken", event.start_mark)
        self.depth += 1
        if self.depth > DEEPEST:
            raise RecursionError
        try:
            return super().compose_node(parent, index)
        finally:
            self.depth -= 1

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen = set()
        for key_node, _ in node.value:
            key = key_node.value if isinstance(key_node, yaml.ScalarNode) else None
            if key in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"the name {key!r} stands twice in one mapping", key_node.start_mark
                )
            seen.add(key)
        return super().construct_mapping(node, deep)


_NUMBERS = list("-+.0123456789")
_FLOAT = r"[-+]?(\.[0-9]+|(0|[1-9][0-9]*)(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)"
_CaseLoader.yaml_implicit_resolvers = {}
# Without YAML 1.1's surprises: yes and no stay text, and so do dates, 1:20 (which would be 80) and 012 (which would be 10).
for _tag, _pattern, _first in (
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("bool", r"true|True|TRUE|false|False|FALSE", list("tTfF")),
    ("int", r"[-+]?(0|[1-9][0-9]*)", _NUMBERS),
    ("float", _FLOAT, _NUMBERS),
):
    _CaseLoader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(f"^(?:{_pattern})$"), _first)
