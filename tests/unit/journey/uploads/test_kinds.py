from __future__ import annotations

import gzip
import io
import zipfile

import pytest

from myotome.journey.uploads.kinds import HEAD_BYTES, LARGEST_BYTES, Kind, kind_of
from myotome.words.errors import UnusableInput


def _zip() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("bomb.csv", bytes(10_000_000), zipfile.ZIP_DEFLATED)
    return out.getvalue()


REFUSED = {
    "a zip bomb": (_zip(), "ZIP archive"),
    "a gzip bomb": (gzip.compress(bytes(10_000_000)), "compressed file"),
    "billion laughs": (b'<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol">]><lolz>&lol;</lolz>', "XML or HTML"),
    "a page with script": (b"\n  <html><script>alert(1)</script>", "XML or HTML"),
    "a page behind a mark": ("\ufeff<svg onload=alert(1)>".encode(), "XML or HTML"),
    "a page in UTF-16": ("<svg onload=alert(1)>".encode("utf-16"), "XML or HTML"),
    "a program": (b"\x7fELF\x02\x01\x01", "a program"),
    "a Windows program": (b"MZ\x90\x00", "a program"),
    "an old Excel file": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Excel"),
    "nothing": (b"", "empty"),
    "noise": (bytes(range(256)), "knows this kind"),
    "text with a null": (b"name;value\nCK;\x001", "knows this kind"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_not_taken_is_refused_with_what_it_is(what: str) -> None:
    """By its first bytes, before anything of it is unpacked or parsed."""
    content, words = REFUSED[what]
    with pytest.raises(UnusableInput, match=words):
        kind_of(content[:HEAD_BYTES])


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"name;value\nCK;96\n", Kind.TEXT),
        ("Größe;Wert\nCK;96 µkat".encode("cp1252"), Kind.TEXT),
        ("name\tvalue".encode("utf-16"), Kind.TEXT),
        (b"id: case-1\nfindings: []\n", Kind.TEXT),
        (b'\n {"resourceType": "Bundle"}', Kind.JSON),
        (b"%PDF-1.7\n", Kind.PDF),
        (b"\x89PNG\r\n\x1a\n\x00\x00", Kind.PNG),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", Kind.JPEG),
        (bytes(128) + b"DICM" + bytes(40), Kind.DICOM),
    ],
)
def test_a_file_is_what_its_bytes_say(head: bytes, kind: Kind) -> None:
    """Whatever it is called."""
    assert kind_of(head) is kind


def test_every_kind_has_a_size() -> None:
    """None is without a bound, and none above 500 MB."""
    assert LARGEST_BYTES.keys() == set(Kind) and max(LARGEST_BYTES.values()) == 500_000_000
