from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from myotome.journey.uploads.judged import judged
from myotome.journey.uploads.kinds import Kind
from myotome.journey.uploads.reading import Reading
from myotome.sources.readers import read
from myotome.words.case import Person, Sex
from myotome.words.errors import UnusableInput
from myotome.words.side import Side, State

TODAY = date(2026, 11, 29)
WOMAN = Person(60.0, Sex.FEMALE)


def _read(text: str) -> Reading:
    return read(Kind.TEXT, text.strip("\n").encode())


def _values(text: str) -> dict[str, tuple[float, str]]:
    found = (one.measurement for one in _read(text).stated)
    return {m.measure: (m.quantity.value, m.quantity.unit) for m in found if m}


def _why(text: str) -> list[str]:
    return [row.why for row in _read(text).unread]


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("CK;1.234;U/L;;", "thousand or a decimal"),
        ("CK;1,234;U/L;;", "thousand or a decimal"),
        ("CK;nan;U/L;;", "not a number"),
        ("CK;inf;U/L;;", "not a number"),
        ("CK;1e400;U/L;;", "not a number"),
        ("CK;<20;U/L;;", "only a bound"),
        ("CK;> 20000;U/L;;", "only a bound"),
        ("CK;negative;U/L;;", "not a number"),
        ("CK;1.2.3;U/L;;", "marks in this number"),
        ("CK;96;;;", "no unit"),
        ("CK;96;flups;;", "unit 'flups' is not known"),
        ("CK;;U/L;;", "holds no value"),
        (";96;U/L;;", "no name"),
        ("CK-MB;12;U/L;;", "CK-MB is a part of CK"),
        ("Urine creatinine;8;mmol/L;;", "no room reads"),
        ("Calcium;2.31;mmol/L;;", "adjusted for albumin"),
        ("Glucose;6.1;mmol/L;;", "fasting or not"),
        ("Bilirubin;9;umol/L;;", "no room reads"),
        ("CK;96;U/L;;03/04/2026", "could be two days"),
        ("CK;96;U/L;;31.02.2026", "not a day"),
        ("CK;96;U/L;;last week", "not a day"),
    ],
)
def test_what_would_have_to_be_guessed_is_not_read(row: str, why: str) -> None:
    """A row that could mean two things, or nothing, is said with its reason and proposes nothing."""
    table = f"Name;Value;Unit;Range;Date\n{row}\n"
    assert _read(table).stated == ()
    assert len(_why(table)) == 1 and why in _why(table)[0]


def test_every_row_is_either_stated_or_said() -> None:
    """No row disappears: 300 of them, good and bad, are all accounted for."""
    rows = "\n".join(("CK;96;U/L", "Foo;1;U/L", "CK;x;U/L")[k % 3] for k in range(300))
    reading = _read(f"Name;Value;Unit\n{rows}")
    assert len(reading.stated) + len(reading.unread) == 300
    assert {int(one.place.split()[1]) for one in (*reading.stated, *reading.unread)} == set(range(2, 302))


@pytest.mark.parametrize(
    ("unit", "value", "why"),
    [
        ("mmol/L", "2345", "not measured in"),
        ("kU/L", "9000000", "outside what is possible"),
        ("g/L", "3", "not measured in"),
    ],
)
def test_a_wrong_unit_is_said_and_not_computed_with(unit: str, value: str, why: str) -> None:
    """A unit that is no unit of the measure, or that makes it impossible, proposes nothing."""
    reading = _read(f"Name,Value,Unit\nCK,{value},{unit}")
    result = judged(reading, WOMAN, None, None, TODAY)
    assert result.proposals == () and why in result.unread[0].why


def test_a_value_of_a_day_to_come_is_not_proposed() -> None:
    """A date after the upload is a slip."""
    result = judged(_read("Name,Value,Unit,Date\nCK,96,U/L,2027-01-01"), WOMAN, None, None, TODAY)
    assert result.proposals == () and "future" in result.unread[0].why


def test_limits_that_cannot_be_read_are_left_out_and_said() -> None:
    """The value stands, judged by the table's own limits, with a flag."""
    (one,) = _read("Name,Value,Unit,Range\nCK,96,U/L,see comment").stated
    assert one.measurement is not None and one.measurement.norm is None
    assert "limits were left out" in one.measurement.flags[0]


def test_a_table_as_laboratories_print_it() -> None:
    """Letterhead, German names and decimals, thousands, small l, µ, ranges of three forms, dates with dots."""
    reading = _read("""
Harbour Laboratory;;;;
Bezeichnung;Ergebnis;Einheit;Referenzbereich;Datum
Kreatinkinase;2.345,0;U/l;< 190;03.11.2026
Kalium;3,9;mmol/l;3,5 - 5,1 mmol/l;03.11.2026
TSH;2,1;µIU/ml;0,4–4,0;03.11.2026
Kreatinin;0,7;mg/dl;;03.11.2026
25-OH-Vitamin D;18;ng/ml;> 30;3.11.2026
Hämoglobin;14,1;g/dl;12,0 - 16,0;03.11.2026
""")
    assert reading.unread == ()
    by = {one.measurement.measure: one.measurement for one in reading.stated if one.measurement}
    assert (by["ck"].quantity.value, by["ck"].quantity.unit) == (2345.0, "U/L")
    assert by["ck"].norm is not None and (by["ck"].norm.low, by["ck"].norm.high) == (None, 190.0)
    assert by["potassium"].norm is not None and (by["potassium"].norm.low, by["potassium"].norm.high) == (3.5, 5.1)
    assert by["tsh"].quantity.unit == "u[IU]/mL" and by["vitamin_d"].norm is not None and by["vitamin_d"].norm.low == 30
    assert {m.taken_on for m in by.values()} == {date(2026, 11, 3)}
    result = judged(reading, WOMAN, None, None, TODAY)
    judgements = {one.measurement.measure: one.measurement for one in result.proposals if one.measurement}
    assert [f.concept for f in judgements["ck"].findings] == ["ck_gt10x"]
    assert judgements["creatinine"].quantity.value == pytest.approx(0.7 * 88.42, rel=1e-3)
    assert judgements["vitamin_d"].quantity.value == pytest.approx(18 * 2.496, rel=1e-3)
    assert judgements["haemoglobin"].quantity.value == pytest.approx(141)


