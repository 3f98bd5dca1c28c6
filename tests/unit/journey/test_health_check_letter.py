"""The letter of a health check: what is good is not called bad, what is unsure is not called good, no disease and no chance is named."""

from __future__ import annotations

import re

import pytest

from myotome.causes.shelf import load_causes
from myotome.journey.health_check.letter import Verdict, chapters_of, outside
from myotome.journey.health_check.parts import load_answers, load_parts, load_words, parts_of
from myotome.words.case import Person, Sex
from myotome.words.finding import Finding
from myotome.words.measurement import Measurement
from myotome.words.side import Side, State
from myotome.words.units import Quantity

WOMAN, MAN = Person(70, Sex.FEMALE), Person(70, Sex.MALE)


def _lines(person: Person, *measurements: Measurement) -> list[tuple[str, Verdict]]:
    found = chapters_of(parts_of(()), person, measurements, (), {}, {})
    return [(line.measure, line.verdict) for one in found for line in one.lines]


def _one(person: Person, measure: str, value: float, unit: str) -> Verdict:
    ((_, verdict),) = _lines(person, Measurement(measure, Quantity(value, unit)))
    return verdict


@pytest.mark.parametrize(
    ("person", "measure", "value", "unit"),
    [
        (WOMAN, "grip", 24, "kg"),
        (MAN, "grip", 38, "kg"),
        (MAN, "chair_stand_5x", 10, "s"),
        (WOMAN, "gait_speed", 1.2, "m/s"),
        (WOMAN, "ck", 120, "U/L"),
        (WOMAN, "haemoglobin", 13.1, "g/dL"),
        (MAN, "hba1c", 5.4, "%"),
        (MAN, "tsh", 1.8, "m[IU]/L"),
    ],
)
def test_good_values_are_not_called_bad(person: Person, measure: str, value: float, unit: str) -> None:
    """Clearly good values stand on the good side of the limit, also in another unit."""
    assert _one(person, measure, value, unit) is Verdict.WITHIN


@pytest.mark.parametrize(
    ("person", "measure", "value", "unit", "verdict"),
    [
        (WOMAN, "grip", 15, "kg", Verdict.LOW),  # EWGSOP2: women below 16 kg
        (MAN, "grip", 26, "kg", Verdict.LOW),  # men below 27 kg
        (WOMAN, "grip", 26, "kg", Verdict.WITHIN),
        (MAN, "chair_stand_5x", 16, "s", Verdict.HIGH),  # above 15 s
        (MAN, "gait_speed", 0.8, "m/s", Verdict.LOW),  # at or below 0.8 m/s
        (WOMAN, "ck", 300, "U/L", Verdict.HIGH),  # women above 210 U/L
        (MAN, "hba1c", 6.6, "%", Verdict.HIGH),
        (WOMAN, "haemoglobin", 11.4, "g/dL", Verdict.LOW),  # women below 120 g/L
    ],
)
def test_values_beyond_the_published_limit_are_told(
    person: Person, measure: str, value: float, unit: str, verdict: Verdict
) -> None:
    """On the side of the limit that the published table gives for this sex."""
    assert _one(person, measure, value, unit) is verdict


@pytest.mark.parametrize(
    ("person", "measure", "value", "unit", "verdict"),
    [
        (WOMAN, "vitamin_d", 30, "nmol/L", Verdict.NEAR),  # not below 25, and flagged below 50
        (WOMAN, "b12", 200, "pmol/L", Verdict.NEAR),  # the grey zone
        (MAN, "grip", 27.5, "kg", Verdict.NEAR),  # below the Asian limit of 28
        (WOMAN, "thigh_circumference", 40, "cm", Verdict.NO_LIMIT),
        (Person(70), "grip", 20, "kg", Verdict.NO_LIMIT),
        (Person(70), "ck", 250, "U/L", Verdict.NO_LIMIT),
        (Person(12, Sex.MALE), "gait_speed", 0.5, "m/s", Verdict.NO_LIMIT),
    ],
)
def test_what_is_unsure_is_never_called_good(
    person: Person, measure: str, value: float, unit: str, verdict: Verdict
) -> None:
    """Grey zones, unknown sex, children and measures without a limit get no tick."""
    assert _one(person, measure, value, unit) is verdict


def test_the_limit_is_printed_as_it_counts() -> None:
    """A value on a limit that itself counts as bad does not stand beside "at least" that value."""
    found = chapters_of(parts_of(()), MAN, [Measurement("gait_speed", Quantity(0.8, "m/s"))], (), {}, {})
    (line,) = outside(found)
    assert line.limit == "more than 0.8 m/s" and line.population


def test_thighs_are_compared_and_a_tapes_error_is_no_difference() -> None:
    """A difference of 2 cm is told on the thinner side; 1.5 cm is close to the limit, and half a centimetre is fine."""
    for right, verdict in ((50.5, Verdict.WITHIN), (51.5, Verdict.NEAR), (52.0, Verdict.HIGH)):
        lines = _lines(
            MAN,
            Measurement("thigh_circumference", Quantity(50, "cm"), Side.LEFT),
            Measurement("thigh_circumference", Quantity(right, "cm"), Side.RIGHT),
        )
        assert ("girth_difference", verdict) in lines


def test_answers_and_parts_left_out_are_told() -> None:
    """Yes and no in plain words, a question not asked says nothing, and a part left out says why."""
    answers = [Finding("poor_intake"), Finding("choking", State.ABSENT)]
    found = {one.label: one for one in chapters_of(parts_of(("dxa",)), MAN, (), answers, {"grip": "hand in a cast"}, {"dxa": "No thinning."})}  # fmt: skip
    assert found["Food and weight"].told == (load_answers()["poor_intake"]["yes"], load_answers()["choking"]["no"])
    assert found["Grip"].left_out == "hand in a cast"
    assert found["Bone and muscle scan (DXA)"].told == ("No thinning.",)
    assert "Muscle ultrasound" not in found


def test_the_letters_words_name_no_disease_and_no_chance() -> None:
    """No name of a cause of the catalogue stands in them, no per cent and no "likely"."""
    texts = [text for words in load_words().values() for text in (words.says, words.low, words.high, words.fine)]
    texts += [text for answers in load_answers().values() for text in answers.values()]
    plain = " ".join(texts).lower()
    assert len(texts) > 60 and not re.search(r"\d\s*%|\blikely\b|\bprobab|\bchance\b|\bcancer\b", plain)
    for cause in load_causes().values():
        for name in (cause.label.partition(" (")[0], *getattr(cause, "synonyms", ())):
            assert len(name) < 5 or not re.search(rf"\b{re.escape(name.lower())}\b", plain), name


def test_every_part_of_the_booked_service_is_in_the_check() -> None:
    """What services.toml promises is asked for: questions, girth, grip, chair stand, gait, blood, nutrition, and both options."""
    from myotome.visits.services import load_services

    assert list(load_parts()) == ["questions", "girth", "grip", "chair_stand", "gait", "blood", "nutrition", "ultrasound", "dxa"]  # fmt: skip
    assert {part.option for part in load_parts().values() if part.option} == set(
        load_services()["health_check"].options
    )
