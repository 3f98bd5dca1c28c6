"""Cases, people and findings are valid from birth."""

from __future__ import annotations

import dataclasses
import math

import pytest

from myotome.words import Case, Finding, Measurement, Person, Quantity, State, Term
from myotome.words.errors import MyotomeError, OutOfRange, UnusableInput


@pytest.mark.parametrize("age", [-0.1, 125.1, 212, math.inf])
def test_an_impossible_age_is_refused(age: float) -> None:
    """Nobody is younger than 0 or older than 125."""
    with pytest.raises(OutOfRange, match="between 0 and 125"):
        Person(age)


def test_a_weight_in_the_wrong_unit_is_refused() -> None:
    """70,000 (grams) is no weight in kilograms."""
    with pytest.raises(OutOfRange, match="kilograms"):
        Case("x", weight_kg=70_000)


@pytest.mark.parametrize("hpo", ["0001324", "HP:1324", "HP:00013240", "MONDO:0001324"])
def test_an_ontology_id_of_another_shape_is_refused(hpo: str) -> None:
    """Only HP: and seven digits."""
    with pytest.raises(OutOfRange, match="HP:0001324"):
        Term(hpo)


def test_a_measurement_must_be_a_number() -> None:
    """NaN is not a measurement."""
    with pytest.raises(OutOfRange, match="finite"):
        Measurement("ck", Quantity(math.nan, "U/L"))


def test_absent_and_not_asked_are_never_merged() -> None:
    """A concept is absent only when someone looked; present on one side wins over absent on the other."""
    case = Case("x", findings=(Finding("a"), Finding("b", State.ABSENT), Finding("c", State.ABSENT), Finding("c")))
    assert case.present() == {"a", "c"}
    assert case.absent() == {"b"}
    assert "d" not in case.present() | case.absent()


def test_a_case_cannot_be_changed() -> None:
    """An edit makes a new case."""
    with pytest.raises(dataclasses.FrozenInstanceError):
        Case("x").id = "y"  # type: ignore[misc]


def test_every_error_says_place_value_and_cure_in_one_line() -> None:
    """The sentence holds all three, and outer places stand before inner ones."""
    error = UnusableInput("broken", place="line 3", value="x\ny", cure="Mend it.").at("file.yaml")
    assert str(error) == "file.yaml > line 3: broken (seen: 'x\\ny'). Mend it."
    assert error.exit_code == 10
    assert isinstance(error, MyotomeError)
