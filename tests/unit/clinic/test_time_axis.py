"""The time axis: nothing outside its frame, every text escaped, and the table tells all that the picture tells."""

from __future__ import annotations

import re
from datetime import date, timedelta
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from myotome.clinic.patient.axis import LEFT, RIGHT, WIDTH, draw_axis
from myotome.clinic.patient.day import Day
from myotome.followup.series import Series, Value
from myotome.words.case import Medication

TODAY = date(2026, 11, 29)


def day(ago: int, entered: str = "2 findings", ahead: bool = False) -> Day:
    return Day(TODAY - timedelta(days=ago), (entered,), ("assessment 1",), (), ahead)


def test_a_record_without_a_day_has_no_axis() -> None:
    """Nothing is drawn of nothing."""
    assert draw_axis((), [], (), TODAY) == ""


def test_a_name_with_script_stays_text() -> None:
    """A medicine called <script> is written, never run."""
    drawn = draw_axis((day(3),), [Medication("<script>x</script>", "", None, None)], (), TODAY)
    assert "<script" not in drawn
    ElementTree.fromstring(drawn)


def test_a_medicine_that_was_stopped_ends_and_one_whose_start_nobody_knows_is_broken_at_its_start() -> None:
    """What is not known is not drawn as if it were."""
    stopped = Medication("A", "", date(2026, 11, 1), date(2026, 11, 9), still_taken=False)
    unknown = Medication("B", "", None, None)
    drawn = draw_axis((day(40),), [stopped, unknown], (), TODAY)
    assert drawn.count("ax-end") == 1
    assert "start not known, still taken" in drawn and "to 9 Nov 2026" in drawn
    assert drawn.count("stroke-dasharray") == 1


@given(
    agos=st.lists(st.integers(-400, 9000), min_size=1, max_size=8),
    started=st.integers(-100, 30000),
    values=st.lists(st.tuples(st.integers(0, 9000), st.floats(-1e6, 1e6)), min_size=1, max_size=6),
)
def test_everything_lies_inside_the_frame(agos: list[int], started: int, values: list[tuple[int, float]]) -> None:
    """Whatever the dates: no mark left of the lanes' names or right of the edge, and at most nine dates written."""
    series = Series(
        "ck",
        "CK",
        "U/L",
        tuple(Value(TODAY - timedelta(days=ago), value) for ago, value in sorted(values, reverse=True)),
        None,
    )
    medicine = Medication("A", "", TODAY - timedelta(days=started), None)
    days = tuple(day(ago, ahead=ago < 0) for ago in sorted(agos, reverse=True))
    drawn = draw_axis(days, [medicine], (series,), TODAY)
    ElementTree.fromstring(drawn)
    places = [float(x) for x in re.findall(r'(?:cx|M|<rect class="ax-bar" x)="?(-?[\d.]+)', drawn)]
    assert all(LEFT - 7 <= x <= WIDTH - RIGHT + 7 for x in places), places
    assert len(re.findall(r"ax-tick", drawn)) <= 9


@pytest.mark.parametrize("count", [1, 2])
def test_a_value_is_told_with_its_unit(count: int) -> None:
    """The last value stands beside its line."""
    values = tuple(Value(TODAY - timedelta(days=9 - n), 300.0 + n) for n in range(count))
    assert f">{300 + count - 1}\u00a0U/L<" in draw_axis(
        (day(9),), [], (Series("ck", "CK", "U/L", values, None),), TODAY
    )
