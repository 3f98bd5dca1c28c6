"""What the pages of a health check show: each part with what became of it, and the letter as it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any

from myotome.clinic.disease_names import names_a_disease
from myotome.clinic.house import house
from myotome.journey.health_check.letter import Chapter, chapters_of
from myotome.journey.health_check.parts import Part, parts_of
from myotome.journey.wording import day_words
from myotome.record.checks.sheets import CheckSheet, PartSheet
from myotome.record.file import PatientFile
from myotome.record.sheets import AssessmentSheet, EntrySheet, IdentitySheet
from myotome.wiring import knowledge
from myotome.words.case import Person
from myotome.words.finding import Finding
from myotome.words.measurement import Measurement

PLAN_STAGES = ("supportive", "likely")
"""What may stand in a letter before a diagnosis is confirmed; a prescription never does."""


@dataclass(frozen=True, slots=True)
class Row:
    """One part on the page. ``state``: done, left_out, missing or changed (an entry was corrected elsewhere: do it again)."""

    part: Part
    state: str
    sheet: PartSheet | None
    entries: tuple[EntrySheet, ...] = ()

    @property
    def settled(self) -> bool:
        """Whether the letter need not wait for it."""
        return self.state in {"done", "left_out"}


def rows_of(file: PatientFile, check: CheckSheet) -> tuple[Row, ...]:
    """Every part of ``check`` in order, with the entries of the record that it wrote."""
    held = {(kind, one.ref): one for kind in ("measurement", "finding", "note") for one in file.entries(kind)}
    return tuple(_row(part, check, held) for part in parts_of(check.options))


def chapters(check: CheckSheet, rows: tuple[Row, ...], person: Person) -> tuple[Chapter, ...]:
    """The letter's chapters from what the rows hold."""
    contents = [entry.content for row in rows for entry in row.entries]
    return chapters_of(
        parts_of(check.options),
        person,
        [one for one in contents if isinstance(one, Measurement)],
        [one for one in contents if isinstance(one, Finding)],
        {row.part.slug: row.sheet.why for row in rows if row.sheet and row.state == "left_out"},
        {
            row.part.slug: row.sheet.note
            for row in rows
            if row.sheet and row.state == "done" and _tellable(row.sheet.note)
        },
    )


def _tellable(note: str) -> bool:
    """Whether a report may stand in the letter: it says something, and names no disease."""
    return bool(note) and not names_a_disease(note)


def plan_items(latest: AssessmentSheet | None) -> dict[str, dict[str, str]]:
    """What the assessment's plan offers for a letter: label and the patient's paragraph by slug, supportive things first; no disease is named."""
    items = latest.content["plan"]["items"] if latest else []
    chosen = [one for one in items if not one["prescription"] and one["stage"] in PLAN_STAGES]
    treatments = knowledge().treatments
    return {
        one["slug"]: {"label": one["label"], "text": treatments[one["slug"]].patient.strip(), "stage": one["stage"]}
        for one in sorted(chosen, key=lambda one: PLAN_STAGES.index(one["stage"]))
        if one["slug"] in treatments and not names_a_disease(f"{one['label']} {treatments[one['slug']].patient}")
    }


def letter_content(
    who: IdentitySheet,
    check: CheckSheet,
    parts: tuple[Chapter, ...],
    *,
    words: str,
    plan: list[dict[str, str]],
    programme: Mapping[str, Any] | None,
    signed_by: str,
    day: str,
) -> dict[str, Any]:
    """The letter as plain values, the same for the preview, the print and the record. Of a programme nothing that names an illness."""
    card = house().card
    return {
        "clinic": {"name": card.name, "address": list(house().address_lines), "phone": card.phone},
        "who": {"name": who.name, "number": who.number, "born": day_words(who.born_on.isoformat())},
        "day": day_words(day),
        "checked_on": day_words(check.started_at.astimezone(house().clinic.zone).date().isoformat()),
        "words": words,
        "chapters": [asdict(one) for one in parts],
        "plan": plan,
        "programme": {key: programme[key] for key in ("exercises", "weeks", "progress", "stop")} if programme else None,
        "signed_by": signed_by,
    }


def _row(part: Part, check: CheckSheet, held: Mapping[tuple[str, Any], EntrySheet]) -> Row:
    sheet = check.parts.get(part.slug)
    if sheet is None:
        asked = part.kind == "interview" and _interviewed(part, check, held)
        return Row(part, "done" if asked else "missing", None)
    if sheet.state == "left_out":
        return Row(part, "left_out", sheet)
    entries = tuple(held[key] for key in sheet.entries if key in held)
    return Row(part, "done" if len(entries) == len(sheet.entries) else "changed", sheet, entries)


def _interviewed(part: Part, check: CheckSheet, held: Mapping[tuple[str, Any], EntrySheet]) -> bool:
    since = check.started_at - timedelta(days=part.within_days)
    return any(one.occasion == "Interview" and one.at >= since for one in held.values())
