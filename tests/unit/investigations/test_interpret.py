"""A measured value becomes findings by a cited limit, in any unit a report may use, or is refused with the cure."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from myotome.investigations.interpret import interpret, known_measures, resolve_measure
from myotome.symptoms.concepts import load_vocabulary
from myotome.words.case import Person, Sex
from myotome.words.errors import OutOfRange, UnitMismatch, UnknownName
from myotome.words.finding import Origin
from myotome.words.measurement import Measurement, Norm
from myotome.words.side import Side
from myotome.words.units import Quantity, parse_unit

MAN, WOMAN, NOBODY = Person(60, Sex.MALE), Person(60, Sex.FEMALE), Person()
BOY = Person(5, Sex.MALE)

# measure, value, unit, person, findings that follow ("-x": excluded)
VALUES = [
    ("ck", 150, "U/L", WOMAN, "ck_normal"),
    ("ck", 210, "U/L", WOMAN, "ck_normal"),
    ("ck", 211, "U/L", WOMAN, "ck_1_5x"),
    ("ck", 300, "U/L", Person(40, Sex.MALE), "ck_normal"),  # the limit falls from 400 to 280 at 50
    ("ck", 300, "U/L", MAN, "ck_1_5x"),
    ("ck", 1500, "U/L", MAN, "ck_5_10x"),
    ("ck", 13875, "U/L", Person(51, Sex.MALE), "ck_gt10x"),
    ("ck", 300, "U/L", NOBODY, ""),  # normal in a young man, raised in a woman
    ("ck", 30000, "U/L", NOBODY, "ck_gt10x"),
    ("tsh", 0.01, "m[IU]/L", MAN, "tsh_low -tsh_high"),
    ("tsh", 2, "u[IU]/mL", MAN, "-tsh_low -tsh_high"),
    ("tsh", 90, "m[IU]/L", WOMAN, "tsh_high -tsh_low"),
    ("vitamin_d", 9, "ng/mL", WOMAN, "vitd_lt25nmol"),  # 22.5 nmol/L
    ("vitamin_d", 30, "nmol/L", WOMAN, "-vitd_lt25nmol"),
    ("b12", 150, "pg/mL", MAN, "b12_low"),  # 111 pmol/L
    ("b12", 200, "pmol/L", MAN, ""),  # grey zone: neither low nor excluded
    ("b12", 400, "pmol/L", MAN, "-b12_low"),
    ("hba1c", 10.8, "%", Person(45, Sex.MALE), "hba1c_high diabetes"),
    ("hba1c", 6.5, "%", MAN, "hba1c_high diabetes"),
    ("hba1c", 38, "mmol/mol", MAN, "-hba1c_high"),  # a normal HbA1c does not undo known diabetes
    ("glucose", 126, "mg/dL", MAN, ""),
    ("fasting glucose", 126, "mg/dL", MAN, "diabetes"),
    ("potassium", 2.4, "mmol/L", MAN, "potassium_low potassium_low_severe -potassium_high -potassium_high_severe"),
    ("potassium", 3.0, "mmol/L", MAN, "potassium_low -potassium_low_severe -potassium_high -potassium_high_severe"),
    ("potassium", 6.5, "mmol/L", MAN, "-potassium_low -potassium_low_severe potassium_high potassium_high_severe"),
    ("phosphate", 0.9, "mg/dL", MAN, "ca_or_phosphate_low phosphate_low_severe"),  # 0.29 mmol/L
    ("calcium", 3.0, "mmol/L", MAN, "-ca_or_phosphate_low calcium_high"),
    ("albumin", 2.9, "g/dL", MAN, "albumin_low"),
    ("hb", 12.5, "g/dL", MAN, "anemia"),
    ("hb", 12.5, "g/dL", WOMAN, "-anemia"),
    ("hb", 12.5, "g/dL", NOBODY, ""),
    ("hb", 9, "g/dL", NOBODY, "anemia"),
    ("haemoglobin", 112, "g/L", BOY, "anemia"),
    ("crp", 80, "mg/L", MAN, "crp_esr_high"),
    ("crp", 2, "mg/L", MAN, "-crp_esr_high"),
    ("alt", 250, "U/L", BOY, "ast_alt_ggt_high"),
    ("ggt", 20, "U/L", BOY, ""),  # a normal GGT does not make a raised ALT normal
    ("csf protein", 88, "mg/dL", Person(32, Sex.MALE), "csf_protein_high"),
    ("csf protein", 0.5, "g/L", Person(70), ""),  # between the limits of the young and the old
    ("egfr", 22, "mL/min", MAN, "egfr_below_30"),
    ("grip", 26, "kg", MAN, "low_grip"),
    ("grip", 26, "kg", WOMAN, "-low_grip"),
    ("grip", 12, "kg", BOY, ""),  # no limit for children
    ("5xsts", 17.2, "s", MAN, "chair_stand_gt15s"),
    ("gait speed", 0.8, "m/s", MAN, "slow_gait gait_speed_low"),
    ("gait speed", 4.32, "km/h", MAN, "-slow_gait -gait_speed_low"),  # 1.2 m/s
    ("bmi", 17, "kg/m2", MAN, "bmi_lt18_5"),
    ("weight_loss_6_months", 12, "%", MAN, "weight_loss weight_loss_10pct_6mo"),
    ("calf circumference", 32.5, "cm", WOMAN, "calf_girth_low"),
    ("calf circumference", 400, "mm", MAN, "-calf_girth_low"),
    ("mip", -25, "cm[H2O]", MAN, "mip_weaker_than_30"),
    ("mip", 60, "cm[H2O]", MAN, "-mip_weaker_than_30"),
    ("mep", 3, "kPa", MAN, "mep_below_40"),  # 30.6 cmH2O
    ("single breath count", 14, "1", MAN, "cannot_count_to_20"),
    ("fvc_percent_predicted", 45, "%", MAN, "fvc_below_80_percent respiratory_weakness"),
    ("fvc_percent_predicted", 70, "%", MAN, "fvc_below_80_percent"),
    ("fvc_percent_predicted", 95, "%", MAN, "-fvc_below_80_percent -respiratory_weakness"),
]


def read(measure: str, value: float, unit: str, person: Person = MAN, norm: Norm | None = None) -> Measurement:
    return interpret(Measurement(measure, Quantity(value, unit), norm=norm), person)


def shown(measurement: Measurement) -> set[str]:
    return {("" if finding.present else "-") + finding.concept for finding in measurement.findings}


@pytest.mark.parametrize(
    ("measure", "value", "unit", "person", "follows"),
    VALUES,
    ids=[f"{row[0]} {row[1]} {row[2]} -> {row[4]}" for row in VALUES],
)
def test_value_to_findings(measure: str, value: float, unit: str, person: Person, follows: str) -> None:
    """The value makes exactly these findings, and excludes exactly those."""
    assert shown(read(measure, value, unit, person)) == set(follows.split())


@pytest.mark.parametrize(
    ("measure", "value", "unit", "cure"),
    [
        ("haemoglobin", 13, "g/L", "13 g/dL"),
        ("hba1c", 8, "mmol/mol", "8 %"),
        ("calcium", 9.4, "mmol/L", "9.4 mg/dL"),
        ("potassium", 41, "mmol/L", "Check value and unit"),
        ("vitamin_d", -3, "nmol/L", "Check value and unit"),
        ("calf_circumference", 3.4, "cm", "Check value and unit"),
        ("hba1c", 900, "%", "Check value and unit"),
    ],
)
def test_what_no_one_can_have_is_a_slip_of_unit(measure: str, value: float, unit: str, cure: str) -> None:
    """A value outside the possible range is refused, with the unit that would explain it where one does."""
    with pytest.raises(OutOfRange, match="outside what is possible") as caught:
        read(measure, value, unit)
    assert cure in str(caught.value)


def test_wrong_unit_is_refused_with_the_right_ones() -> None:
    """An enzyme is not measured in mmol/L; the message names the units that would do."""
    with pytest.raises(UnitMismatch, match="Give it in U/L"):
        read("ck", 3, "mmol/L")
    with pytest.raises(UnitMismatch, match=r"Give it in m\[IU\]/L"):
        read("tsh", 3, "mmol/L")
    with pytest.raises(UnitMismatch, match="is not known"):
        read("ck", 3, "IU/l")


def test_unknown_measure_names_its_neighbours() -> None:
    """A misspelt measure is refused with the nearest names; a synonym is understood."""
    with pytest.raises(UnknownName, match="potassium"):
        read("potasium", 4, "mmol/L")
    assert resolve_measure(" Creatine  Kinase ") == "ck"
    assert resolve_measure("SGPT") == "alt"


def test_the_laboratory_limit_wins() -> None:
    """A CK of 300 is raised where the laboratory's limit is 200, and normal where it is 320; a decision limit does not move."""
    assert shown(read("ck", 300, "U/L", norm=Norm(None, 200, "lab", "St Elsewhere"))) == {"ck_1_5x"}
    assert shown(read("ck", 300, "U/L", norm=Norm(None, 320, "lab", "St Elsewhere"))) == {"ck_normal"}
    assert read("ck", 300, "U/L", norm=Norm(None, 320, "lab", "St Elsewhere")).norm == Norm(
        None, 320, "lab", "St Elsewhere"
    )
    assert shown(read("albumin", 3.4, "g/dL", norm=Norm(3.2, 4.8, "lab", ""))) == {"-albumin_low"}
    assert read("creatinine", 115, "umol/L", norm=Norm(60, 120, "lab", "")).flags == ()
    assert shown(read("ck", 300, "U/L", NOBODY, norm=Norm(None, 200, "lab", ""))) == {"ck_1_5x"}
    assert "potassium_low_severe" in shown(read("potassium", 2.4, "mmol/L", norm=Norm(2.0, 5.0, "lab", "")))


