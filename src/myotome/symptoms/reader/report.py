"""Reads a case report given as plain phrases per field (present, absent, labs, imaging, ...) into a Case, with no hand on it.

The true cause of such a row is never looked at.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from myotome.symptoms.concepts import Vocabulary
from myotome.symptoms.reader.course import durations, tempo
from myotome.symptoms.reader.read import read_text
from myotome.symptoms.reader.reading import Reading
from myotome.words.case import Case, Medication, Person, Sex
from myotome.words.errors import UnusableInput
from myotome.words.finding import Evidence, Finding, Origin
from myotome.words.measurement import Measurement


def read_report(row: Mapping[str, Any], vocabulary: Vocabulary, case_id: str = "report", *, ontology: str = "") -> Case:
    """The case that a row describes. Keys: ``age`` (years), ``sex`` (F, M), the lists ``findings_present`` and ``findings_absent``, and the texts
    ``labs``, ``imaging``, ``emg_ncs``, ``biopsy``, ``time_course``; all may be missing. Raises UnusableInput for a field of another kind.
    """
    findings: dict[tuple[str, str, str, str], Finding] = {}
    measurements: list[Measurement] = []
    medications: dict[str, Medication] = {}
    unread: list[str] = []
    for name, _, reading in read_fields(row, vocabulary, ontology=ontology):
        for finding in reading.findings:
            findings.setdefault((finding.concept, finding.state, finding.side, finding.site), finding)
        measurements += reading.measurements
        medications.update({m.name: m for m in reading.medications})
        unread += [f"{name}: {one.text}" for one in reading.not_understood]
    kept = _settled(tuple(findings.values()))
    return Case(
        case_id,
        _person(row),
        findings=kept,
        measurements=tuple(measurements),
        medications=tuple(medications.values()),
        notes="Not understood: " + "; ".join(unread) if unread else "",
        sources=(str(row["source_url"]),) if row.get("source_url") else (),
    )


def read_fields(
    row: Mapping[str, Any], vocabulary: Vocabulary, *, ontology: str = ""
) -> Iterator[tuple[str, int, Reading]]:
    """Field, number of the phrase in it, and how the phrase was read, in the order of the row's fields."""
    for name, tests in _FIELDS.items():
        for number, phrase in enumerate(_phrases(row, name)):
            reading = read_text(
                phrase, vocabulary, ontology=ontology, tests=tests, by=f"report, {name}", check_language=False
            )
            if name == "findings_absent":
                reading = _turned_round(reading)
            if name == "time_course":
                reading = _with_tempo(phrase, reading)
            yield name, number, reading


def _phrases(row: Mapping[str, Any], name: str) -> list[str]:
    value = row.get(name)
    if value is None:
        return []
    phrases = [value] if isinstance(value, str) else value
    if not isinstance(phrases, list) or not all(isinstance(p, str) for p in phrases):
        raise UnusableInput("must be a text or a list of texts", place=name, value=value)
    return phrases


def _turned_round(reading: Reading) -> Reading:
    """A phrase listed as absent is absent with or without its "no"; one that says so itself, or says normal, stays as it is."""
    if any(not finding.present for finding in reading.findings):
        return reading
    says_normal = {"ck_normal", "normal_cognition", "emg_normal"}
    turned = tuple(f if f.concept in says_normal else f.as_absent() for f in reading.findings)
    return replace(reading, findings=turned)


def _with_tempo(phrase: str, reading: Reading) -> Reading:
    """In the field for the course a bare duration is the course."""
    if any(f.concept == "delayed_walking" for f in reading.findings):
        return reading
    first = next(iter(durations(phrase, 0, len(phrase))), None)
    if first is None:
        return reading
    span = first.span
    others = tuple(f for f in reading.findings if f.concept not in _TEMPO)
    evidence = Evidence(Origin.READ, "report, time_course", phrase[span[0] : span[1]], span)
    return replace(reading, findings=(*others, Finding(tempo(first.days), evidence=evidence)))


def _settled(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Present anywhere wins over absent elsewhere, for findings of the whole person; of the tempo bands the first counts."""
    present = {f.concept for f in findings if f.present}
    kept: list[Finding] = []
    tempo_seen = False
    for finding in findings:
        if not finding.present and finding.concept in present and not finding.site:
            continue
        if finding.present and finding.concept in _TEMPO:
            if tempo_seen:
                continue
            tempo_seen = True
        kept.append(finding)
    return tuple(kept)


def _person(row: Mapping[str, Any]) -> Person:
    sex = {"f": Sex.FEMALE, "m": Sex.MALE}.get(str(row.get("sex") or "").lower()[:1], Sex.UNKNOWN)
    age = row.get("age")
    if age is not None and not isinstance(age, int | float):
        raise UnusableInput("must be a number of years", place="age", value=age, cure="Write 0.25 for 3 months.")
    return Person(None if age is None else float(age), sex)


_FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    "findings_present": (),
    "findings_absent": (),
    "labs": (),
    "imaging": ("mri",),
    "emg_ncs": ("emg",),
    "biopsy": ("biopsy",),
    "time_course": (),
}
_TEMPO: Final = frozenset({"onset_acute", "onset_subacute", "onset_chronic"})
