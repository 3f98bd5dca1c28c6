"""The knowledge base's own rules, checked across all shelves: sources, sums, names, reviews."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from myotome.causes.cause import Cause
from myotome.diagnosis.model import LONE_CAUSE
from myotome.journey.knowledge import Knowledge
from myotome.words.case import Setting
from myotome.words.source import Confidence

SHARE_SUM = (0.97, 1.03)
FEWEST_CLAIMS = 8
STATUSES = frozenset({"draft", "in review", "approved", "superseded"})


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What was counted, and every rule that is broken."""

    counts: tuple[str, ...]
    problems: tuple[str, ...]

    def lines(self) -> Iterator[str]:
        """The report as lines for a terminal."""
        yield from self.counts
        yield from (f"PROBLEM {problem}" for problem in self.problems)
        yield "no problems" if not self.problems else f"{len(self.problems)} problems"


def check(knowledge: Knowledge, today: date) -> CheckReport:
    """Check everything that a single file's loader cannot see. ``today`` decides which reviews are overdue."""
    problems = [
        *_shares(knowledge),
        *(line for cause in knowledge.causes.values() for line in _cause(cause, knowledge)),
        *_references(knowledge),
        *_concepts(knowledge),
        *_reviews(knowledge, today),
    ]
    return CheckReport(tuple(_counts(knowledge)), tuple(problems))


def _counts(knowledge: Knowledge) -> Iterator[str]:
    claims = [claim for cause in knowledge.causes.values() for claim in cause.claims.values()]
    published = sum(len(claim.published) for claim in claims)
    by = {c: sum(claim.confidence is c for claim in claims) for c in Confidence}
    yield f"{len(knowledge.causes)} causes, {len(knowledge.vocabulary.concepts)} concepts, {len(knowledge.orders)} tests, {len(knowledge.treatments)} treatments, {len(knowledge.drugs)} drug classes"
    yield f"{len(claims)} claims: {by[Confidence.VERIFIED]} rest on verified counts, {by[Confidence.SECONDARY]} on secondary sources, {by[Confidence.ELICITED]} are elicited; {published} published rows"
    yield f"{knowledge.versions.approved} of {knowledge.versions.files} files are signed by a clinician; knowledge {knowledge.versions.knowledge}"


def _shares(knowledge: Knowledge) -> Iterator[str]:
    for setting in Setting:
        total = sum(
            cause.share[setting.value].value for cause in knowledge.causes.values() if setting.value in cause.share
        )
        if not SHARE_SUM[0] <= total <= SHARE_SUM[1]:
            yield f"shares of the setting {setting.value} sum to {total:.3f}, not 1"


def _cause(cause: Cause, knowledge: Knowledge) -> Iterator[str]:
    place = f"causes/{cause.slug}"
    for setting in Setting:
        if setting.value not in cause.share:
            yield f"{place}: no share for {setting.value}"
    for concept, claim in cause.claims.items():
        known = knowledge.vocabulary.concepts.get(concept)
        if known is None:
            yield f"{place}: claims something of {concept}, which is no concept"
        elif known.exclusive:
            yield f"{place}: {concept} is a value of the facet {known.exclusive} and belongs into [bands.{known.exclusive}]"
        if not all(source.strip() for source in claim.sources):
            yield f"{place} > {concept}: a published number has no source"
    for facet, bands in cause.bands.items():
        values = knowledge.vocabulary.exclusives.get(facet)
        if values is None:
            yield f"{place}: bands for {facet}, which is no exclusive facet"
        elif set(bands.p) != set(values.values):
            yield f"{place} > bands.{facet}: names {sorted(set(bands.p) ^ set(values.values))} wrongly or not at all"
    if cause.slug != LONE_CAUSE and len(cause.claims) < FEWEST_CLAIMS:
        yield f"{place}: only {len(cause.claims)} claims"
    if not cause.patient.strip() or "TODO" in cause.patient or "TODO" in cause.label:
        yield f"{place}: no paragraph for the patient"


def _references(knowledge: Knowledge) -> Iterator[str]:
    for cause in knowledge.causes.values():
        for test in cause.settling_tests:
            if test not in knowledge.orders:
                yield f"causes/{cause.slug}: settling test {test} is not in the catalogue"
        for treatment in cause.treatments:
            if treatment not in knowledge.treatments:
                yield f"causes/{cause.slug}: treatment {treatment} is not in the catalogue"
    for order in knowledge.orders.values():
        for outcome in order.outcomes:
            if outcome not in knowledge.vocabulary.concepts and outcome not in knowledge.vocabulary.exclusives:
                yield f"investigations/{order.slug}: outcome {outcome} is no concept"


def _concepts(knowledge: Knowledge) -> Iterator[str]:
    for concept in knowledge.vocabulary.concepts.values():
        for way in concept.learned_by:
            if way.startswith("test:") and way[5:] not in knowledge.orders:
                yield f"concept {concept.slug}: learned by {way}, which is not in the catalogue of tests"
            elif not way.startswith("test:") and way not in {"asked", "examined", "record", "measured"}:
                yield f"concept {concept.slug}: learned by {way!r}, which means nothing"


def _reviews(knowledge: Knowledge, today: date) -> Iterator[str]:
    for shelf in (knowledge.causes, knowledge.orders, knowledge.treatments, knowledge.drugs):
        for page in shelf.values():
            if page.status not in STATUSES:
                yield f"{page.slug}: status {page.status!r} is none of {sorted(STATUSES)}"
            if page.next_review and date.fromisoformat(page.next_review) < today:
                yield f"{page.slug}: its review was due on {page.next_review}"
            if page.status == "approved" and not any(review.sha256 == page.sha256 for review in page.reviews):
                yield f"{page.slug}: approved, but its content changed after the last signature"
