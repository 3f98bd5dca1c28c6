"""Reads the tables that ship inside the package: the one place in the path rooms that touches a file, and it only reads."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

import tomli

from myotome.words.errors import KnowledgeError


@dataclass(frozen=True, slots=True)
class Book:
    """One packaged TOML file: its name without the ending, its text and its parsed content."""

    name: str
    text: str
    content: dict[str, Any]

    @property
    def sha256(self) -> str:
        """Hash of everything above the ``[review]`` table: a signature stands for this content and no other."""
        content, _, _ = self.text.partition("\n[review]")
        return hashlib.sha256(content.encode()).hexdigest()


def read_book(package: str, name: str) -> Book:
    """Parse ``name`` (with ending) in ``package``; raises KnowledgeError with file and line when it is broken."""
    text = files(package).joinpath(name).read_text(encoding="utf-8")
    try:
        content = tomli.loads(text)
    except tomli.TOMLDecodeError as error:
        raise KnowledgeError(f"not valid TOML: {error}", place=f"{package}/{name}") from error
    return Book(name.rpartition("/")[2].removesuffix(".toml"), text, content)


def read_folder(package: str, folder: str) -> Iterator[Book]:
    """Every TOML file in ``folder`` of ``package``, in order of its name."""
    names = sorted(entry.name for entry in files(package).joinpath(folder).iterdir() if entry.name.endswith(".toml"))
    for name in names:
        yield read_book(package, f"{folder}/{name}")


def read_text(package: str, name: str) -> str:
    """The text of a packaged file, such as a style sheet or a template."""
    return files(package).joinpath(name).read_text(encoding="utf-8")


def fingerprint(package: str, *, without: tuple[str, ...] = ()) -> str:
    """First 12 hex digits of the SHA-256 over every TOML table of the package, names and bytes: the version of the knowledge.

    Folders named in ``without`` do not count: a door's own tables (a demo, a translation) shape no assessment.
    """
    digest = hashlib.sha256()
    tables = [row for row in _tables(files(package), "") if row[0].partition("/")[0] not in without]
    for name, entry in sorted(tables, key=lambda row: row[0]):
        digest.update(name.encode() + b"\0" + entry.read_bytes() + b"\0")
    return digest.hexdigest()[:12]


def _tables(folder: Traversable, path: str) -> Iterator[tuple[str, Traversable]]:
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from _tables(entry, f"{path}{entry.name}/")
        elif entry.name.endswith(".toml"):
            yield f"{path}{entry.name}", entry
