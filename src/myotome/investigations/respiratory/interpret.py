"""What a bedside breathing test means: vital capacity per kg, mouth pressures, counting in one breath."""

from __future__ import annotations

from dataclasses import replace

from myotome.investigations.convert import to_measure_unit
from myotome.investigations.judge import judge
from myotome.investigations.measure import Table
from myotome.investigations.table import load_table
from myotome.words.case import Person
from myotome.words.errors import OutOfRange
from myotome.words.measurement import Measurement
from myotome.words.units import Quantity

NEEDS_WEIGHT = "fvc"
PER_KG = "fvc_per_kg"


def interpret(measurement: Measurement, person: Person, weight_kg: float | None = None) -> Measurement:
    """The value with norm, flags and findings; vital capacity in litres is judged per kg and keeps its litres.

    ``weight_kg`` is the body weight (1 to 500); without it vital capacity gets a flag and no finding. Raises
    KeyError for a measure of another room, OutOfRange and UnitMismatch with the cure.
    """
    measure = measures()[measurement.measure]
    judged = judge(measurement, measure, person)
    if measure.slug != NEEDS_WEIGHT:
        return judged
    if weight_kg is None:
        return replace(judged, flags=(*judged.flags, "give the body weight: vital capacity is judged in mL per kg"))
    if not 1 <= weight_kg <= 500:
        raise OutOfRange("body weight must lie between 1 and 500 kg", value=weight_kg, cure="Give the weight in kg.")
    per_kg = Quantity(judged.quantity.to("mL").value / weight_kg, "mL/kg")
    inner = judge(Measurement(PER_KG, per_kg), measures()[PER_KG], person)
    norm = inner.norm
    litres = None if norm is None or norm.low is None else norm.low * weight_kg / 1000
    return replace(
        judged,
        norm=None if norm is None else replace(norm, low=litres),
        flags=(*judged.flags, f"{per_kg.value:.0f} mL/kg", *inner.flags),
        findings=(*judged.findings, *inner.findings),
    )


def fall_of_vital_capacity(first: Measurement, now: Measurement, person: Person) -> Measurement:
    """How far vital capacity fell since its first value, in % of that value; negative when it rose.

    Both are measurements of ``fvc`` in any unit of volume. Raises OutOfRange and UnitMismatch with the cure.
    """
    fvc = measures()[NEEDS_WEIGHT]
    before, after = (to_measure_unit(one.quantity, fvc).value for one in (first, now))
    fall = Measurement("fvc_fall", Quantity(100 * (before - after) / before, "%"), taken_on=now.taken_on)
    return judge(fall, measures()["fvc_fall"], person)


def measures() -> Table:
    """The measures of this room by slug."""
    return load_table("respiratory")
