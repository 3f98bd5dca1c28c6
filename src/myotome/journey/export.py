"""An assessment as JSON: plain values with the labels and sources that a reader needs, to a published schema."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from myotome.diagnosis.differential import Push, RankedCause
from myotome.diagnosis.information import Answer
from myotome.diagnosis.next_test import ProposedTest
from myotome.diagnosis.patterns import PatternMatch
from myotome.journey import export_schema as out
from myotome.journey.assessment import Assessment
from myotome.journey.basis import basis
from myotome.journey.export_plan import plan_out
from myotome.journey.export_schema import assessment_schema
from myotome.journey.knowledge import Knowledge, Versions
from myotome.journey.report.next_steps import why_words
from myotome.journey.wording import DISCLAIMER, acknowledgement, concept_label, reviewed
from myotome.localisation.localise import Localisation
from myotome.symptoms.exposures import Exposure
from myotome.symptoms.red_flags import RedFlag
from myotome.words.finding import Finding
from myotome.words.measurement import Measurement

if TYPE_CHECKING:
    from myotome.diagnosis.genetic.rank import (
        GeneticRanking,  # half the import time of everything else, and rarely needed
    )

__all__ = ["assessment_schema", "to_json"]

DISEASES = 20
"""How many genetic diseases are listed."""
PLACES = 10
"""Places of the lesion that are listed."""


def to_json(assessment: Assessment, knowledge: Knowledge) -> dict[str, Any]:
    """Plain values, ready for json.dumps; follows ``assessment_schema``."""
    return _Writer(knowledge, assessment).write().model_dump(mode="json")


@dataclass(frozen=True, slots=True)
class _Writer:
    """Turns each part of one assessment into its published form."""

    knowledge: Knowledge
    assessment: Assessment

    def write(self) -> out.AssessmentOut:
        a, case, versions = self.assessment, self.assessment.case, self.assessment.versions
        return out.AssessmentOut(
            case=case.id,
            setting=case.setting.value,
            age_years=case.person.age_years,
            sex=case.person.sex.value,
            review=reviewed(versions.approved, versions.files),
            disclaimer=DISCLAIMER,
            red_flags=[self.flag(flag) for flag in a.red_flags],
            findings=[self.finding(finding) for finding in a.findings],
            measurements=[self.measurement(measurement) for measurement in a.measurements],
            exposures=[self.exposure(exposure) for exposure in a.exposures],
            localisation=self.localisation(a.localisation) if a.localisation else None,
            causes=[self.cause(cause) for cause in a.differential.ranked],
            joint=[out.JointOut(causes=list(j.causes), probability=j.probability) for j in a.differential.joint],
            none_known=a.differential.none_known,
            genetic=self.genetic(a.genetic) if a.genetic else None,
            unexplained=[
                out.UnexplainedOut(concept=u.concept, label=self.label(u.concept), explained=u.explained)
                for u in a.differential.unexplained
            ],
            patterns=[self.pattern(match) for match in a.patterns],
            next_tests=[self.test(test) for test in a.next_tests],
            questions=[
                out.QuestionOut(concept=q.concept, question=self.question(q.concept), bits=q.bits) for q in a.questions
            ],
            changes=[self.answer(change.answer) for change in a.changes],
            referral=self.referral(),
            plan=plan_out(a.plan, self.knowledge.treatments),
            notices=list(dict.fromkeys(a.notices)),
            versions=self.versions(versions),
            acknowledgement=acknowledgement(versions.hpo),
        )

    def label(self, concept: str) -> str:
        return concept_label(self.knowledge, concept)

    def question(self, concept: str) -> str:
        entry = self.knowledge.vocabulary.concepts.get(concept)
        return entry.question if entry else self.label(concept)

    def flag(self, flag: RedFlag) -> out.RedFlagOut:
        return out.RedFlagOut(
            slug=flag.slug,
            label=flag.label,
            timeframe=flag.timeframe.value,
            action=flag.action,
            because=list(flag.because),
            findings=list(dict.fromkeys(finding.concept for finding in flag.findings)),
            sources=list(flag.flag.sources),
            confidence=flag.flag.confidence.value,
        )

    def finding(self, finding: Finding) -> out.FindingOut:
        return out.FindingOut(
            concept=finding.concept,
            label=self.label(finding.concept),
            present=finding.present,
            side=finding.side.value,
            site=finding.site,
            grade=finding.grade,
            origin=finding.evidence.origin.value,
            text=finding.evidence.text,
        )

    def measurement(self, measurement: Measurement) -> out.MeasurementOut:
        norm = measurement.norm
        return out.MeasurementOut(
            measure=measurement.measure,
            value=measurement.quantity.value,
            unit=measurement.quantity.unit,
            low=norm.low if norm else None,
            high=norm.high if norm else None,
            norm="; ".join(filter(None, (norm.population, norm.source))) if norm else "",
            flags=list(measurement.flags),
            findings=_signed(measurement.findings),
        )

    def exposure(self, exposure: Exposure) -> out.ExposureOut:
        drug = exposure.drug
        return out.ExposureOut(
            medication=exposure.medication.name,
            drug=drug.slug,
            label=drug.label,
            effect=drug.effect,
            findings=_signed(exposure.findings),
            note=exposure.note,
            source=drug.source,
            confidence=drug.confidence.value,
            status=drug.status,
        )

    def genetic(self, found: GeneticRanking) -> out.GeneticOut:
        return out.GeneticOut(
            diseases=[
                out.DiseaseOut(
                    id=d.id, name=d.name, genes=list(d.genes), disease_class=d.disease_class, posterior=d.posterior
                )
                for d in found.diseases[:DISEASES]
            ],
            classes=dict(found.by_class),
            genes=dict(list(found.by_gene.items())[:DISEASES]),
            not_in_knowledge=found.not_in_knowledge,
            notices=list(found.notices),
            version=found.knowledge_version,
        )

    def localisation(self, found: Localisation) -> out.LocalisationOut:
        return out.LocalisationOut(
            method=found.method,
            side_assumed=found.side_assumed,
            places=[
                out.PlaceOut(slug=one.slug, label=found.label(one), posterior=one.posterior, facet=one.facet)
                for one in found.ranked[:PLACES]
            ],
            reasons=list(found.reasons.sentences),
            unexplained=list(found.reasons.unexplained),
            examine_next=[
                out.ExamineOut(
                    kind=sign.kind,
                    slug=sign.slug,
                    label=sign.label,
                    side=sign.side,
                    how=sign.how,
                    bits=sign.bits,
                    abnormal_favours=sign.favours,
                    normal_favours=sign.against,
                )
                for sign in found.next_signs
            ],
        )

    def cause(self, ranked: RankedCause) -> out.CauseOut:
        cause = self.knowledge.causes[ranked.slug]
        share = cause.share[self.assessment.case.setting.value]
        return out.CauseOut(
            slug=ranked.slug,
            label=cause.label,
            family=cause.family,
            summary=cause.summary,
            probability=ranked.probability,
            low=ranked.low,
            high=ranked.high,
            base_rate=ranked.base_rate,
            base_rate_confidence=share.confidence.value,
            base_rate_source=share.source,
            base_decibans=ranked.base_decibans,
            must_not_miss=cause.must_not_miss,
            status=cause.status,
            pushes=[self.push(ranked.slug, push) for push in ranked.pushes],
        )

    def push(self, cause: str, push: Push) -> out.PushOut:
        found = basis(self.knowledge, cause, push.concept)
        weight = next(i.weight for i in self.assessment.differential.evidence.items if i.concept == push.concept)
        return out.PushOut(
            concept=push.concept,
            label=self.label(push.concept),
            present=push.present,
            decibans=push.decibans,
            weight=weight,
            probability_under_cause=found.under_cause,
            background=found.background,
            confidence=found.confidence.value,
            sources=list(found.sources),
        )

    def pattern(self, match: PatternMatch) -> out.PatternOut:
        row = match.pattern
        return out.PatternOut(
            id=row.id,
            pattern=row.pattern,
            think_of=row.think_of,
            next_test=row.next_test,
            because=list(match.because),
            unchecked=list(match.unchecked),
            source=row.source,
            confidence=row.confidence.value,
        )

    def answer(self, answer: Answer) -> out.AnswerOut:
        return out.AnswerOut(
            concept=answer.concept,
            label=self.label(answer.concept),
            present=answer.present,
            chance=answer.chance,
            cause=answer.cause,
            before=answer.before,
            after=answer.after,
            leader=answer.leader,
        )

    def test(self, test: ProposedTest) -> out.TestOut:
        order = self.knowledge.orders[test.slug]
        return out.TestOut(
            slug=test.slug,
            label=order.label,
            group=order.group.value,
            why=why_words(self.assessment, self.knowledge, test),
            bits=test.bits,
            burden=test.burden,
            value=test.value,
            order=[f"{line.when}: {line.what}" if line.when else line.what for line in order.lines],
            answers=[self.answer(answer) for answer in test.answers],
            status=order.status,
        )

    def referral(self) -> out.ReferralOut:
        referral = self.assessment.referral
        return out.ReferralOut(
            specialists=[one.slug for one in referral.to],
            also=[one.slug for one in referral.also],
            urgency=referral.urgency.value,
            urgency_words=referral.urgency_words,
            send_along=list(referral.send_along),
            why=referral.why,
        )

    def versions(self, versions: Versions) -> out.VersionsOut:
        return out.VersionsOut(
            program=versions.program,
            method=versions.method,
            knowledge=versions.knowledge,
            approved_files=versions.approved,
            files=versions.files,
            hpo=versions.hpo,
        )


def _signed(findings: Iterable[Finding]) -> list[str]:
    """Slugs of what follows, ``not:`` before what is excluded."""
    return [finding.concept if finding.present else f"not:{finding.concept}" for finding in findings]
