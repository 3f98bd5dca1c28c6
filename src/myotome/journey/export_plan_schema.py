"""The published format of the plan inside assessment.json."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Plain(BaseModel):
    """A part of a published format: no field beyond those named, and none that changes."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class CautionOut(Plain):
    """One warning: what, why, how soon (now, today, soon, know) and what in the case calls for it."""

    slug: str
    text: str
    reason: str
    urgency: str
    because: list[str]
    source: str


class DrugTimingOut(Plain):
    """Whether a medicine can have done it by its dates, and what to ask the prescriber."""

    medication: str
    drug: str
    verdict: str
    unknown: list[str]
    action: str


class PlanItemOut(Plain):
    """One recommendation: when it starts, what for, how much, how strong its evidence is, and what speaks against it."""

    slug: str
    label: str
    kind: str
    stage: str
    when: str
    need: float
    why: list[str]
    dose: str
    prescription: bool
    grade: str
    evidence: str
    warnings: list[str]
    to_ask: list[str]
    needs_specialist: bool
    monitoring: str
    delivered_by: list[str]
    sources: list[str]
    status: str


class NotRecommendedOut(Plain):
    """A treatment that would fit and is not recommended here."""

    slug: str
    label: str
    reasons: list[str]
    sources: list[str]


class WeekOut(Plain):
    """One week of an exercise programme; effort 0 to 10, load in per cent of the heaviest that can be lifted once."""

    number: int
    aim: str
    sessions: int
    rpe: float
    sets: int
    repetitions: int
    percent_1rm: float | None
    minutes: int | None


class ProgrammeOut(Plain):
    """A first exercise programme, to go through with a physiotherapist."""

    slug: str
    label: str
    because: list[str]
    exercises: list[str]
    weeks: list[WeekOut]
    progress: str
    stop: list[str]
    limits: list[str]
    source: str


class FollowUpOut(Plain):
    """What to look at again, and for which item."""

    slug: str
    what: str


class PlanOut(Plain):
    """What to do, safety first."""

    settled: bool
    urgent: list[CautionOut]
    cautions: list[CautionOut]
    drugs: list[DrugTimingOut]
    items: list[PlanItemOut]
    not_recommended: list[NotRecommendedOut]
    exercise_limits: list[CautionOut]
    programme: ProgrammeOut | None
    programme_note: str
    follow_up: list[FollowUpOut]
