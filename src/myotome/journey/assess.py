"""The whole path as one pure function: measurements and drugs become findings, findings a ranking, the ranking a plan."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from myotome.diagnosis.model import LONE_CAUSE
from myotome.diagnosis.next_test import next_questions, propose_tests, what_would_change
from myotome.diagnosis.patterns import matching_patterns
from myotome.diagnosis.referral import refer
from myotome.investigations.standing import Stale, standing
from myotome.journey.assessment import Assessment
from myotome.journey.gather import gather
from myotome.journey.genetics import WORTH_RANKING, genetic_share, has_usable_term, rank_genetic, term_notices
from myotome.journey.knowledge import Knowledge
from myotome.journey.wording import day_words
from myotome.symptoms.exposures import Exposure
from myotome.symptoms.red_flags import fired
from myotome.treatment.plan import make_plan
from myotome.words.case import Case
from myotome.words.errors import MyotomeError, NothingMeasurable
from myotome.words.finding import Finding

if TYPE_CHECKING:
    from myotome.diagnosis.genetic.rank import (
        GeneticRanking,  # half the import time of everything else, and rarely needed
    )

ONLY_BASE_RATES = "Nothing that is present speaks for any cause: the ranking shows little more than how often each is seen in this place, at this age and sex."
MOST_LEADING, LEADING_FROM = 3, 0.2
"""At most so many causes, of at least this probability, have the tests that settle them proposed."""


def assess(case: Case, knowledge: Knowledge) -> Assessment:
    """Assess one case.

    Raises UnusableInput when a measurement cannot be what it claims to be, NothingMeasurable when nothing in the case bears on
    any cause or red flag. Equal to ``next(assess_many([case], knowledge))``.
    """
    reasoner = knowledge.reasoner
    gathered = gather(case, knowledge)
    findings, exposures = gathered.findings, gathered.exposures
    flags = fired(findings, case.person)
    evidence = reasoner.weigh(findings)
    termed = knowledge.genetic() if case.terms and knowledge.genetic is not None else None
    if not evidence.items and not flags and not (termed and has_usable_term(case, termed)):
        raise NothingMeasurable(
            "nothing in this case bears on any cause known here",
            place=case.id,
            value="; ".join(term_notices(case, termed)) or None if termed else None,
            cure="Add findings: see `myotome knowledge show concepts`.",
        )
    prior = reasoner.prior(case.person, case.setting)
    posterior = reasoner.posterior(case.person, case.setting, evidence.items)
    differential = reasoner.describe(case.setting, evidence, prior, posterior)
    outlook = reasoner.outlook(case.setting, posterior, evidence)
    chances = {cause.slug: cause.probability for cause in differential.ranked}
    leading = [slug for slug, chance in list(chances.items())[:MOST_LEADING] if chance >= LEADING_FROM]
    settling = {slug: knowledge.causes[slug].settling_tests for slug in leading}
    stands = standing(gathered.measurements, case.person, case.seen_on)
    tests = propose_tests(outlook, knowledge.orders, case.setting, settling, stands.settled)
    return Assessment(
        case=case,
        findings=findings,
        measurements=gathered.measurements,
        exposures=exposures,
        red_flags=flags,
        patterns=matching_patterns(findings),
        differential=differential,
        next_tests=tests,
        questions=next_questions(outlook, knowledge.vocabulary),
        changes=what_would_change(outlook, differential.ranked[0].slug),
        localisation=gathered.localisation,
        genetic=_genetic(case, findings, chances, knowledge),
        referral=refer({s: p for s, p in chances.items() if s != LONE_CAUSE}, knowledge.causes, flags),
        plan=make_plan(
            chances, findings, case, knowledge.causes, knowledge.treatments, exposures, labels=knowledge.concept_labels
        ),
        notices=(
            *(() if any(item.present for item in evidence.items) else (ONLY_BASE_RATES,)),
            *gathered.conflicts,
            *evidence.conflicts,
            *_stale(stands.stale),
            *_unmatched(case, exposures),
            *_unweighed(evidence.unweighed, knowledge),
            *(term_notices(case, termed) if termed else ()),
        ),
        versions=knowledge.versions,
    )


def _genetic(
    case: Case, findings: Sequence[Finding], chances: Mapping[str, float], knowledge: Knowledge
) -> GeneticRanking | None:
    """Single genetic diseases, where they are likely enough to be worth a second's loading, or asked for by ontology terms."""
    families = {slug: cause.family for slug, cause in knowledge.causes.items()}
    if knowledge.genetic is None or (not case.terms and genetic_share(chances, families) < WORTH_RANKING):
        return None
    return rank_genetic(case, findings, chances, knowledge.vocabulary, knowledge.genetic())


def assess_many(cases: Iterable[Case], knowledge: Knowledge) -> Iterator[Assessment | MyotomeError]:
    """Assess many cases in turn; a case that cannot be assessed yields its error in its place and stops nothing."""
    for case in cases:
        try:
            yield assess(case, knowledge)
        except MyotomeError as error:
            yield error


def _stale(values: Iterable[Stale]) -> Iterator[str]:
    for one in values:
        yield (
            f"{one.label} was last measured on {day_words(one.taken_on.isoformat())}, more than {one.days} days ago: it still counts, and may be "
            "measured again."
        )


def _unmatched(case: Case, exposures: Iterable[Exposure]) -> Iterator[str]:
    matched = {exposure.medication.name for exposure in exposures}
    for medication in case.medications:
        if medication.name not in matched:
            yield f"“{medication.name}” is on the medication list and matches no drug known here to waste muscle."


def _unweighed(slugs: Iterable[str], knowledge: Knowledge) -> Iterator[str]:
    for slug in slugs:
        yield f"“{knowledge.vocabulary.concepts[slug].label}” is part of the case and bears on no cause known here."
