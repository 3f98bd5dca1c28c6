"""Vital capacity is judged per kg of body weight, by the 20/30/40 rule, and a missing weight is said and never guessed."""

from __future__ import annotations

import pytest

from myotome.investigations.interpret import interpret
from myotome.investigations.respiratory.interpret import fall_of_vital_capacity
from myotome.symptoms.red_flags import fired
from myotome.words.case import Person, Sex
from myotome.words.errors import OutOfRange
from myotome.words.measurement import Measurement
from myotome.words.units import Quantity

MAN = Person(60, Sex.MALE)


def fvc(litres: float) -> Measurement:
    return Measurement("fvc", Quantity(litres, "L"))


def test_no_weight_no_verdict() -> None:
    """Without a body weight there is no finding, and a flag asks for it."""
    result = interpret(fvc(1.2), MAN)
    assert result.findings == () and "body weight" in result.flags[0]


def test_a_sound_breath_is_no_alarm() -> None:
    """3.5 L in 70 kg are 50 mL/kg: the finding is excluded and nothing fires."""
    result = interpret(fvc(3.5), MAN, weight_kg=70)
    assert [finding.present for finding in result.findings] == [False]
    assert fired(result.findings, MAN) == ()


def test_twenty_per_kg_is_the_alarm() -> None:
    """1.4 L in 70 kg are 20 mL/kg: the finding, its norm of 1.4 L, and the red flag within minutes."""
    result = interpret(Measurement("vital capacity", Quantity(1400, "mL")), MAN, weight_kg=70)
    assert [finding.concept for finding in result.findings] == ["fvc_below_20_ml_kg"]
    assert result.quantity == Quantity(1.4, "L")
    assert result.norm is not None and result.norm.low == pytest.approx(1.4)
    assert [(flag.slug, flag.timeframe.value) for flag in fired(result.findings, MAN)] == [
        ("respiratory_failure", "minutes")
    ]


def test_ten_per_kg_says_ventilate() -> None:
    """0.6 L in 70 kg are below 10 mL/kg, where ventilation is advised."""
    assert any("10 mL/kg or less" in flag for flag in interpret(fvc(0.6), MAN, weight_kg=70).flags)


def test_impossible_weight_is_refused() -> None:
    """A weight of 0 or of 700 kg is an error with its cure."""
    for weight in (0.0, 700.0):
        with pytest.raises(OutOfRange, match="body weight"):
            interpret(fvc(2.0), MAN, weight_kg=weight)


def test_a_fall_by_a_third() -> None:
    """From 3.0 to 2.0 L is a fall of 33 %, beyond the 30 % that warn; to 2.5 L it is 17 %."""
    fall = fall_of_vital_capacity(fvc(3.0), fvc(2.0), MAN)
    assert fall.quantity.value == pytest.approx(33.33, abs=0.01)
    assert [(f.concept, f.present) for f in fall.findings] == [("fvc_fall_over_30_percent", True)]
    assert [f.present for f in fall_of_vital_capacity(fvc(3.0), fvc(2.5), MAN).findings] == [False]
