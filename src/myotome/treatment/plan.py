"""What to do for one case: first what is dangerous, then what fits the ranked causes, and what is not recommended, each with why.

Pure and deterministic. While the cause is not settled, what is safe whatever it is comes first; a drug therapy of one disease is
named only for the time when its diagnosis is confirmed. A contra-indication can only take away, never add.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from myotome.causes.cause import Cause
from myotome.symptoms.exposures import Exposure, Timing, check_timing
from myotome.treatment.programme import Programme, choose_programme
from myotome.treatment.rules import Rules, Urgency, load_rules
from myotome.treatment.safety import Answer, Caution, Check, Situation, check_all, find_cautions
from myotome.treatment.treatment import Dose, Grade, Severity, Stage, Treatment
from myotome.words.case import Case
from myotome.words.finding import Finding, Origin


@dataclass(frozen=True, slots=True)
class PlanItem:
    """One recommendation.

    ``need`` is the chance, 0 to 1, that something it is for is present (1 when a finding calls for it). ``when`` says whether it
    starts now or waits. ``checks`` holds every contra-indication with its answer; ``needs_specialist`` is True when one of them
    asks for one. ``prescription`` True: the dose informs the prescriber and is no instruction.
    """

    treatment: str
    label: str
    kind: str
    stage: Stage
    when: str
    need: float
    why: tuple[str, ...]
    dose: Dose
    grade: Grade
    evidence: str
    checks: tuple[Check, ...]
    warnings: tuple[str, ...]
    to_ask: tuple[str, ...]
    needs_specialist: bool
    monitoring: str
    delivered_by: tuple[str, ...]
    prescription: bool
    patient: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NotRecommended:
    """A treatment that would fit and is not recommended, with the reasons."""

    treatment: str
    label: str
    reasons: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FollowUp:
    """What to look at again, and for which item."""

    treatment: str
    what: str


@dataclass(frozen=True, slots=True)
class DrugTiming:
    """The timing rule for one exposure, with the action that the drug's class asks for (always through the prescriber)."""

    exposure: Exposure
    timing: Timing
    action: str


@dataclass(frozen=True, slots=True)
class Plan:
    """The plan, in the order in which it is read.

    ``urgent`` are the cautions to be acted on now or today, ``cautions`` the others; ``items`` come with what is safe in all
    causes first unless the cause is ``settled``. ``programme`` is None where none is offered; ``programme_note`` says why.
    """

    settled: bool
    urgent: tuple[Caution, ...]
    cautions: tuple[Caution, ...]
    drugs: tuple[DrugTiming, ...]
    items: tuple[PlanItem, ...]
    not_recommended: tuple[NotRecommended, ...]
    exercise_limits: tuple[Caution, ...]
    programme: Programme | None
    programme_note: str
    follow_up: tuple[FollowUp, ...]


def make_plan(
    chances: Mapping[str, float],
    findings: Sequence[Finding],
    case: Case,
    causes: Mapping[str, Cause],
    treatments: Mapping[str, Treatment],
    exposures: Sequence[Exposure],
    rules: Rules | None = None,
    labels: Mapping[str, str] | None = None,
) -> Plan:
    """Plan for one case.

    ``chances`` is P(cause) by slug, 0 to 1; ``findings`` all of the case, those from measurements and medicines included;
    ``labels`` the words for the concepts (slug to label), used in reasons.
    """
    rules = rules or load_rules()
    situation = Situation.of(case, findings, chances, causes, exposures, rules, labels)
    timings = tuple(_timing(exposure, findings, situation) for exposure in exposures if exposure.findings)
    settled = max(chances.values(), default=0.0) >= rules.threshold("settled")
    items: list[PlanItem] = []
    refused: list[NotRecommended] = []
    for treatment in treatments.values():
        need, why = _need(treatment, situation, timings)
        if need < _least(treatment, rules) or not why:
            continue
        checks = check_all(treatment.contraindications, situation)
        forbidden = [check for check in checks if check.forbids]
        if forbidden or not treatment.helps:
            refused.append(_refuse(treatment, forbidden))
        else:
            items.append(_item(treatment, need, why, checks))
    items.sort(key=lambda item: _order(item, settled))
    cautions = find_cautions(rules.cautions, situation)
    limits = find_cautions(rules.exercise_limits, situation)
    programme, note = choose_programme(situation, frozenset(item.treatment for item in items), limits)
    return Plan(
        settled=settled,
        urgent=tuple(c for c in cautions if c.urgency in {Urgency.NOW, Urgency.TODAY}),
        cautions=tuple(c for c in cautions if c.urgency not in {Urgency.NOW, Urgency.TODAY}),
        drugs=timings,
        items=tuple(items),
        not_recommended=tuple(refused),
        exercise_limits=limits,
        programme=programme,
        programme_note=note,
        follow_up=tuple(FollowUp(item.treatment, item.monitoring) for item in items if item.monitoring),
    )


def _least(treatment: Treatment, rules: Rules) -> float:
    own = treatment.fits.least_chance
    return rules.threshold(treatment.stage.value) if own is None else own