def test_finding_says_what_it_rests_on() -> None:
    """The finding is a measured one and prints value, limit and source; the measurement carries its norm."""
    measured = read("vitamin_d", 8, "ng/mL", WOMAN)
    evidence = measured.findings[0].evidence
    assert evidence.origin is Origin.MEASURED
    assert "20 nmol/L" in evidence.text and "25" in evidence.text and "PMC5406141" in evidence.text
    assert measured.quantity.unit == "nmol/L" and measured.quantity.value == pytest.approx(19.97, abs=0.01)
    assert measured.norm is not None and measured.norm.low == 25


def test_reading_twice_changes_nothing() -> None:
    """A value that was read already is the same when it is read again."""
    for measure, value, unit in [
        ("ck", 13875, "U/L"),
        ("potassium", 2.4, "mmol/L"),
        ("grip", 20, "kg"),
        ("b12", 200, "pmol/L"),
    ]:
        once = read(measure, value, unit)
        twice = interpret(once, MAN)
        assert shown(twice) == shown(once) and twice.flags == once.flags and twice.quantity == once.quantity


def test_the_side_stays_with_the_finding() -> None:
    """A weak left grip is a finding on the left."""
    left = interpret(Measurement("grip", Quantity(9, "kg"), side=Side.LEFT, method="Jamar, best of three"), MAN)
    assert left.findings[0].side is Side.LEFT and left.findings[0].evidence.by == "Jamar, best of three"


