"""What is handed out about a health check."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from myotome.record.checks.models import CheckLetter, CheckPart, HealthCheck


@dataclass(frozen=True, slots=True)
class PartSheet:
    """What became of one part, by whom and when; ``entries`` are [kind, reference] of what it wrote."""

    state: str
    why: str
    note: str
    entries: tuple[tuple[str, UUID], ...]
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class LetterSheet:
    """A signed letter."""

    content: Mapping[str, Any] = field(repr=False)
    sha256: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class CheckSheet:
    """One check; ``parts`` by slug, those that nobody has touched are missing."""

    ref: UUID
    options: tuple[str, ...]
    booking: str
    started_at: datetime
    parts: Mapping[str, PartSheet]
    letter: LetterSheet | None


def check_sheet(row: HealthCheck) -> CheckSheet:
    """A check with the latest row of each part."""
    parts = {part.part: _part(part) for part in sorted(row.parts.all(), key=lambda part: part.pk)}
    letter = getattr(row, "letter", None)
    return CheckSheet(
        row.ref, tuple(row.options), row.booking, row.started_at, parts, letter_sheet(letter) if letter else None
    )


def letter_sheet(row: CheckLetter) -> LetterSheet:
    """The letter as it was signed."""
    return LetterSheet(row.content, row.sha256, row.by.full_name, row.at)


def _part(row: CheckPart) -> PartSheet:
    entries = tuple((kind, UUID(ref)) for kind, ref in row.entries)
    return PartSheet(row.state, row.why, row.note, entries, row.by.full_name, row.at)
