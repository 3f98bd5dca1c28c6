"""Values over time: a change within the error of measuring is never called a change, and units never mix."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from myotome.followup.series import Series, measurement_errors, series_of
from myotome.words.measurement import Measurement
from myotome.words.side import Side
from myotome.words.units import Quantity

START = date(2026, 1, 5)


def of(measure: str, *values: float, unit: str, age: float | None = 63, side: Side = Side.UNSTATED) -> Series:
    taken = [
        (START + timedelta(days=30 * n), Measurement(measure, Quantity(value, unit), side))
        for n, value in enumerate(values)
    ]
    (found,) = series_of(taken, age)
    return found


def test_a_change_within_the_error_is_not_called_a_change() -> None:
    """Grip 30 to 25 kg at 63: 5 kg are less than the 6 kg of measuring twice (Beauchamp 2021)."""
    assert of("grip", 30, 25, unit="kg").beyond_error is False


def test_no_verdict_without_a_published_error() -> None:
    """Of vital capacity no error stands in the table: the values are shown, and nothing is said of them."""
    found = of("fvc", 3.1, 2.4, unit="L")
    assert found.change == pytest.approx(-0.7)
    assert found.beyond_error is None


@pytest.mark.parametrize("age", [49.9, None, 12])
def test_no_verdict_for_people_who_were_not_studied(age: float | None) -> None:
    """The errors are those of people of 50 and older; at another age, or none, they say nothing."""
    assert of("grip", 30, 10, unit="kg", age=age).beyond_error is None


def test_one_value_is_no_change() -> None:
    """Nothing to compare with."""
    found = of("grip", 30, unit="kg")
    assert found.change is None and found.beyond_error is None and found.since_first is None


def test_left_and_right_are_two_series() -> None:
    """A weak left hand after a strong right one is not a fall."""
    taken = [
        (START, Measurement("grip", Quantity(34, "kg"), Side.RIGHT)),
        (START, Measurement("grip", Quantity(12, "kg"), Side.LEFT)),
    ]
    assert [one.label for one in series_of(taken, 63)] == ["Grip strength, right", "Grip strength, left"]


def test_a_value_in_a_unit_that_cannot_be_turned_is_a_series_of_its_own() -> None:
    """Percent and grams per litre of the same measure are not joined by a line."""
    taken = [
        (START, Measurement("albumin", Quantity(38, "g/L"))),
        (START, Measurement("albumin", Quantity(550, "umol/L"))),
    ]
    assert len(series_of(taken, 63)) == 2


def test_a_change_at_the_error_counts_and_its_size_is_right() -> None:
    """Walking 1.0 to 0.8 m/s is a change of 0.2, the smallest that can be told; floating point must not lose it."""
    found = of("gait_speed", 1.0, 0.8, unit="m/s")
    assert found.change == pytest.approx(-0.2)
    assert found.beyond_error is True


def test_units_are_turned_before_they_are_compared() -> None:
    """100 cm/s and 0.75 m/s differ by 0.25 m/s."""
    taken = [
        (START, Measurement("gait_speed", Quantity(100, "cm/s"))),
        (START + timedelta(days=9), Measurement("gait_speed", Quantity(0.75, "m/s"))),
    ]
    (found,) = series_of(taken, 63)
    assert found.unit == "m/s"
    assert found.change == pytest.approx(-0.25)


def test_values_stand_in_order_of_their_day() -> None:
    """A result that came in late stands where it belongs."""
    taken = [
        (START + timedelta(days=9), Measurement("ck", Quantity(400, "U/L"))),
        (START, Measurement("ck", Quantity(900, "U/L"))),
        (START + timedelta(days=30), Measurement("ck", Quantity(300, "U/L"))),
    ]
    (found,) = series_of(taken, 63)
    assert [value.value for value in found.values] == [900, 400, 300]
    assert found.change == -100 and found.since_first == -600


def test_every_error_has_its_source() -> None:
    """No number without one."""
    assert all(error.source and error.population and error.mdc90 > 0 for error in measurement_errors().values())
