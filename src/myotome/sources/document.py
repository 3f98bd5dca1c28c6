"""One YAML or JSON document from disk, read safely: size, encoding, depth, duplicate keys and aliases are checked first."""

from __future__ import annotations

import json
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
    loader = _CaseLoader(text)
    try:
        return loader.get_single_data()
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
    finally:
        loader.dispose()


class _CaseLoader(yaml.SafeLoader):
    """SafeLoader without aliases (they can blow a small file up), and with duplicate keys refused."""

    depth = 0

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]
            raise yaml.composer.ComposerError(None, None, "aliases (*name) are not taken", mark)
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


_CaseLoader.yaml_implicit_resolvers = {
    # Without YAML 1.1's surprises: yes/no/on/off stay text, and so do 12:30:45 and dates.
    first: [
        (tag, pattern)
        for tag, pattern in resolvers
        if tag
        in {"tag:yaml.org,2002:null", "tag:yaml.org,2002:int", "tag:yaml.org,2002:float", "tag:yaml.org,2002:bool"}
        and first not in "yYnNoO"
    ]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
