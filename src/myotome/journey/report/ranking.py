"""The ranked causes as the page shows them: each with its waterfall, and each number of it with what it rests on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from myotome.causes.cause import Cause, Share
from myotome.diagnosis.differential import Push, RankedCause
from myotome.diagnosis.evidence import Item
from myotome.diagnosis.model import LONE_CAUSE
from myotome.journey.assessment import Assessment
from myotome.journey.basis import Basis, basis
from myotome.journey.knowledge import Knowledge
from myotome.journey.report.citations import Citations
from myotome.journey.report.waterfall import Step, Stop, draw_waterfall
from myotome.journey.wording import concept_label, percent
from myotome.words.finding import Origin

EXPLAINED = 5
"""Causes that get a waterfall."""
SHOWN = 8
"""Causes in the first table; what must not be missed follows, then the rest under a heading to open."""
BARS = 10
"""Findings with a bar of their own; the weaker ones share the last bar, and all stand in the table."""
STILL_POSSIBLE = 0.02
"""Upper end of the interval from which a cause that must not be missed is shown although it ranks low. A display choice."""


NO_CHART = Markup("")


@dataclass(frozen=True, slots=True)
class Counted:
    """One published proportion behind a number: ``words`` (``55 % of 80``) and the number of its source."""

    words: str
    source: int


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """What one finding did to one cause: ``push`` in decibans; ``weight`` (0 to 1) is how much of it counted.

    ``known_from`` says what it follows from, empty where it was stated itself.
    """

    label: str
    present: bool
    push: float
    weight: float
    known_from: str
    basis: Basis
    counted: tuple[Counted, ...]
    background_source: int


@dataclass(frozen=True, slots=True)
class BaseRate:
    """What the ranking started from: the share of the cause in this setting, and its source (0 for none)."""

    share: Share
    source: int


@dataclass(frozen=True, slots=True)
class CauseView:
    """One cause on the page. ``chart`` and ``evidence`` are empty for all but the first few."""

    place: int
    ranked: RankedCause
    cause: Cause
    base: BaseRate | None
    chart: Markup = NO_CHART
    evidence: tuple[EvidenceRow, ...] = ()


@dataclass(frozen=True, slots=True)
class Ranking:
    """All causes in three groups: ``first``, those further down that must not be missed, and the ``rest``."""

    first: tuple[CauseView, ...]
    feared: tuple[CauseView, ...]
    rest: tuple[CauseView, ...]

    @property
    def explained(self) -> tuple[CauseView, ...]:
        """The causes with a waterfall."""
        return tuple(view for view in self.first if view.chart)


def build_ranking(assessment: Assessment, knowledge: Knowledge, citations: Citations) -> Ranking:
    """Every cause of the catalogue in its place; the stand-in for unknown causes is told elsewhere."""
    setting = assessment.case.setting.value
    named = [cause for cause in assessment.differential.ranked if cause.slug != LONE_CAUSE]
    items = {item.concept: item for item in assessment.differential.evidence.items}
    bases = {ranked.slug: _base(knowledge.causes[ranked.slug], setting, citations) for ranked in named[:SHOWN]}
    views = []
    for place, ranked in enumerate(named, start=1):
        cause = knowledge.causes[ranked.slug]
        chart = NO_CHART
        evidence: tuple[EvidenceRow, ...] = ()
        if place <= EXPLAINED and ranked.pushes:
            evidence = _evidence(ranked, items, knowledge, citations)
            chart = _chart(ranked, cause, evidence, place)
        views.append(CauseView(place, ranked, cause, bases.get(ranked.slug), chart, evidence))
    later = views[SHOWN:]
    feared = [view for view in later if view.cause.must_not_miss and view.ranked.high >= STILL_POSSIBLE]
    rest = [view for view in later if view not in feared]
    return Ranking(tuple(views[:SHOWN]), tuple(feared), tuple(rest))


def _base(cause: Cause, setting: str, citations: Citations) -> BaseRate | None:
    share = cause.share.get(setting)
    return BaseRate(share, citations.cite(share.source)) if share else None


def _evidence(
    ranked: RankedCause, items: Mapping[str, Item], knowledge: Knowledge, citations: Citations
) -> tuple[EvidenceRow, ...]:
    strongest = sorted(ranked.pushes, key=lambda push: (-abs(push.decibans), push.concept))
    return tuple(_row(push, items[push.concept], ranked.slug, knowledge, citations) for push in strongest)


def _row(push: Push, item: Item, cause: str, knowledge: Knowledge, citations: Citations) -> EvidenceRow:
    found = basis(knowledge, cause, push.concept)
    elsewhere = citations.cite(found.background_source)
    counted = tuple(
        Counted(percent(row.p) + (f" of {row.of:g}" if row.of else ""), citations.cite(row.source, row.population))
        for row in found.published
    )
    return EvidenceRow(
        concept_label(knowledge, push.concept),
        push.present,
        push.decibans,
        item.weight,
        _why_known(item, knowledge),
        found,
        counted,
        elsewhere,
    )


def _why_known(item: Item, knowledge: Knowledge) -> str:
    if item.stand_in:
        return f"taken from: {concept_label(knowledge, item.stand_in)}"
    derived = [f for f in item.findings if f.evidence.origin is Origin.DERIVED]
    if derived and len(derived) == len(item.findings):
        return "; ".join(dict.fromkeys(f.evidence.text for f in derived if f.evidence.text))
    return ""


def _chart(ranked: RankedCause, cause: Cause, evidence: Sequence[EvidenceRow], place: int) -> Markup:
    steps = [Step(row.label if row.present else f"Absent: {row.label}", row.push) for row in evidence]
    drawn, rest = steps[:BARS], steps[BARS:]
    if len(rest) == 1:
        drawn, rest = steps, []
    if rest:
        drawn = [*drawn, Step(f"{len(rest)} more findings, in the table", sum(step.push for step in rest))]
    title = f"What moved {cause.label}, in decibans"
    # Every text in it is escaped where it is drawn.
    start, end = Stop(ranked.base_rate, ranked.base_decibans), Stop(ranked.probability, ranked.decibans)
    return Markup(draw_waterfall(title, start, drawn, end, f"wf{place}"))  # noqa: S704