@pytest.mark.parametrize(
    ("column", "values"),
    [
        (["1.234", "0.5"], [1.234, 0.5]),
        (["1,234", "0,5"], [1.234, 0.5]),
        (["1.234", "12,5"], [1234.0, 12.5]),
        (["1,234", "12.5"], [1234.0, 12.5]),
        (["1.234.567", "2"], [1234567.0, 2.0]),
        (["1'234", "2.5"], [1234.0, 2.5]),
    ],
)
def test_the_other_numbers_of_the_file_settle_what_a_mark_means(column: list[str], values: list[float]) -> None:
    """A thousand where another number shows the decimal mark, a decimal where it is the same."""
    rows = "\n".join(f"CK;{text};U/L" for text in column)
    found = [one.measurement.quantity.value for one in _read(f"Name;Value;Unit\n{rows}").stated if one.measurement]
    assert found == values


@pytest.mark.parametrize(
    ("text", "day"),
    [("25/12/2025", (2025, 12, 25)), ("12/25/2025", (2025, 12, 25)), ("2025-12-25T08:30", (2025, 12, 25))],
)
def test_a_day_that_shows_its_order_is_read(text: str, day: tuple[int, int, int]) -> None:
    """And settles the others of its column."""
    reading = _read(f"Name,Value,Unit,Date\nCK,96,U/L,{text}\nCK,97,U/L,{text}")
    assert {one.measurement.taken_on for one in reading.stated if one.measurement} == {date(*day)}


def test_the_best_of_both_hands_is_proposed_and_the_others_are_said() -> None:
    """The weaker hand of a strong man makes no finding: the limit is for the best of both."""
    reading = _read("Test,Left (kg),Right (kg)\nGrip strength,24,45\nGrip strength,26,44")
    result = judged(reading, Person(50.0, Sex.MALE), None, None, TODAY)
    (one,) = result.proposals
    assert one.measurement is not None
    assert (one.measurement.quantity.value, one.measurement.side) == (45, Side.RIGHT)
    assert [f.state for f in one.measurement.findings] == [State.ABSENT]
    assert len(result.unread) == 3 and all("best of both hands" in row.why for row in result.unread)


def test_girths_of_both_sides_also_give_their_difference() -> None:
    """2.5 cm at the calf, on the thinner side; nothing is worked out from one side."""
    both = judged(_read("Measure,Left,Right,Unit\nCalf,31,33.5,cm"), WOMAN, None, None, TODAY)
    difference = next(
        p.measurement for p in both.proposals if p.measurement and p.measurement.measure == "girth_difference"
    )
    assert (difference.quantity.value, difference.side) == (2.5, Side.LEFT)
    assert any(f.present for f in difference.findings)
    one = _values("Measure,Left,Unit\nCalf,31,cm")
    assert set(one) == {"calf_circumference"}


def test_mrc_grades_become_findings_of_named_muscles() -> None:
    """Less than 5 is weakness with its grade, 5 is looked for and not found; a muscle that is none, or grade 6, is said."""
    reading = _read("Muscle,Left,Right,Unit\nDeltoid,4-,5,MRC\nBiceps,6,5,MRC\nBlorb,4,4,MRC")
    found = [(f.site, f.side, f.state, f.grade) for f in (one.finding for one in reading.stated) if f]
    assert found[:2] == [
        ("deltoid", Side.LEFT, State.PRESENT, "4-/5"),
        ("deltoid", Side.RIGHT, State.ABSENT, "5/5"),
    ]
    assert len(found) == 3 and len(reading.unread) == 3


def test_values_of_another_material_are_not_held_against_the_limits_of_blood() -> None:
    """Urine and spinal fluid beside blood in one table."""
    table = "Test,Specimen,Result,Unit\nCreatinine,Urine,8,mmol/L\nCreatinine,Serum,70,umol/L\nAlbumin,CSF,0.2,g/L\nCSF protein,CSF,0.9,g/L"
    assert set(_values(table)) == {"creatinine", "csf_protein"}
    assert all("not for this material" in why for why in _why(table))


@pytest.mark.parametrize("rows", [10_001, 1_000_000])
def test_a_table_without_end_is_refused_at_once(rows: int) -> None:
    """Whatever its length, it is read no further than its bound."""
    with pytest.raises(UnusableInput, match="too many rows"):
        read(Kind.TEXT, b"Name;Value;Unit\n" + b"CK;96;U/L\n" * rows)


@pytest.mark.parametrize(
    "text", ["dear colleague, thank you for seeing this patient", "a;b;c\n1;2;3\n", '"' + "x" * 200_000, ";;;;;\n" * 50]
)
def test_a_text_that_is_no_table_of_values_is_kept_and_said_to_be_unread(text: str) -> None:
    """A letter, a table of something else, a broken quotation: no reader claims it."""
    reading = _read(text)
    assert reading.stated == () and reading.notices == ("No room reads this yet.",)


def test_signs_that_steer_do_not_come_through() -> None:
    """A name that turns the writing around or clears a screen is made harmless."""
    said: Any = _read("Name;Value;Unit\n\u202eCK\x1b[2J;96;U/L").unread[0].said
    assert "\u202e" not in said and "\x1b" not in said
