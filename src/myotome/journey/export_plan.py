"""The plan of an assessment as plain values, in the published format."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from myotome.journey import export_plan_schema as out
from myotome.treatment.plan import Plan, PlanItem
from myotome.treatment.programme import Programme
from myotome.treatment.safety import Caution
from myotome.treatment.treatment import Treatment


def plan_out(plan: Plan, treatments: Mapping[str, Treatment]) -> out.PlanOut:
    """The whole plan; nothing is left out but the checks that came to nothing. ``treatments`` tell how each stands reviewed."""
    return out.PlanOut(
        settled=plan.settled,
        urgent=_cautions(plan.urgent),
        cautions=_cautions(plan.cautions),
        drugs=[
            out.DrugTimingOut(
                medication=drug.exposure.medication.name,
                drug=drug.exposure.drug.slug,
                verdict=drug.timing.verdict,
                unknown=list(drug.timing.unknown),
                action=drug.action,
            )
            for drug in plan.drugs
        ],
        items=[_item(item, treatments[item.treatment].status) for item in plan.items],
        not_recommended=[
            out.NotRecommendedOut(
                slug=one.treatment, label=one.label, reasons=list(one.reasons), sources=list(one.sources)
            )
            for one in plan.not_recommended
        ],
        exercise_limits=_cautions(plan.exercise_limits),
        programme=_programme(plan.programme) if plan.programme else None,
        programme_note=plan.programme_note,
        follow_up=[out.FollowUpOut(slug=one.treatment, what=one.what) for one in plan.follow_up],
    )


def _cautions(cautions: Iterable[Caution]) -> list[out.CautionOut]:
    return [
        out.CautionOut(
            slug=caution.slug,
            text=caution.text,
            reason=caution.reason,
            urgency=caution.urgency.value,
            because=list(caution.because),
            source=caution.source,
        )
        for caution in cautions
    ]


def _item(item: PlanItem, status: str) -> out.PlanItemOut:
    return out.PlanItemOut(
        slug=item.treatment,
        label=item.label,
        kind=item.kind,
        stage=item.stage.value,
        when=item.when,
        need=item.need,
        why=list(item.why),
        dose=item.dose.text,
        prescription=item.prescription,
        grade=item.grade.value,
        evidence=item.evidence,
        warnings=list(item.warnings),
        to_ask=list(item.to_ask),
        needs_specialist=item.needs_specialist,
        monitoring=item.monitoring,
        delivered_by=list(item.delivered_by),
        sources=list(item.sources),
        status=status,
    )


def _programme(programme: Programme) -> out.ProgrammeOut:
    return out.ProgrammeOut(
        slug=programme.slug,
        label=programme.label,
        because=list(programme.because),
        exercises=list(programme.exercises),
        weeks=[
            out.WeekOut(
                number=week.number,
                aim=week.aim,
                sessions=week.sessions,
                rpe=week.rpe,
                sets=week.sets,
                repetitions=week.repetitions,
                percent_1rm=week.percent_1rm,
                minutes=week.minutes,
            )
            for week in programme.weeks
        ],
        progress=programme.progress,
        stop=list(programme.stop),
        limits=list(programme.limits),
        source=programme.source,
    )
