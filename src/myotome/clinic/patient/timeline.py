"""Each day of a record on which something was entered, assessed, signed, decided or planned, oldest first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.utils import timezone

from myotome.clinic.patient.day import Day
from myotome.record.sheets import AssessmentSheet, EntrySheet, VisitSheet

KINDS = {"finding": "finding", "measurement": "value", "medication": "medicine", "note": "note", "injury": "injury"}


@dataclass(slots=True)
class _Draft:
    counts: dict[str, int] = field(default_factory=dict)
    numbers: list[int] = field(default_factory=list)
    deeds: list[str] = field(default_factory=list)
    visits: list[str] = field(default_factory=list)


def timeline(
    rows: Iterable[EntrySheet], assessments: Iterable[AssessmentSheet], visits: Iterable[VisitSheet], today: date
) -> tuple[Day, ...]:
    """Days in order; visits to come are marked as ahead."""
    days: dict[date, _Draft] = {}
    for row in rows:
        what = KINDS[row.kind] + (" withdrawn" if row.withdrawn else " corrected" if row.corrects else "")
        counts = days.setdefault(timezone.localdate(row.at), _Draft()).counts
        counts[what] = counts.get(what, 0) + 1
    for sheet in sorted(assessments, key=lambda one: one.number):
        days.setdefault(timezone.localdate(sheet.at), _Draft()).numbers.append(sheet.number)
        if sheet.signed_at:
            signed = days.setdefault(timezone.localdate(sheet.signed_at), _Draft())
            signed.deeds.append(f"assessment {sheet.number} signed")
        for diagnosis in sheet.diagnoses:
            days.setdefault(timezone.localdate(diagnosis.at), _Draft()).deeds.append("working diagnosis")
    for visit in visits:
        days.setdefault(timezone.localdate(visit.at), _Draft()).visits.append(visit.kind_words.lower())
    return tuple(_day(on, days[on], today) for on in sorted(days))


def _day(on: date, draft: _Draft, today: date) -> Day:
    entered = tuple(f"{n} {what if n == 1 else _many(what)}" for what, n in draft.counts.items())
    assessed = (*_span(draft.numbers), *draft.deeds)
    return Day(on, entered, tuple(dict.fromkeys(assessed)), tuple(dict.fromkeys(draft.visits)), on > today)


def _many(what: str) -> str:
    head, _, rest = what.partition(" ")
    return f"{head}s {rest}".strip()


def _span(numbers: list[int]) -> tuple[str, ...]:
    """Several assessments of one day as a range."""
    if not numbers:
        return ()
    return (f"assessment {numbers[0]}" if len(numbers) == 1 else f"assessments {min(numbers)} to {max(numbers)}",)
