"""Brings a quantity into the unit of its measure, and refuses what no living person has as a probable slip of unit."""

from __future__ import annotations

from myotome.investigations.measure import Measure
from myotome.words.errors import OutOfRange, UnitMismatch
from myotome.words.units import Dimension, Quantity, parse_unit


def to_measure_unit(quantity: Quantity, measure: Measure) -> Quantity:
    """``quantity`` in ``measure.unit``.

    Uses the measure's own formula first (HbA1c in % is not a ratio of mmol/mol), then the unit's dimension, then the
    molar mass. Raises UnitMismatch with the units that would do, and OutOfRange for a value outside the possible
    range, with the unit that would explain it.
    """
    value = in_measure_unit(quantity, measure)
    value = abs(value) if measure.size_only else value
    if not measure.possible_low <= value <= measure.possible_high:
        raise OutOfRange(
            f"{measure.label} of {quantity} is outside what is possible "
            f"({measure.possible_low:g} to {measure.possible_high:g} {measure.unit})",
            value=quantity.value,
            cure=_slip(quantity, measure),
        )
    return Quantity(value, measure.unit)


def in_measure_unit(quantity: Quantity, measure: Measure) -> float:
    """The number in ``measure.unit``, not checked against what is possible; raises UnitMismatch."""
    for other in measure.other_units:
        if quantity.unit == other.unit:
            return other.scale * quantity.value + other.offset
    here, there = parse_unit(quantity.unit), parse_unit(measure.unit)
    if here.dimension == there.dimension:
        return quantity.to(measure.unit).value
    if measure.molar_mass_g_per_mol is not None:
        mass, amount = _swapped(here.dimension, "mass", "amount"), _swapped(here.dimension, "amount", "mass")
        if mass == there.dimension:  # a mass was given, an amount is wanted
            return quantity.value * here.factor / measure.molar_mass_g_per_mol / there.factor
        if amount == there.dimension:
            return quantity.value * here.factor * measure.molar_mass_g_per_mol / there.factor
    units = ", ".join(
        dict.fromkeys((measure.unit, *measure.also_units, *(other.unit for other in measure.other_units)))
    )
    raise UnitMismatch(
        f"{measure.label} is not measured in {quantity.unit}", value=quantity.value, cure=f"Give it in {units}."
    )


def _swapped(dimension: Dimension, out: str, into: str) -> Dimension | None:
    powers = dict(dimension)
    if powers.pop(out, 0) != 1 or into in powers:
        return None
    return tuple(sorted({**powers, into: 1}.items()))


def _slip(quantity: Quantity, measure: Measure) -> str:
    for unit in (measure.unit, *measure.also_units, *(other.unit for other in measure.other_units)):
        if unit == quantity.unit:
            continue
        value = in_measure_unit(Quantity(quantity.value, unit), measure)
        if measure.possible_low <= value <= measure.possible_high:
            return f"Was it {quantity.value:g} {unit}? Check value and unit on the report."
    return "Check value and unit on the report."
