"""The time axis over a record: each day on which something was entered, assessed, signed or decided, newest last."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from myotome.record.sheets import AssessmentSheet, EntrySheet, VisitSheet

KINDS = {"finding": "finding", "measurement": "value", "medication": "medicine", "note": "note"}


@dataclass(frozen=True, slots=True)
class Day:
    """One day with what happened, in a few words each."""

    on: date
    events: tuple[str, ...]
    ahead: bool


def timeline(
    rows: Iterable[EntrySheet], assessments: Iterable[AssessmentSheet], visits: Iterable[VisitSheet], today: date
) -> tuple[Day, ...]:
    """Days in order; visits to come are marked as ahead."""
    counts: dict[date, dict[str, int]] = {}
    events: dict[date, list[str]] = {}
    for row in rows:
        day = timezone.localdate(row.at)
        what = KINDS[row.kind] + (" withdrawn" if row.withdrawn else " corrected" if row.corrects else "")
        counts.setdefault(day, {}).setdefault(what, 0)
        counts[day][what] += 1
    for day, kinds in counts.items():
        events[day] = [f"{n} {what}" if n == 1 else f"{n} {_many(what)}" for what, n in kinds.items()]
    for sheet in sorted(assessments, key=lambda one: one.number):
        events.setdefault(timezone.localdate(sheet.at), []).append(f"assessment {sheet.number}")
        if sheet.signed_at:
            events.setdefault(timezone.localdate(sheet.signed_at), []).append(f"assessment {sheet.number} signed")
        for diagnosis in sheet.diagnoses:
            events.setdefault(timezone.localdate(diagnosis.at), []).append("working diagnosis")
    for visit in visits:
        events.setdefault(timezone.localdate(visit.at), []).append(visit.kind_words.lower())
    return tuple(Day(day, tuple(_folded(events[day])), day > today) for day in sorted(events))


def _many(what: str) -> str:
    head, _, rest = what.partition(" ")
    return f"{head}s {rest}".strip()


def _folded(lines: list[str]) -> list[str]:
    """Several assessments of one day as a range."""
    numbers = [int(line.split()[1]) for line in lines if line.startswith("assessment ") and not line.endswith("signed")]
    kept = [line for line in lines if not line.startswith("assessment ") or line.endswith("signed")]
    if numbers:
        span = f"assessment {numbers[0]}" if len(numbers) == 1 else f"assessments {min(numbers)} to {max(numbers)}"
        kept.append(span)
    return list(dict.fromkeys(kept))
