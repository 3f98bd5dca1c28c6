"""Holds one row of a packaged table against the dataclass or typed dictionary it should fit, and says which field does not."""

from __future__ import annotations

from typing import TypeVar

from pydantic import ConfigDict, TypeAdapter, ValidationError

from myotome.words.errors import KnowledgeError, MyotomeError

FORBID_EXTRA = ConfigDict(extra="forbid")
"""For rows that refuse a key they do not know: a misspelt key is an error, never a silent default."""

T = TypeVar("T")


def read_row(shape: TypeAdapter[T], row: object, place: str) -> T:
    """``row`` (parsed TOML) as its ``shape``; raises KnowledgeError with ``place`` (file and row) and the first field that is wrong."""
    try:
        return shape.validate_python(row)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        raise KnowledgeError(f"{field}: {first['msg']}", place=place, value=first.get("input")) from error
    except MyotomeError as error:
        raise error.at(place) from error
