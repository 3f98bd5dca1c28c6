"""Gives parts with a release, and reads them. Every function names the deeds under which it may be called."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from myotome.record.file import PatientFile
from myotome.record.given.models import GivenPart
from myotome.record.models import Release
from myotome.record.opened import under
from myotome.record.reading import ReadableFile
from myotome.record.roles import Deed
from myotome.words.errors import UnknownName

Parts = dict[str, Any]
"""Content by kind: ``plan`` and ``programme``."""


@under(Deed.WRITE_RECORD)
def give_parts(file: PatientFile, release: int, parts: Mapping[str, Any]) -> None:
    """Give parts (content by kind) with a release of this patient, by its ``pk``; raises UnknownName for another's."""
    row = Release.objects.filter(pk=release, assessment__patient=file._patient).first()
    if row is None:
        raise UnknownName("no such release", value=release)
    for kind, content in parts.items():
        GivenPart.objects.create(release=row, kind=GivenPart.Kind(kind), content=content)


@under(Deed.READ_RECORD, Deed.WRITE_RECORD, Deed.READ_RELEASED)
def given_parts(file: ReadableFile) -> dict[int, Parts]:
    """Parts by the ``pk`` of their release, newest release first."""
    found: dict[int, Parts] = {}
    for row in GivenPart.objects.filter(release__assessment__patient=file._patient).order_by("-release_id", "pk"):
        found.setdefault(row.release_id, {})[row.kind] = row.content
    return found