def _need(treatment: Treatment, situation: Situation, timings: Iterable[DrugTiming]) -> tuple[float, tuple[str, ...]]:
    """The chance that the treatment is needed, and what calls for it, the strongest first."""
    fits = treatment.fits
    slugs = {
        cause.slug
        for cause in situation.causes.values()
        if (treatment.slug in cause.treatments and not fits.finding_needed)
        or cause.slug in fits.causes
        or cause.family in fits.families
    }
    weighed = sorted(((situation.chances.get(slug, 0.0), slug) for slug in slugs), key=lambda pair: (-pair[0], pair[1]))
    need = min(1.0, sum(chance for chance, _ in weighed))
    why = [situation.cause_text(slug) for chance, slug in weighed if chance >= _WORTH_NAMING][:_MOST_REASONS]
    called = [slug for slug in fits.findings if slug in situation.present]
    culprits = [t.exposure for t in timings if t.exposure.drug.slug in fits.drugs and _suspect(t, situation)]
    why = [*map(situation.concept_text, called), *(f"{e.drug.label} ({e.medication.name})" for e in culprits), *why]
    return (1.0 if called or culprits else need), tuple(why)


def _suspect(timing: DrugTiming, situation: Situation) -> bool:
    if timing.timing.ruled_out:
        return False
    able = timing.exposure.drug.causes
    return not able or max(situation.chances.get(c, 0.0) for c in able) >= situation.rules.threshold("culprit")


def _timing(exposure: Exposure, findings: Iterable[Finding], situation: Situation) -> DrugTiming:
    rules = situation.rules
    improving: bool | None = None
    if situation.present & rules.not_improving:
        improving = False
    elif situation.present & rules.improving:
        improving = True
    onset = weakness_began(findings, rules)
    timing = check_timing(exposure.medication, exposure.drug, onset, improving, situation.case.seen_on)
    return DrugTiming(exposure, timing, f"Ask the prescriber. {exposure.drug.monitor_action}")


def weakness_began(findings: Iterable[Finding], rules: Rules | None = None) -> date | None:
    """The earliest stated day of a present sign of weakness or wasting; a diabetes of ten years began nothing. None when nobody said."""
    concepts = (rules or load_rules()).onset_concepts
    starts = [
        finding.started
        for finding in findings
        if finding.present
        and finding.started is not None
        and finding.concept in concepts
        and finding.evidence.origin is not Origin.DERIVED
    ]
    return min(starts, default=None)


def _item(treatment: Treatment, need: float, why: tuple[str, ...], checks: tuple[Check, ...]) -> PlanItem:
    raised = [check for check in checks if check.answer in {Answer.MET, Answer.POSSIBLE}]
    severe = {Severity.NEVER, Severity.NOT_WITHOUT_SPECIALIST}
    return PlanItem(
        treatment=treatment.slug,
        label=treatment.label,
        kind=treatment.kind,
        stage=treatment.stage,
        when=_WHEN[treatment.stage],
        need=need,
        why=why,
        dose=treatment.dose,
        grade=treatment.grade,
        evidence=treatment.evidence,
        checks=checks,
        warnings=tuple(_warning(check) for check in raised),
        to_ask=tuple(
            check.contraindication.ask
            for check in checks
            if check.answer is Answer.UNKNOWN and check.contraindication.ask
        ),
        needs_specialist=any(check.contraindication.severity in severe for check in raised),
        monitoring=treatment.monitoring,
        delivered_by=treatment.delivered_by,
        prescription=treatment.prescription,
        patient=treatment.patient,
        sources=treatment.sources,
    )


def _warning(check: Check) -> str:
    row = check.contraindication
    head = "" if check.answer is Answer.MET else "If confirmed: "
    tail = f" ({', '.join(check.because)})" if check.because else ""
    return f"{head}{_SEVERITY[row.severity]}{row.reason}{tail}"


def _refuse(treatment: Treatment, forbidden: Iterable[Check]) -> NotRecommended:
    reasons = [f"{check.contraindication.reason} ({', '.join(check.because)})" for check in forbidden]
    if not treatment.helps:
        reasons.append(treatment.evidence)
    return NotRecommended(treatment.slug, treatment.label, tuple(reasons), treatment.sources)


def _order(item: PlanItem, settled: bool) -> tuple[int, float, int, str]:
    stage = list(Stage).index(item.stage)
    return (0 if settled and item.stage is not Stage.CONFIRMED else stage, -item.need, -len(item.why), item.treatment)


_MOST_REASONS = 4
"""Causes named per item; the rest add to its need and would only lengthen the page."""
_WORTH_NAMING = 0.005
"""A cause that prints as 0 % is not named as a reason."""
_WHEN = {
    Stage.SUPPORTIVE: "now, whatever the cause",
    Stage.LIKELY: "when the clinician, too, holds its cause to be likely",
    Stage.CONFIRMED: "once the diagnosis is confirmed",
}
_SEVERITY = {
    Severity.NEVER: "Not to be given: ",
    Severity.NOT_WITHOUT_SPECIALIST: "Not without a specialist: ",
    Severity.WITH_CARE: "With care: ",
}
