"""What the reader makes of sentences written for it, twenty and more for each difficulty; the table is ``reader.tsv``.

``+x`` present, ``-x`` absent, ``!x`` no finding x at all, ``!+x`` not present, ``!-x`` not absent, ``~why:x`` set aside, ``#m=v u`` measured, ``$m`` medicine,
``@age sex`` the person; ``@site``, ``:side`` and ``=grade`` narrow it; ``x|y`` either will do.
"""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from myotome.symptoms.concepts import load_vocabulary
from myotome.symptoms.reader import Reading, read_text

ROWS = list(
    csv.DictReader(
        (Path(__file__).parent / "reader.tsv").read_text(encoding="utf-8").splitlines(),
        delimiter="\t",
        quoting=csv.QUOTE_NONE,
    )
)
VOCABULARY = load_vocabulary()
_SHAPE = re.compile(r"(?P<slug>[\w|]+)(?:@(?P<site>\w+))?(?::(?P<side>\w+))?(?:=(?P<grade>\S+))?")


def test_every_difficulty_has_twenty_sentences() -> None:
    """At least twenty sentences stand for each difficulty."""
    counts = {name: sum(row["difficulty"] == name for row in ROWS) for name in {row["difficulty"] for row in ROWS}}
    assert len(counts) == 9
    assert min(counts.values()) >= 20


@pytest.mark.parametrize("row", ROWS, ids=[f"{row['difficulty']}: {row['sentence'][:60]}" for row in ROWS])
def test_sentence(row: dict[str, str]) -> None:
    """The sentence is read as the table says."""
    reading = read_text(row["sentence"], VOCABULARY)
    wrong = [want for want in row["expected"].split("; ") if not _holds(want.strip(), reading)]
    seen = [f"{'+' if f.present else '-'}{f.concept}@{f.site}:{f.side}={f.grade}" for f in reading.findings]
    assert not wrong, (wrong, seen, [(s.why, s.finding.concept) for s in reading.set_aside], reading.measurements)


def _holds(want: str, reading: Reading) -> bool:
    if want.startswith("!"):
        sign, rest = ("", want[1:]) if want[1] not in "+-" else (want[1], want[2:])
        return not any(_matches(rest, f) and (not sign or f.present == (sign == "+")) for f in reading.findings)
    if want.startswith("~"):
        why, slug = want[1:].split(":")
        return any(s.why == why and s.finding.concept == slug for s in reading.set_aside)
    if want.startswith("#"):
        measure, value = want[1:].split("=")
        value, _, side = value.partition(":")
        number, unit = value.split(" ")
        return any(
            m.measure == measure
            and abs(m.quantity.value - float(number)) < 1e-9
            and m.quantity.unit == unit
            and (not side or m.side == side)
            for m in reading.measurements
        )
    if want.startswith("$"):
        return any(m.name.lower() == want[1:] for m in reading.medications)
    if want.startswith("@"):
        age, sex = want[1:].split(" ")
        return reading.person.age_years == float(age) and reading.person.sex == sex
    return any(_matches(want[1:], f) and f.present == (want[0] == "+") for f in reading.findings)


def _matches(shape: str, finding) -> bool:  # type: ignore[no-untyped-def]
    found = _SHAPE.fullmatch(shape)
    assert found is not None, shape
    return (
        finding.concept in found["slug"].split("|")
        and (found["site"] is None or finding.site == found["site"])
        and (found["side"] is None or finding.side == found["side"])
        and (found["grade"] is None or finding.grade == found["grade"])
    )