def test_what_is_unsure_is_said() -> None:
    """Where the limit depends on a sex or age that is not stated, no finding is made and a flag says why."""
    assert any("sex" in flag for flag in read("hb", 12.5, "g/dL", NOBODY).flags)
    assert any("sex and age" in flag for flag in read("ck", 300, "U/L", NOBODY).flags)
    assert any("no limit" in flag for flag in read("grip", 12, "kg", BOY).flags)


def test_known_conversions() -> None:
    """Conversions agree with the tables that laboratories print."""
    for measure, value, unit, expected in [
        ("hba1c", 6.5, "%", 47.5),
        ("hba1c", 10.8, "%", 94.5),
        ("glucose", 180, "mg/dL", 9.99),
        ("creatinine", 1.0, "mg/dL", 88.4),
        ("calcium", 10.0, "mg/dL", 2.495),
        ("phosphate", 3.1, "mg/dL", 1.0),
        ("b12", 200, "pg/mL", 147.6),
        ("vitamin_d", 20, "ng/mL", 49.9),
        ("lead", 10, "umol/L", 207.2),
        ("free_t4", 1.0, "ng/dL", 12.87),
    ]:
        assert read(measure, value, unit).quantity.value == pytest.approx(expected, rel=0.005), measure


def test_standard_error_travels_with_the_unit() -> None:
    """An error of 0.1 g/dL is 1 g/L; of 0.5 % HbA1c it is 5.5 mmol/mol."""
    given = Measurement("hb", Quantity(12.0, "g/dL"), standard_error=0.1)
    assert interpret(given, MAN).standard_error == pytest.approx(1.0)
    assert interpret(
        replace(given, measure="hba1c", quantity=Quantity(7, "%"), standard_error=0.5), MAN
    ).standard_error == (pytest.approx(5.46, abs=0.01))


def test_every_measure_is_sound() -> None:
    """Each measure has a parsable unit, and its findings exist in the vocabulary; each limit has a source."""
    concepts = load_vocabulary().concepts
    for slug, measure in known_measures().items():
        assert parse_unit(measure.unit), slug
        assert {c for c in measure.concepts() if c not in concepts} == set(), slug
        assert all(limit.source and limit.population for limit in measure.limits), slug


def test_names_lead_to_one_measure() -> None:
    """No two measures share a name."""
    names: dict[str, str] = {}
    for slug, measure in known_measures().items():
        for name in {slug.replace("_", " "), measure.label.lower(), *(s.lower() for s in measure.synonyms)}:
            assert names.setdefault(name.replace("_", " "), slug) == slug, name


@given(
    st.sampled_from(sorted(known_measures())), st.floats(0, 1), st.sampled_from([MAN, WOMAN, NOBODY, BOY, Person(0.01)])
)
def test_any_possible_value_is_read(slug: str, share: float, person: Person) -> None:
    """Every value inside the possible range is read, with at most one state per concept and one CK band."""
    measure = known_measures()[slug]
    value = measure.possible_low + share * (measure.possible_high - measure.possible_low)
    result = interpret(Measurement(slug, Quantity(value, measure.unit)), person)
    concepts = [finding.concept for finding in result.findings]
    assert len(concepts) == len(set(concepts))
    assert sum(finding.concept.startswith("ck_") for finding in result.findings) <= 1


@given(st.floats(1, 1e6), st.floats(1, 1e6))
def test_more_ck_is_never_a_lower_band(first: float, second: float) -> None:
    """The bands of CK follow its value."""
    order = ["ck_normal", "ck_1_5x", "ck_5_10x", "ck_gt10x"]
    low, high = sorted((first, second))
    bands = [order.index(read("ck", value, "U/L").findings[0].concept) for value in (low, high)]
    assert bands[0] <= bands[1]
