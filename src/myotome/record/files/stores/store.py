"""What a store can do. An object is there whole or not at all, and its name is used once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Protocol


class Writing(Protocol):
    """An object on its way into a store; it counts from ``finish`` on, and never before."""

    def write(self, data: bytes) -> object:
        """Append some bytes."""

    def finish(self) -> None:
        """Make the object durable and give it its name."""

    def abandon(self) -> None:
        """Leave nothing behind."""


class Store(Protocol):
    """A store of named objects; ``name`` is made of letters, digits and dashes."""

    def begin(self, name: str) -> Writing:
        """Start an object that is not there yet."""

    def read(self, name: str) -> Iterator[bytes]:
        """The bytes of an object; raises BrokenSeal when it is gone."""

    def remove(self, name: str) -> None:
        """Take an object away; nothing happens when it is gone."""

    def names(self) -> Iterator[tuple[str, datetime]]:
        """Every object with the time it was finished, in no order."""
