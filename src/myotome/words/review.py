"""Who reviewed a file of the knowledge base: the signatures under it, and the ``[review]`` table that holds them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NotRequired

from pydantic import with_config
from typing_extensions import TypedDict  # pydantic asks for this TypedDict on Python 3.11

from myotome.words.rows import FORBID_EXTRA


@dataclass(frozen=True, slots=True)
class Signature:
    """One review: by whom, in which role, on which day (ISO), and the hash of the content that was read.

    It stands for that content only: where ``sha256`` is not the file's own (``Book.sha256``), the approval is void.
    """

    __pydantic_config__ = FORBID_EXTRA

    by: str
    role: str
    date: str
    sha256: str


@with_config(FORBID_EXTRA)
class ReviewRow(TypedDict):
    """The ``[review]`` table of a catalogue file; ``next_review`` is a day (ISO)."""

    status: str
    version: str
    authors: NotRequired[tuple[str, ...]]
    reviews: NotRequired[tuple[Signature, ...]]
    next_review: NotRequired[str]
