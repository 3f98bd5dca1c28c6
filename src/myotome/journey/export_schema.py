"""The published format of assessment.json: plain values with the labels and sources that a reader needs."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from myotome.journey.export_plan_schema import Plain, PlanOut


class FindingOut(Plain):
    """One finding as it was used."""

    concept: str
    label: str
    present: bool
    side: str
    site: str
    grade: str
    origin: str
    text: str


class MeasurementOut(Plain):
    """One measured value, what it was held against, and what followed."""

    measure: str
    value: float
    unit: str
    low: float | None
    high: float | None
    norm: str
    flags: list[str]
    findings: list[str]


class RedFlagOut(Plain):
    """One thing that cannot wait."""

    slug: str
    label: str
    timeframe: str
    action: str
    because: list[str]
    findings: list[str]
    sources: list[str]
    confidence: str


class PushOut(Plain):
    """What one finding did to a cause, in decibans (10 multiply the odds by ten), and what the number rests on."""

    concept: str
    label: str
    present: bool
    decibans: float
    weight: float = Field(
        description="how much of it counted, 0 to 1: less where others tell partly the same, and when absent"
    )
    probability_under_cause: float | None = Field(
        description="P(present | this cause), 0 to 1; null where the cause's file says nothing"
    )
    background: float | None
    confidence: str
    sources: list[str]


class CauseOut(Plain):
    """One cause with its probability (0 to 1), interval (nine draws in ten) and base rate.

    ``base_rate`` is that of this person; its confidence and source are those of the share in this setting, before age and sex.
    """

    slug: str
    label: str
    family: str
    summary: str
    probability: float
    low: float
    high: float
    base_rate: float
    base_rate_confidence: str
    base_rate_source: str
    base_decibans: float
    must_not_miss: bool
    status: str
    pushes: list[PushOut]


class JointOut(Plain):
    """Causes acting together."""

    causes: list[str]
    probability: float


class UnexplainedOut(Plain):
    """A present finding that the believed causes leave to chance."""

    concept: str
    label: str
    explained: float


class PlaceOut(Plain):
    """One place of the lesion, or two at once, with its posterior (0 to 1)."""

    slug: str
    label: str
    posterior: float
    facet: str


class ExamineOut(Plain):
    """One muscle, reflex or area of skin to examine next, and what its answers would speak for."""

    kind: str
    slug: str
    label: str
    side: str
    how: str
    bits: float
    abnormal_favours: str
    normal_favours: str


class LocalisationOut(Plain):
    """Where the lesion lies, from the signs in named muscles, reflexes and areas of skin."""

    method: str
    side_assumed: bool
    places: list[PlaceOut]
    reasons: list[str]
    unexplained: list[str]
    examine_next: list[ExamineOut]


class PatternOut(Plain):
    """A bedside pattern that the findings show: a first thought, not a ranking."""

    id: str
    pattern: str
    think_of: str
    next_test: str
    because: list[str]
    unchecked: list[str]
    source: str
    confidence: str


class ExposureOut(Plain):
    """A line of the medication list matched to a class that can harm muscle, nerve or junction."""

    medication: str
    drug: str
    label: str
    effect: str
    findings: list[str]
    note: str
    source: str
    confidence: str
    status: str


class AnswerOut(Plain):
    """One possible answer and where it would take the ranking."""

    concept: str
    label: str
    present: bool
    chance: float
    cause: str
    before: float
    after: float
    leader: str


class TestOut(Plain):
    """One test not yet done, best value first."""

    slug: str
    label: str
    group: str
    why: str
    bits: float
    burden: float
    value: float
    order: list[str]
    answers: list[AnswerOut]
    status: str


class QuestionOut(Plain):
    """One thing to ask or examine next."""

    concept: str
    question: str
    bits: float


class ReferralOut(Plain):
    """Who to refer to, how soon, and what to send along."""

    specialists: list[str]
    also: list[str]
    urgency: str
    urgency_words: str
    send_along: list[str]
    why: str


class DiseaseOut(Plain):
    """One genetic disease; posterior given that the disease is among those that the ontology's annotations describe."""

    id: str
    name: str
    genes: list[str]
    disease_class: str
    posterior: float


class GeneticOut(Plain):
    """Single genetic diseases, best first; classes and genes with their posteriors (0 to 1)."""

    diseases: list[DiseaseOut]
    classes: dict[str, float]
    genes: dict[str, float]
    not_in_knowledge: float
    notices: list[str]
    version: str


class VersionsOut(Plain):
    """What shaped this assessment."""

    program: str
    method: str
    knowledge: str
    approved_files: int
    files: int
    hpo: str


class AssessmentOut(Plain):
    """The whole assessment."""

    format: Literal["myotome-assessment/1"] = "myotome-assessment/1"
    case: str
    setting: str
    age_years: float | None
    sex: str
    review: str
    disclaimer: str
    red_flags: list[RedFlagOut]
    findings: list[FindingOut]
    measurements: list[MeasurementOut]
    exposures: list[ExposureOut]
    localisation: LocalisationOut | None
    causes: list[CauseOut]
    joint: list[JointOut]
    none_known: float
    genetic: GeneticOut | None
    unexplained: list[UnexplainedOut]
    patterns: list[PatternOut]
    next_tests: list[TestOut]
    questions: list[QuestionOut]
    changes: list[AnswerOut]
    referral: ReferralOut
    plan: PlanOut
    notices: list[str]
    versions: VersionsOut
    acknowledgement: str


def assessment_schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of assessment.json."""
    schema = AssessmentOut.model_json_schema(mode="serialization")
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["title"] = "Myotome assessment"
    return schema
