"""The plan as the page shows it: safety first, then what fits, what is not recommended, and when to look again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from myotome.journey.assessment import Assessment
from myotome.journey.knowledge import Knowledge
from myotome.journey.report.citations import Citations
from myotome.treatment.plan import DrugTiming, NotRecommended, PlanItem
from myotome.treatment.programme import Programme
from myotome.treatment.safety import Caution
from myotome.treatment.treatment import Stage


@dataclass(frozen=True, slots=True)
class CautionView:
    """One caution with the number of its source (0 for none)."""

    caution: Caution
    source: int


@dataclass(frozen=True, slots=True)
class ItemView:
    """One recommendation with the numbers of its sources; ``prescriber`` where a prescriber decides on the dose."""

    item: PlanItem
    sources: tuple[int, ...]
    dose_source: int


@dataclass(frozen=True, slots=True)
class ItemGroup:
    """Recommendations that start at the same time; ``folded`` for what waits until a diagnosis is confirmed."""

    when: str
    items: tuple[ItemView, ...]
    folded: bool


@dataclass(frozen=True, slots=True)
class PlanView:
    """Everything of the plan in the order of reading."""

    settled: bool
    urgent: tuple[CautionView, ...]
    cautions: tuple[CautionView, ...]
    drugs: tuple[tuple[DrugTiming, int], ...]
    groups: tuple[ItemGroup, ...]
    refused: tuple[tuple[NotRecommended, tuple[int, ...]], ...]
    limits: tuple[CautionView, ...]
    programme: Programme | None
    programme_source: int
    programme_note: str
    follow_up: tuple[tuple[str, str], ...]

    @property
    def first(self) -> str:
        """The caution to be read by who reads nothing else; empty when there is none."""
        leading = (*self.urgent, *self.cautions)
        return leading[0].caution.text if leading else ""


def build_plan(assessment: Assessment, knowledge: Knowledge, citations: Citations) -> PlanView:
    """The plan with its sources numbered in the order in which the page shows them."""
    plan = assessment.plan
    urgent, cautions = _cautions(plan.urgent, citations), _cautions(plan.cautions, citations)
    drugs = tuple((drug, citations.cite(drug.exposure.drug.source)) for drug in plan.drugs)
    groups = tuple(_groups(plan.items, citations))
    refused = tuple((one, citations.cite_all(one.sources)) for one in plan.not_recommended)
    limits = _cautions(plan.exercise_limits, citations)
    return PlanView(
        settled=plan.settled,
        urgent=urgent,
        cautions=cautions,
        drugs=drugs,
        groups=groups,
        refused=refused,
        limits=limits,
        programme=plan.programme,
        programme_source=citations.cite(plan.programme.source) if plan.programme else 0,
        programme_note=plan.programme_note,
        follow_up=tuple((_label(knowledge, one.treatment), one.what) for one in plan.follow_up),
    )


def _cautions(cautions: tuple[Caution, ...], citations: Citations) -> tuple[CautionView, ...]:
    return tuple(CautionView(caution, citations.cite(caution.source)) for caution in cautions)


def _groups(items: tuple[PlanItem, ...], citations: Citations) -> Iterator[ItemGroup]:
    """Items by the moment at which they start, in the plan's order; what needs a confirmed diagnosis comes last."""
    moments: dict[tuple[bool, str], list[PlanItem]] = {}
    for item in items:
        moments.setdefault((item.stage is Stage.CONFIRMED, item.when), []).append(item)
    for waits, when in sorted(moments, key=lambda moment: moment[0]):
        yield ItemGroup(when, tuple(_item(item, citations) for item in moments[waits, when]), waits)


def _item(item: PlanItem, citations: Citations) -> ItemView:
    dose = citations.cite(item.dose.source)
    return ItemView(item, citations.cite_all(item.sources), dose)


def _label(knowledge: Knowledge, slug: str) -> str:
    treatment = knowledge.treatments.get(slug)
    return treatment.label if treatment else slug.replace("_", " ")
