"""A tape tells the sides apart from 2 cm on; below that it keeps its mouth shut or says that they are alike."""

from __future__ import annotations

import pytest

from myotome.investigations.girth.side_difference import side_difference
from myotome.words.case import Person
from myotome.words.errors import OutOfRange
from myotome.words.measurement import Measurement
from myotome.words.side import Side
from myotome.words.units import Quantity

ADULT = Person(40)


def girth(cm: float, measure: str = "thigh_circumference", site: str = "thigh") -> Measurement:
    return Measurement(measure, Quantity(cm, "cm"), site=site)


def test_different_places_are_not_compared() -> None:
    """A thigh is not compared with a calf, nor two heights of the thigh."""
    with pytest.raises(OutOfRange, match="same place"):
        side_difference(girth(50), girth(38, "calf_circumference", "calf"), ADULT)
    with pytest.raises(OutOfRange, match="same place"):
        side_difference(girth(50), girth(48, site="thigh 20 cm"), ADULT)


@pytest.mark.parametrize(("left", "right"), [(50.0, 51.5), (51.9, 50.0)])
def test_what_the_tape_cannot_tell_is_not_told(left: float, right: float) -> None:
    """Between 1 and 2 cm there is no finding, present or absent, and a flag says so."""
    result = side_difference(girth(left), girth(right), ADULT)
    assert result.findings == () and "repeat" in result.flags[-1]


def test_alike_is_absent() -> None:
    """Within 1 cm the difference is excluded."""
    (finding,) = side_difference(girth(50.0), girth(50.8), ADULT).findings
    assert finding.concept == "side_difference_girth" and not finding.present


def test_the_thinner_side_carries_the_finding() -> None:
    """A left thigh of 47 cm beside a right one of 50 is a 3 cm loss on the left, in any unit."""
    result = side_difference(girth(47), Measurement("thigh_circumference", Quantity(500, "mm"), site="thigh"), ADULT)
    assert result.quantity.value == pytest.approx(3) and result.side is Side.LEFT
    (finding,) = result.findings
    assert finding.present and finding.side is Side.LEFT and finding.site == "thigh"
