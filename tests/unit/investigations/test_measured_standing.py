"""What a measured value has answered: normal and grey values too, only of its own measure, and not for ever."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from myotome.investigations.standing import standing, standing_days
from myotome.journey.assess import assess
from myotome.wiring import knowledge
from myotome.words.case import Case, Person, Sex
from myotome.words.finding import Finding
from myotome.words.measurement import Measurement
from myotome.words.units import Quantity

TODAY = date(2026, 11, 29)
WOMAN = Person(60, Sex.FEMALE)


def value(measure: str, number: float, unit: str, ago: int | None = 0) -> Measurement:
    return Measurement(measure, Quantity(number, unit), taken_on=None if ago is None else TODAY - timedelta(days=ago))


def case(*values: Measurement) -> Case:
    findings = (Finding("proximal_legs"), Finding("progressive"), Finding("difficulty_stairs"))
    return Case("c", WOMAN, findings=findings, measurements=values, seen_on=TODAY)


def proposed(*values: Measurement) -> set[str]:
    return {test.slug for test in assess(case(*values), knowledge()).next_tests}


def test_a_value_answers_nothing_of_another_measure() -> None:
    """A normal TSH does not take CK from the list."""
    assert "ck" in proposed(value("tsh", 1.9, "m[IU]/L"))


def test_nothing_measured_settles_nothing() -> None:
    """No value, no answer."""
    assert standing((), WOMAN, TODAY).settled == frozenset()


@pytest.mark.parametrize("number", [90, 900, 9000])
def test_a_ck_that_was_measured_is_not_proposed_whatever_it_was(number: float) -> None:
    """Normal, raised and very high: the test is done."""
    assert "ck" in proposed()
    assert "ck" not in proposed(value("ck", number, "U/L"))


def test_a_value_in_the_grey_zone_has_been_measured_too() -> None:
    """B12 between deficient and normal makes neither a finding nor its absence, and is no reason to measure it again at once."""
    grey = next(one for n in range(100, 400, 10) if (one := value("b12", n, "pmol/L")) and not _findings(one))
    assert "b12_low" in standing([grey], WOMAN, TODAY).settled


def _findings(one: Measurement) -> list[str]:
    return [f.concept for f in assess(case(one), knowledge()).findings if f.concept == "b12_low"]


def test_a_value_without_a_day_stands() -> None:
    """Of a value that nobody dated, and in a case that nobody dated, nothing is called old."""
    assert not standing([value("ck", 200, "U/L", None)], WOMAN, TODAY).stale
    assert not standing([value("ck", 200, "U/L", 4000)], WOMAN, None).stale


def test_a_value_on_its_last_day_stands_and_a_day_later_it_may_be_repeated() -> None:
    """CK stands for the days of the table; then the assessment says that it may be measured again, and still counts it."""
    days = standing_days()["ck"]
    assert not standing([value("ck", 200, "U/L", days)], WOMAN, TODAY).stale
    (old,) = standing([value("ck", 200, "U/L", days + 1)], WOMAN, TODAY).stale
    assert (old.label, old.days) == ("Creatine kinase", days)
    said = assess(case(value("ck", 9000, "U/L", days + 1)), knowledge())
    assert any("may be measured again" in notice and "Creatine kinase" in notice for notice in said.notices)
    assert any(f.concept == "ck_gt10x" for f in said.findings)


def test_the_newest_value_decides() -> None:
    """An old value beside a new one is not stale: the measure was repeated."""
    old, new = value("ck", 9000, "U/L", 800), value("ck", 150, "U/L", 2)
    for both in ([old, new], [new, old]):
        assert not standing(both, WOMAN, TODAY).stale
    assert standing([old, replace(new, taken_on=None)], WOMAN, TODAY).stale == ()
