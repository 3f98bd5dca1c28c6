"""Keeps the texts of the knowledge as they were served, by hash, so that an old assessment can show what it used."""

from __future__ import annotations

import json
from datetime import datetime

from django.db import transaction

from myotome.journey.knowledge import Versions
from myotome.journey.knowledge_books import knowledge_file, knowledge_files
from myotome.record.models.assessed import deflated
from myotome.record.shelf.models import Edition, Snapshot
from myotome.record.shelf.sheets import SnapshotSheet, snapshot_sheet
from myotome.words.errors import UnknownName


def take_snapshots(versions: Versions, at: datetime) -> int:
    """Keep every text that is not kept yet, and which texts make up this version; returns how many texts were new."""
    files = knowledge_files()
    with transaction.atomic():
        kept = set(Snapshot.objects.values_list("kind", "slug", "sha256"))
        new = [
            Snapshot(
                kind=file.kind,
                slug=file.slug,
                sha256=file.sha256,
                text_deflated=deflated(file.content),
                version=file.version,
                program=versions.program,
                at=at,
            )
            for file in files.values()
            if (file.kind, file.slug, file.sha256) not in kept
        ]
        # Two servers that start at once both find nothing kept: the second one's rows are the same and are left out.
        Snapshot.objects.bulk_create(new, ignore_conflicts=True)
        if not Edition.objects.filter(knowledge=versions.knowledge).exists():
            contents = json.dumps({f"{file.kind}/{file.slug}": file.sha256 for file in files.values()}, sort_keys=True)
            edition = Edition(
                knowledge=versions.knowledge, program=versions.program, at=at, contents_deflated=deflated(contents)
            )
            Edition.objects.bulk_create([edition], ignore_conflicts=True)
    return len(new)


def snapshots_of(kind: str, slug: str) -> tuple[SnapshotSheet, ...]:
    """Every text that was ever served under this name, newest first; raises UnknownName where there was none."""
    rows = Snapshot.objects.filter(kind=kind, slug=slug).order_by("-pk")
    found = tuple(snapshot_sheet(row) for row in rows)
    if not found:
        knowledge_file(kind, slug)
    return found


def snapshot(kind: str, slug: str, sha256: str) -> SnapshotSheet:
    """One text by its hash; raises UnknownName."""
    row = Snapshot.objects.filter(kind=kind, slug=slug, sha256=sha256).first()
    if row is None:
        raise UnknownName("no text of this hash is kept", value=sha256[:64], cure="Choose one of the versions listed.")
    return snapshot_sheet(row)


def hashes_of(knowledge: str) -> dict[str, str]:
    """Hash of each file by ``shelf/slug`` in one version of the knowledge; empty for a version that this clinic never kept."""
    row = Edition.objects.filter(knowledge=knowledge).first()
    return row.contents if row else {}
