"""A treatment of wasting or weakness, as its catalogue file states it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from myotome.words.errors import KnowledgeError
from myotome.words.review import Signature
from myotome.words.rows import FORBID_EXTRA
from myotome.words.source import Confidence


class Stage(StrEnum):
    """How sure one has to be before it is offered."""

    SUPPORTIVE = "supportive"
    """Helps or is harmless whatever the cause turns out to be."""
    LIKELY = "likely"
    """Fits once its cause leads."""
    CONFIRMED = "confirmed"
    """Only once the diagnosis is confirmed, by a prescriber or surgeon who takes the decision."""


class Severity(StrEnum):
    """What a contra-indication does to a recommendation, worst first."""

    NEVER = "never"
    NOT_WITHOUT_SPECIALIST = "not_without_specialist"
    WITH_CARE = "with_care"


class Grade(StrEnum):
    """Strength of the evidence for the effect that is stated, best first."""

    HIGH = "high"
    MODERATE = "moderate"
    LOW = "low"
    VERY_LOW = "very_low"
    CONSENSUS = "consensus"
    """Agreed by a guideline group, not shown by trials."""


@dataclass(frozen=True, slots=True)
class Effect:
    """What was measured: ``value`` with its 95 % interval where one is known, in ``unit``, against ``against``.

    ``value`` is None where only a statement is known.
    """

    __pydantic_config__ = FORBID_EXTRA

    outcome: str
    population: str
    source: str
    value: float | None = None
    low: float | None = None
    high: float | None = None
    unit: str = ""
    against: str = ""
    note: str = ""
    confidence: Confidence = Confidence.ELICITED


@dataclass(frozen=True, slots=True)
class Dose:
    """How much: structured for exercise, text for the rest. Pairs are low and high.

    ``percent_1rm`` of the one-repetition maximum (0 to 100), ``rpe`` on the 0 to 10 scale of perceived effort,
    ``session_minutes``, ``sessions_per_week``, ``weeks``. For a prescription drug the text informs the prescriber.
    """

    __pydantic_config__ = FORBID_EXTRA

    text: str
    percent_1rm: tuple[float, float] | None = None
    rpe: tuple[float, float] | None = None
    sets: tuple[float, float] | None = None
    repetitions: tuple[float, float] | None = None
    session_minutes: tuple[float, float] | None = None
    sessions_per_week: tuple[float, float] | None = None
    weeks: tuple[float, float] | None = None
    source: str = "elicited"
    confidence: Confidence = Confidence.ELICITED

    def __post_init__(self) -> None:
        for name in ("percent_1rm", "rpe", "sets", "repetitions", "session_minutes", "sessions_per_week", "weeks"):
            pair = getattr(self, name)
            if pair is not None and not 0 <= pair[0] <= pair[1]:
                raise KnowledgeError(f"{name} must run from low to high", place="dose", value=pair)


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """Something that may hold for a case: it does when any of its parts does.

    ``concepts``, ``causes``, ``families`` and ``drugs`` hold slugs; ``age_below`` and ``age_from`` years; ``measure`` with
    ``below`` or ``above`` in ``unit`` (UCUM). ``ask`` is for a person to check.
    """

    __pydantic_config__ = FORBID_EXTRA

    concepts: tuple[str, ...] = ()
    causes: tuple[str, ...] = ()
    families: tuple[str, ...] = ()
    drugs: tuple[str, ...] = ()
    current_only: bool = False
    """True where only a drug that is still taken counts."""
    age_below: float | None = None
    age_from: float | None = None
    measure: str = ""
    below: float | None = None
    above: float | None = None
    unit: str = ""
    ask: str = ""
    """What to look for where no finding of the vocabulary says it (a pacemaker, an allergy)."""

    def __post_init__(self) -> None:
        if self.measure and (self.below is None) == (self.above is None):
            raise KnowledgeError("a measure needs either below or above", place=self.measure)
        if self.measure and not self.unit:
            raise KnowledgeError("a measured limit needs its unit", place=self.measure)
        parts = (self.concepts, self.causes, self.families, self.drugs, self.measure, self.ask)
        if not any(parts) and self.age_below is None and self.age_from is None:
            raise KnowledgeError("a condition needs something to look for", cure="Name a finding, a cause or a drug.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Contraindication(Condition):
    """One reason against a treatment, with what it does to the recommendation."""

    __pydantic_config__ = FORBID_EXTRA

    severity: Severity
    reason: str
    source: str = "elicited"
    confidence: Confidence = Confidence.ELICITED


@dataclass(frozen=True, slots=True)
class Fits:
    """What calls for the treatment besides the causes that list it: findings, causes, families and drug classes taken.

    ``finding_needed``: the causes' own lists are not enough, a finding, a drug or a cause named here has to call for it (nerve
    pain is treated where there is pain). ``least_chance``: P(its causes), 0 to 1, in place of the threshold of its stage.
    """

    __pydantic_config__ = FORBID_EXTRA

    findings: tuple[str, ...] = ()
    causes: tuple[str, ...] = ()
    families: tuple[str, ...] = ()
    drugs: tuple[str, ...] = ()
    finding_needed: bool = False
    least_chance: float | None = None


@dataclass(frozen=True, slots=True)
class Treatment:
    """One catalogue file. ``slug`` is the file's name."""

    slug: str
    label: str
    kind: str
    stage: Stage
    what: str
    """What it is, in one or two sentences for a clinician."""
    dose: Dose
    grade: Grade
    evidence: str
    """What is known of its effect, plainly, also where it is weak or nil."""
    patient: str
    delivered_by: tuple[str, ...]
    monitoring: str
    sources: tuple[str, ...]
    fits: Fits = Fits()
    effects: tuple[Effect, ...] = ()
    contraindications: tuple[Contraindication, ...] = ()
    prescription: bool = False
    """True where a prescriber decides; the dose is then information, never an instruction."""
    helps: bool = True
    """False where trials speak against an effect; it is listed so that it can be answered honestly."""
    status: str = "draft"
    version: str = "0.1"
    authors: tuple[str, ...] = ()
    reviews: tuple[Signature, ...] = ()
    next_review: str = ""
    sha256: str = field(default="", repr=False)
