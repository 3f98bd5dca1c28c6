"""The answers of a self-check that somebody sent with a booking, as questions and answers: to be read, not yet part of the record."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from myotome.clinic.intake.flow import interview, spoken, state_of
from myotome.record.diary.of_patient import SentAlong
from myotome.symptoms.interview import state_from_dict


@dataclass(frozen=True, slots=True)
class Sent:
    """One self-check: when it was sent, and each answer with its question. What this version of the interview no longer asks is left out."""

    at: datetime
    answers: tuple[tuple[str, str], ...]


def sent_self_checks(rows: Iterable[SentAlong]) -> tuple[Sent, ...]:
    """Newest first."""
    return tuple(_read(row) for row in rows)


def _read(row: SentAlong) -> Sent:
    kept = state_from_dict(row.answers)
    state = state_of(kept.person, kept.setting, "patient", row.answers["answers"])
    asked = interview().read(state).open_questions
    return Sent(row.at, tuple((q.text, spoken(q, state.answers[q.id])) for q in asked if q.id in state.answers))
