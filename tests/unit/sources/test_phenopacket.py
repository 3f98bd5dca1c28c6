"""GA4GH phenopackets: version 2 is read, any other is refused by name."""

from __future__ import annotations

from typing import Any

import pytest

from myotome.sources.phenopacket import is_phenopacket, parse_phenopacket, years_of
from myotome.symptoms.concepts import Vocabulary, load_vocabulary
from myotome.words.case import Sex
from myotome.words.errors import MyotomeError, UnusableInput
from myotome.words.side import Side


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return load_vocabulary()


def _packet(**changes: Any) -> dict[str, Any]:
    packet = {
        "id": "P1",
        "subject": {"id": "1", "sex": "FEMALE", "timeAtLastEncounter": {"age": {"iso8601duration": "P12Y6M"}}},
        "phenotypicFeatures": [
            {
                "type": {"id": "HP:0003691", "label": "Scapular winging"},
                "modifiers": [{"id": "HP:0012835", "label": "Left"}],
            },
            {"type": {"id": "HP:0003236", "label": "Elevated circulating creatine kinase"}, "excluded": True},
            {"type": {"id": "HP:0000365", "label": "Hearing impairment"}},
        ],
        "metaData": {"phenopacketSchemaVersion": "2.0"},
    }
    return {**packet, **changes}


@pytest.mark.parametrize("version", ["1.0.0", "", None, "3.0"])
def test_another_version_is_refused(version: str | None, vocabulary: Vocabulary) -> None:
    """Version 1 has other fields under the same names; it is not guessed at."""
    packet = _packet(metaData={"phenopacketSchemaVersion": version} if version is not None else {})
    with pytest.raises(UnusableInput, match="version 2"):
        parse_phenopacket(packet, vocabulary, place="p.json")


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"phenotypicFeatures": "none"}, "phenotypicFeatures"),
        ({"phenotypicFeatures": []}, "p.json"),
        ({"phenotypicFeatures": [{"type": {"id": "HP:12"}}]}, "phenotypicFeatures[0]"),
        ({"phenotypicFeatures": [{}]}, "phenotypicFeatures[0]"),
        (
            {
                "subject": {"sex": "F"},
            },
            "subject.sex",
        ),
        ({"subject": {"timeAtLastEncounter": {"age": {"iso8601duration": "12 years"}}}}, "timeAtLastEncounter"),
        ({"subject": {"timeAtLastEncounter": {"age": {"iso8601duration": "P212Y"}}}}, ""),
    ],
)
def test_a_broken_part_is_named(changes: dict[str, Any], place: str, vocabulary: Vocabulary) -> None:
    """The sentence names the part of the packet that is wrong."""
    with pytest.raises(MyotomeError) as caught:
        parse_phenopacket(_packet(**changes), vocabulary, place="p.json")
    assert place in caught.value.sentence()
    assert caught.value.exit_code == 10


def test_terms_become_findings_and_none_is_lost(vocabulary: Vocabulary) -> None:
    """Known terms are findings with side and state; every term, known or not, is kept for the genetic ranking."""
    case = parse_phenopacket(_packet(), vocabulary, place="p.json")
    assert case.person.sex is Sex.FEMALE
    assert case.person.age_years == pytest.approx(12.5)
    assert [term.hpo for term in case.terms] == ["HP:0003691", "HP:0003236", "HP:0000365"]
    winging = next(f for f in case.findings if f.concept == "scapular_winging")
    assert winging.present and winging.side is Side.LEFT
    assert "ck_raised" in case.absent()


def test_a_diagnosis_in_the_packet_is_not_a_finding(vocabulary: Vocabulary) -> None:
    """The answer that a packet carries never reaches the assessment."""
    packet = _packet(diseases=[{"term": {"id": "OMIM:158900", "label": "FSHD1"}}], interpretations=[{"id": "x"}])
    assert parse_phenopacket(packet, vocabulary, place="p") == parse_phenopacket(_packet(), vocabulary, place="p")


@pytest.mark.parametrize(("text", "years"), [("P45Y3M", 45.25), ("P6W", 42 / 365.25), ("P3M", 0.25), ("P1Y", 1.0)])
def test_durations(text: str, years: float) -> None:
    """ISO 8601 durations are read in years."""
    assert years_of(text) == pytest.approx(years)


def test_a_case_file_is_not_taken_for_a_phenopacket() -> None:
    """Only the packet's own names make a packet."""
    assert not is_phenopacket({"id": "x", "findings": []})
    assert is_phenopacket({"metaData": {"phenopacketSchemaVersion": "1.0"}})
