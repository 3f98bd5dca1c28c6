"""Checks a row of this room's tables against its dataclass, and says which row of which file is wrong."""

from __future__ import annotations

from typing import Any, TypeVar

from pydantic import ConfigDict, TypeAdapter, ValidationError

from myotome.words.errors import KnowledgeError, MyotomeError
from myotome.words.shelf import Book, read_book

FORBID_EXTRA = ConfigDict(extra="forbid")
PACKAGE = "myotome.visits"

T = TypeVar("T")


def table(name: str) -> Book:
    """The file ``name`` of this room, parsed."""
    return read_book(PACKAGE, name)


def valid(adapter: TypeAdapter[T], row: dict[str, Any], place: str) -> T:
    """The row as its dataclass; raises KnowledgeError with ``place`` and the field that is wrong."""
    try:
        return adapter.validate_python(row)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise KnowledgeError(f"{where}: {first['msg']}", place=place, value=first.get("input")) from error
    except MyotomeError as error:
        raise error.at(place) from error
