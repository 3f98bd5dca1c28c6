"""What a file is, by its first bytes and never by its name; and how large each kind may be."""

from __future__ import annotations

import codecs
from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from myotome.words.errors import UnusableInput

HEAD_BYTES: Final = 4096
"""How much of the beginning tells what a file is."""


class Kind(StrEnum):
    """Kinds of files that are taken."""

    TEXT = "text"
    """Tables (CSV, TSV) and YAML."""
    JSON = "json"
    PDF = "pdf"
    PNG = "png"
    JPEG = "jpeg"
    DICOM = "dicom"


LABELS: Final[Mapping[Kind, str]] = {
    Kind.TEXT: "text or table",
    Kind.JSON: "JSON",
    Kind.PDF: "PDF document",
    Kind.PNG: "PNG picture",
    Kind.JPEG: "JPEG picture",
    Kind.DICOM: "DICOM image",
}

LARGEST_BYTES: Final[Mapping[Kind, int]] = {
    Kind.TEXT: 20_000_000,
    Kind.JSON: 20_000_000,
    Kind.PDF: 100_000_000,
    Kind.PNG: 100_000_000,
    Kind.JPEG: 100_000_000,
    Kind.DICOM: 500_000_000,
}
"""A table of results has kilobytes, a scanned letter some megabytes, one multi-frame image hundreds of them."""

_MAGIC: Final = (
    (b"%PDF-", Kind.PDF),
    (b"\x89PNG\r\n\x1a\n", Kind.PNG),
    (b"\xff\xd8\xff", Kind.JPEG),
)
_REFUSED: Final = (
    (b"PK\x03\x04", "a ZIP archive or an Excel or Word file", "Save the table as CSV, or unpack the archive and send its files."),
    (b"PK\x05\x06", "an empty ZIP archive", "Send the files themselves."),
    (b"\x1f\x8b", "a compressed file", "Unpack it and send what is inside."),
    (b"BZh", "a compressed file", "Unpack it and send what is inside."),
    (b"\xfd7zXZ\x00", "a compressed file", "Unpack it and send what is inside."),
    (b"7z\xbc\xaf\x27\x1c", "an archive", "Unpack it and send what is inside."),
    (b"Rar!", "an archive", "Unpack it and send what is inside."),
    (b"\xd0\xcf\x11\xe0", "an old Excel or Word file", "Save the table as CSV, or the letter as PDF."),
    (b"MZ", "a program", "Send a result, not a program."),
    (b"\x7fELF", "a program", "Send a result, not a program."),
)  # fmt: skip
_DICOM_AT: Final = 128
_TAKEN: Final = "Tables (CSV, TSV), JSON, YAML, PDF, PNG, JPEG and DICOM are taken."


def kind_of(head: bytes) -> Kind:
    """What a file is that begins with ``head`` (up to ``HEAD_BYTES``); raises UnusableInput with the cure for what is not taken."""
    if not head:
        raise UnusableInput("the file is empty", cure="Check it where it comes from.")
    if head[_DICOM_AT : _DICOM_AT + 4] == b"DICM":
        return Kind.DICOM
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    for magic, what, cure in _REFUSED:
        if head.startswith(magic):
            raise UnusableInput(f"this is {what}", cure=cure)
    start = _as_text(head).lstrip("\ufeff \t\r\n")
    if start.startswith("<"):
        raise UnusableInput("this is XML or HTML", cure="Export the results as CSV or FHIR JSON, or the letter as PDF.")
    return Kind.JSON if start.startswith(("{", "[")) else Kind.TEXT


def _as_text(head: bytes) -> str:
    """The beginning as text; raises UnusableInput for what no text holds."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return head[: len(head) // 2 * 2].decode("utf-16", errors="replace")
    if any((byte < 32 and byte not in b"\t\r\n\f") or byte == 127 for byte in head):
        raise UnusableInput("nobody here knows this kind of file", cure=_TAKEN)
    return head.decode("utf-8", errors="replace")
