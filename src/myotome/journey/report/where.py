"""Where and how much, as the page shows it: the body map with its table, and the measured values with what they were held against."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from myotome.anatomy.body_map import Row, body_map_table, draw_body_map
from myotome.journey.assessment import Assessment
from myotome.journey.body_marks import body_marks
from myotome.journey.knowledge import Knowledge
from myotome.journey.report.citations import Citations
from myotome.journey.wording import amount, concept_label, measure_label, place_words, plain_number, unit_words
from myotome.words.measurement import Measurement, Norm

REGION_ONLY = "known for the region only"
"""How the body map's table marks what nobody examined muscle by muscle."""


@dataclass(frozen=True, slots=True)
class MeasuredRow:
    """One measured value in words; ``source`` is the number of the norm's source, 0 for none; ``outside`` of its limits."""

    label: str
    value: str
    norm: str
    population: str
    source: int
    outside: str
    flags: tuple[str, ...]
    findings: tuple[str, ...]
    taken_on: str


@dataclass(frozen=True, slots=True)
class MuscleRow:
    """One muscle of the map, or the muscles of a region that are known only together."""

    name: str
    side: str
    row: Row


@dataclass(frozen=True, slots=True)
class Where:
    """The drawing (empty when no finding names a place), its rows, and the measured values."""

    drawing: Markup
    rows: tuple[MuscleRow, ...]
    measured: tuple[MeasuredRow, ...]


def build_where(assessment: Assessment, knowledge: Knowledge, citations: Citations) -> Where:
    """The first question of the page: which muscles, how much, and what was measured."""
    marks = body_marks(assessment.findings)
    measured = tuple(_measured(m, knowledge, citations) for m in assessment.measurements)
    if not marks:
        return Where(Markup(""), (), measured)
    # The body map escapes every text that it writes.
    drawing = Markup(draw_body_map(marks, title="Body map"))  # noqa: S704
    return Where(drawing, _gathered(body_map_table(marks)), measured)


def _gathered(rows: Sequence[Row]) -> tuple[MuscleRow, ...]:
    """One row for both sides where they agree in every word, and for all muscles of a region that were not examined singly."""
    sides: dict[tuple[str, ...], list[Row]] = {}
    for row in rows:
        sides.setdefault((row.muscle, *_told(row)), []).append(row)
    groups: dict[tuple[str, ...], list[MuscleRow]] = {}
    for pair in sides.values():
        one = MuscleRow(pair[0].name, " and ".join(row.side for row in pair), pair[0])
        told = (one.side, *_told(one.row))
        groups.setdefault(told if REGION_ONLY in one.row.detail else (*told, one.row.muscle), []).append(one)
    return tuple(
        MuscleRow(f"{len(group)} muscles", group[0].side, group[0].row) if len(group) > 1 else group[0]
        for group in groups.values()
    )


def _told(row: Row) -> tuple[str, ...]:
    return row.weakness, row.wasting, row.fasciculations, row.detail


def _measured(measurement: Measurement, knowledge: Knowledge, citations: Citations) -> MeasuredRow:
    norm, value, unit = measurement.norm, measurement.quantity.value, measurement.quantity.unit
    place = place_words(measurement.site, measurement.side)
    return MeasuredRow(
        label=measure_label(measurement.measure) + (f", {place}" if place else ""),
        value=amount(measurement.quantity),
        norm=_limits(norm, unit),
        population=norm.population if norm else "",
        source=citations.cite(norm.source, norm.population) if norm else 0,
        outside=_outside(norm, value),
        flags=measurement.flags,
        findings=tuple(
            ("" if f.present else "not: ") + concept_label(knowledge, f.concept) for f in measurement.findings
        ),
        taken_on=measurement.taken_on.isoformat() if measurement.taken_on else "",
    )


def _limits(norm: Norm | None, unit: str) -> str:
    if norm is None or (norm.low is None and norm.high is None):
        return ""
    if norm.low is None or norm.high is None:
        end = (
            f"at least {plain_number(norm.low)}" if norm.low is not None else f"up to {plain_number(norm.high or 0.0)}"
        )
    else:
        end = f"{plain_number(norm.low)} to {plain_number(norm.high)}"
    return f"{end} {unit_words(unit)}".strip()


def _outside(norm: Norm | None, value: float) -> str:
    if norm is not None and norm.low is not None and value < norm.low:
        return "low"
    return "high" if norm is not None and norm.high is not None and value > norm.high else ""
