"""Readers of uploaded files: each takes the whole content and gives what it states; the list says which one a file goes to.

They run in a process of their own without network, database and keys (see ``apart``). May import: journey and below. A new kind of
file is a module with a ``Reader`` and a line in ``READERS``; the first that fits takes the file.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from myotome.journey.uploads.kinds import LABELS, Kind
from myotome.journey.uploads.reading import Reading
from myotome.sources.readers import fhir, measured_table, outside_record

VERSION: Final = "1"
"""Of all readers together: a file is read once per version, and again only when somebody asks for it."""


@dataclass(frozen=True, slots=True)
class Reader:
    """One reader: the kinds of files it may take, whether this one is for it, and how it is read.

    ``fits`` looks at the content without parsing all of it; ``read`` raises UnusableInput with place, value and cure.
    """

    name: str
    kinds: frozenset[Kind]
    fits: Callable[[bytes], bool]
    read: Callable[[bytes], Reading]


READERS: Final = (
    Reader("fhir", frozenset({Kind.JSON}), fhir.fits, fhir.read),
    Reader("outside_record", frozenset({Kind.JSON, Kind.TEXT}), outside_record.fits, outside_record.read),
    Reader("measured_table", frozenset({Kind.TEXT}), measured_table.fits, measured_table.read),
)
"""In this order. Imaging and recordings add theirs here."""

READ_BY_SOMEBODY: Final = frozenset(kind for reader in READERS for kind in reader.kinds)
"""Kinds that are handed to a reader at all; the others are kept without being opened."""


def read(kind: Kind, content: bytes) -> Reading:
    """What a file states; raises UnusableInput where its reader cannot use it."""
    for reader in READERS:
        if kind in reader.kinds and reader.fits(content):
            return reader.read(content)
    return kept(kind)


def kept(kind: Kind) -> Reading:
    """What is said of a file that nobody reads: it is there, and that is all."""
    return Reading("", VERSION, LABELS[kind][:1].upper() + LABELS[kind][1:], notices=("No room reads this yet.",))
