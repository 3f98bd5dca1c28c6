"""Contra-indications and cautions held against one case: met, possible, not met, or unknown, each with what it rests on.

Safety comes before benefit. What is not known is said to be unknown and never taken for safe.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from myotome.causes.cause import Cause
from myotome.symptoms.exposures import Exposure
from myotome.treatment.rules import CautionRule, Rules, Urgency
from myotome.treatment.treatment import Condition, Contraindication, Severity
from myotome.words.case import Case
from myotome.words.errors import UnitMismatch
from myotome.words.finding import Finding


class Answer(StrEnum):
    """Whether a condition holds for a case."""

    MET = "met"
    POSSIBLE = "possible"
    """A cause that would make it hold is possible, though not likely."""
    UNKNOWN = "unknown"
    NOT_MET = "not_met"


@dataclass(frozen=True, slots=True)
class Check:
    """One contra-indication held against the case: the answer and, in words, what it rests on or what is missing."""

    contraindication: Contraindication
    answer: Answer
    because: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def forbids(self) -> bool:
        """True when the treatment must not be given."""
        return self.answer is Answer.MET and self.contraindication.severity is Severity.NEVER


@dataclass(frozen=True, slots=True)
class Caution:
    """A warning for this case: what, why, how soon, and what in the case calls for it."""

    slug: str
    text: str
    reason: str
    urgency: Urgency
    because: tuple[str, ...]
    source: str


@dataclass(frozen=True)
class Situation:
    """What is known of the case when safety is judged. ``chances`` are the probabilities of the causes, 0 to 1."""

    case: Case
    chances: Mapping[str, float]
    causes: Mapping[str, Cause]
    exposures: Sequence[Exposure]
    present: frozenset[str]
    absent: frozenset[str]
    rules: Rules
    labels: Mapping[str, str] = field(default_factory=dict)
    """Concept slug to the words people read; a slug without any is written out."""

    @classmethod
    def of(
        cls,
        case: Case,
        findings: Iterable[Finding],
        chances: Mapping[str, float],
        causes: Mapping[str, Cause],
        exposures: Sequence[Exposure],
        rules: Rules,
        labels: Mapping[str, str] | None = None,
    ) -> Situation:
        """Sort the findings; a concept seen somewhere counts as present."""
        known = tuple(findings)
        present = frozenset(f.concept for f in known if f.present)
        absent = frozenset(f.concept for f in known if not f.present) - present
        return cls(case, chances, causes, exposures, present, absent, rules, labels or {})

    def cause_text(self, slug: str) -> str:
        """Label and chance of a cause, as "ALS (34 %)"."""
        label = self.causes[slug].label if slug in self.causes else slug
        return f"{label} ({100 * self.chances.get(slug, 0.0):.0f} %)"

    def concept_text(self, slug: str) -> str:
        """The words for a concept."""
        return self.labels.get(slug) or slug.replace("_", " ")


def check_all(contraindications: Iterable[Contraindication], situation: Situation) -> tuple[Check, ...]:
    """Every contra-indication in the catalogue's order, whatever its answer: what was checked is part of the advice."""
    return tuple(Check(row, *judge(row, situation)) for row in contraindications)


def find_cautions(rules: Iterable[CautionRule], situation: Situation) -> tuple[Caution, ...]:
    """The cautions whose every condition is met, most urgent first."""
    found = []
    for rule in rules:
        answers = [judge(condition, situation) for condition in rule.when]
        if all(answer is Answer.MET for answer, _, _ in answers):
            because = tuple(dict.fromkeys(text for _, reasons, _ in answers for text in reasons))
            found.append(Caution(rule.slug, rule.text, rule.reason, rule.urgency, because, rule.source))
    return tuple(sorted(found, key=lambda caution: caution.urgency.rank))


def judge(condition: Condition, situation: Situation) -> tuple[Answer, tuple[str, ...], tuple[str, ...]]:
    """The answer, what it rests on, and what is missing."""
    parts = [
        *(_concept(slug, situation) for slug in condition.concepts),
        *(_cause(slug, situation) for slug in _cause_slugs(condition, situation)),
        *(_drug(slug, condition, situation) for slug in condition.drugs),
    ]
    if condition.age_below is not None or condition.age_from is not None:
        parts.append(_age(condition, situation))
    if condition.measure:
        parts.append(_measure(condition, situation))
    if condition.ask:
        parts.append((Answer.UNKNOWN, condition.ask))
    answers = {answer for answer, _ in parts}
    worst = next((answer for answer in Answer if answer in answers), Answer.NOT_MET)
    because = tuple(text for answer, text in parts if answer in {Answer.MET, Answer.POSSIBLE} and answer is worst)
    return worst, because, tuple(text for answer, text in parts if answer is Answer.UNKNOWN)


def _concept(slug: str, situation: Situation) -> tuple[Answer, str]:
    text = situation.concept_text(slug)
    if slug in situation.present:
        return Answer.MET, text
    return (Answer.NOT_MET if slug in situation.absent else Answer.UNKNOWN), text


def _cause_slugs(condition: Condition, situation: Situation) -> tuple[str, ...]:
    of_family = (c.slug for c in situation.causes.values() if c.family in condition.families)
    return tuple(dict.fromkeys((*condition.causes, *of_family)))


def _cause(slug: str, situation: Situation) -> tuple[Answer, str]:
    chance = situation.chances.get(slug, 0.0)
    if chance >= situation.rules.threshold("contraindication_met"):
        return Answer.MET, situation.cause_text(slug)
    if chance >= situation.rules.threshold("contraindication_possible"):
        return Answer.POSSIBLE, situation.cause_text(slug)
    return Answer.NOT_MET, situation.cause_text(slug)


def _drug(slug: str, condition: Condition, situation: Situation) -> tuple[Answer, str]:
    for exposure in situation.exposures:
        if exposure.drug.slug != slug or exposure.local:
            continue
        if exposure.medication.still_taken or not condition.current_only:
            return Answer.MET, f"{exposure.drug.label} ({exposure.medication.name})"
    # An empty list says nothing about medicines; a list without the drug says that it is not taken.
    return (Answer.NOT_MET if situation.case.medications else Answer.UNKNOWN), slug


def _age(condition: Condition, situation: Situation) -> tuple[Answer, str]:
    age = situation.case.person.age_years
    if age is None:
        return Answer.UNKNOWN, "age"
    low = condition.age_from is not None and age >= condition.age_from
    young = condition.age_below is not None and age < condition.age_below
    return (Answer.MET if low or young else Answer.NOT_MET), f"age {age:g}"


def _measure(condition: Condition, situation: Situation) -> tuple[Answer, str]:
    for measurement in reversed(situation.case.measurements):
        if measurement.measure != condition.measure:
            continue
        try:
            value = measurement.quantity.to(condition.unit).value
        except UnitMismatch:
            return Answer.UNKNOWN, f"{condition.measure} in {condition.unit}"
        low = condition.below is not None and value < condition.below
        high = condition.above is not None and value > condition.above
        return (Answer.MET if low or high else Answer.NOT_MET), f"{condition.measure} {measurement.quantity}"
    return Answer.UNKNOWN, condition.measure
