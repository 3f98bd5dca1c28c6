"""Units: what may be converted, and above all what may not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from myotome.words.errors import UnitMismatch
from myotome.words.units import Quantity, parse_unit


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("mmol/L", "mg/dL"),
        ("U/L", "[IU]/L"),
        ("kg", "cm"),
        ("mL", "mL/kg"),
        ("1", "kg"),
        ("m/s", "m"),
        ("mm[Hg]", "mm"),
    ],
)
def test_what_measures_different_things_is_never_added(one: str, other: str) -> None:
    """A sum of two dimensions is refused, with a cure."""
    with pytest.raises(UnitMismatch, match="cannot be turned into"):
        Quantity(1, one) + Quantity(1, other)


def test_molar_and_mass_concentrations_are_told_apart_by_name() -> None:
    """mmol/L against mg/dL says that a molar mass is missing."""
    with pytest.raises(UnitMismatch, match="molar mass"):
        Quantity(5.0, "mmol/L").to("mg/dL")


@pytest.mark.parametrize(
    ("wrong", "hint"),
    [
        ("IU/L", "U/L"),
        ("mmHg", "mm[Hg]"),
        ("years", "Write it as a"),
        ("µmol/L", "umol/L"),
        ("", "missing"),
        (" kg", "missing"),
    ],
)
def test_a_slip_gets_the_right_spelling(wrong: str, hint: str) -> None:
    """An unknown unit names the UCUM code that was probably meant."""
    with pytest.raises(UnitMismatch, match=hint.replace("[", r"\[")):
        Quantity(1, wrong)


@pytest.mark.parametrize(
    ("value", "unit", "target", "expected"),
    [
        (1, "kg", "g", 1000),
        (1, "[lb_av]", "kg", 0.45359237),
        (30, "cm[H2O]", "mm[Hg]", 22.0668),
        (2, "mL/kg", "L/kg", 0.002),
        (1, "a", "d", 365.25),
        (80, "mg/dL", "g/L", 0.8),
        (36, "km/h", "m/s", 10),
        (250, "L/min", "mL/s", 4166.667),
        (50, "%", "1", 0.5),
        (4.5, "10*9/L", "10*6/mL", 4.5),
    ],
)
def test_conversions_that_can_be_checked_by_hand(value: float, unit: str, target: str, expected: float) -> None:
    """Known conversions come out right."""
    assert Quantity(value, unit).to(target).value == pytest.approx(expected, rel=1e-5)


units = st.sampled_from(["g", "kg", "mg", "ug", "[lb_av]"])


@given(st.floats(-1e6, 1e6), units, units)
def test_there_and_back_again(value: float, one: str, other: str) -> None:
    """Converting and converting back gives the value again."""
    assert Quantity(value, one).to(other).to(one).value == pytest.approx(value, rel=1e-12, abs=1e-12)


def test_sums_and_differences_keep_the_first_unit() -> None:
    """1 kg + 500 g is 1.5 kg, and 1 kg - 500 g is half a kilogram."""
    assert Quantity(1, "kg") + Quantity(500, "g") == Quantity(1.5, "kg")
    assert (Quantity(1, "kg") - Quantity(500, "g")).value == pytest.approx(0.5)


def test_powers_and_quotients_have_the_dimension_that_they_say() -> None:
    """kg/m2 is mass per area; a volume is a length cubed."""
    assert parse_unit("kg/m2").dimension == (("length", -2), ("mass", 1))
    assert parse_unit("mL").dimension == parse_unit("cm3").dimension
    assert Quantity(1, "mL").to("cm3").value == pytest.approx(1)
