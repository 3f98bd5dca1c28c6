"""Finds this room's tables."""

from __future__ import annotations

from myotome.words.shelf import Book, read_book


def table(name: str) -> Book:
    """The file ``name`` of this room, parsed; raises KnowledgeError when it is broken."""
    return read_book("myotome.visits", name)
