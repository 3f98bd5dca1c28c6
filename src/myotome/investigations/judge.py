"""Holds a value against the limits of its measure: which findings follow, which are excluded, what is unsure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from myotome.investigations.convert import in_measure_unit, to_measure_unit
from myotome.investigations.measure import Band, Limit, Measure
from myotome.words.case import Person
from myotome.words.finding import Evidence, Finding, Origin
from myotome.words.measurement import Measurement, Norm
from myotome.words.side import State
from myotome.words.source import Confidence
from myotome.words.units import Quantity


def judge(measurement: Measurement, measure: Measure, person: Person) -> Measurement:
    """The measurement in its measure's unit, with norm, flags and findings.

    The laboratory's own limits (``measurement.norm``, in the value's own unit) replace reference limits. Where sex
    or age is unknown, a finding is stated only when every row that might apply agrees. Raises UnitMismatch and
    OutOfRange as ``to_measure_unit``.
    """
    quantity = to_measure_unit(measurement.quantity, measure)
    own = _own_limits(measurement, measure)
    fitting = [limit for limit in measure.limits if limit.fits(person)]
    if own is not None and not fitting:  # the laboratory knows a limit for this age where the table does not
        fitting = [limit for limit in measure.limits if limit.reference]
    limits = [_with_own(limit, own) for limit in fitting]
    flags: list[str] = []
    findings: dict[str, Finding] = {}
    if not limits and measure.limits:
        flags.append(f"no limit of {measure.label} is known for this age")
    text = f"{measure.label} {_plain(quantity.value)} {quantity.unit}"
    for concept in dict.fromkeys(limit.finding for limit in limits if limit.finding):
        rows = [limit for limit in limits if limit.finding == concept]
        state = _agreed(_state(quantity.value, row) for row in rows)
        if state is None:
            flags.extend(_unsure(measure, rows))
        elif state != _SILENT:
            findings[concept] = _finding(measurement, concept, State(state), text, rows[0])
    flags.extend(row.flag for row in limits if row.flag and row.direction.beyond(quantity.value, row.value))
    if measure.bands:
        band = _band(quantity.value, measure, limits)
        if band is None:
            flags.append(f"the upper limit of {measure.label} depends on sex and age: state them")
        else:
            findings[band[0].finding] = _finding(measurement, band[0].finding, State.PRESENT, text, band[1])
            flags.extend([band[0].flag] if band[0].flag else [])
    return replace(
        measurement,
        measure=measure.slug,
        quantity=quantity,
        standard_error=_error(measurement, measure),
        norm=_norm(limits, own) or own,
        flags=tuple(dict.fromkeys((*measurement.flags, *flags))),
        findings=(*(f for f in measurement.findings if f.concept not in findings), *findings.values()),
    )


_SILENT = "silent"


def _state(value: float, limit: Limit) -> str:
    if limit.direction.beyond(value, limit.value):
        return State.PRESENT
    edge = limit.value if limit.absent_from is None else limit.absent_from
    good = value >= edge if limit.direction.low else value <= edge
    return State.ABSENT if limit.excludes and good else _SILENT


def _agreed(states: Iterable[str]) -> str | None:
    seen = set(states)
    return seen.pop() if len(seen) == 1 else None


def _unsure(measure: Measure, rows: list[Limit]) -> list[str]:
    what = "sex" if len({row.sex for row in rows}) > 1 else "age"
    return [f"the limit of {measure.label} depends on {what}, which is not stated"]


def _band(value: float, measure: Measure, limits: list[Limit]) -> tuple[Band, Limit] | None:
    tops = [limit for limit in limits if limit.reference and not limit.direction.low]
    found = [
        (next(band for band in measure.bands if band.up_to is None or value <= band.up_to * top.value), top)
        for top in tops
    ]
    return found[0] if len({band.finding for band, _ in found}) == 1 else None


def _finding(measurement: Measurement, concept: str, state: State, text: str, limit: Limit) -> Finding:
    side = "lower" if limit.direction.low else "upper"
    basis = f"{text}, {side} limit {_plain(limit.value)} ({limit.source})"
    evidence = Evidence(Origin.MEASURED, by=measurement.method, text=basis)
    return Finding(concept, state, measurement.side, measurement.site, evidence=evidence)


def _plain(value: float) -> str:
    return f"{value:.0f}" if abs(value) >= 1000 else f"{value:.3g}"


def _own_limits(measurement: Measurement, measure: Measure) -> Norm | None:
    norm = measurement.norm
    if norm is None:
        return None
    low, high = (
        None if end is None else in_measure_unit(Quantity(end, measurement.quantity.unit), measure)
        for end in (norm.low, norm.high)
    )
    return Norm(low, high, norm.population, norm.source)


def _with_own(limit: Limit, own: Norm | None) -> Limit:
    value = None if own is None else own.low if limit.direction.low else own.high
    if not limit.reference or own is None or value is None:
        return limit
    return replace(
        limit,
        value=value,
        population=own.population,
        source=own.source or "the laboratory's own limit",
        confidence=Confidence.VERIFIED,
    )


def _norm(limits: list[Limit], own: Norm | None) -> Norm | None:
    """The limits to print: reference limits before decision limits; where sex or age is open, the widest range."""
    shown = [limit for limit in limits if limit.reference] or [limit for limit in limits if limit.finding] or limits
    if not shown:
        return None
    low = min(_first_concept(shown, low=True), key=lambda limit: limit.value, default=None)
    high = max(_first_concept(shown, low=False), key=lambda limit: limit.value, default=None)
    first = low or high
    if own is not None and any(limit.source == (own.source or "the laboratory's own limit") for limit in shown):
        return own
    return Norm(
        None if low is None else low.value,
        None if high is None else high.value,
        first.population if first else "",
        first.source if first else "",
    )


def _first_concept(limits: list[Limit], *, low: bool) -> list[Limit]:
    side = [limit for limit in limits if limit.direction.low is low]
    return [limit for limit in side if limit.finding == side[0].finding]


def _error(measurement: Measurement, measure: Measure) -> float | None:
    if measurement.standard_error is None:
        return None
    here, unit = measurement.quantity, measurement.quantity.unit
    shifted = in_measure_unit(Quantity(here.value + measurement.standard_error, unit), measure)
    return abs(shifted - in_measure_unit(here, measure))
