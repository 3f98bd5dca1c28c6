"""Phenopackets with parts of the wrong kind: one sentence each, and nothing read as its opposite."""

from __future__ import annotations

from typing import Any

import pytest

from myotome.sources.phenopacket import parse_phenopacket
from myotome.symptoms.concepts import Vocabulary, load_vocabulary
from myotome.words.errors import UnusableInput


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return load_vocabulary()


def _packet(feature: dict[str, Any] | None = None, **parts: Any) -> dict[str, Any]:
    return {
        "id": "p",
        "phenotypicFeatures": [{"type": {"id": "HP:0001324"}} | (feature or {})],
        "metaData": {"phenopacketSchemaVersion": "2.0"},
    } | parts


def test_a_plain_phenopacket_is_read(vocabulary: Vocabulary) -> None:
    """The packet that the other tests spoil is sound."""
    assert parse_phenopacket(_packet(), vocabulary, place="p").terms[0].present


@pytest.mark.parametrize(
    ("packet", "said"),
    [
        (_packet({"modifiers": None}), "a list is needed"),
        (_packet({"modifiers": 5}), "a list is needed"),
        (_packet({"excluded": "no"}), "true or false"),
        (_packet(metaData={"phenopacketSchemaVersion": "2.0", "externalReferences": ["x"]}), "externalReferences"),
        (_packet(subject={"timeAtLastEncounter": {"age": {"iso8601duration": "P300Y"}}}), "p > subject"),
    ],
)
def test_parts_of_the_wrong_kind_are_refused_with_their_place(
    vocabulary: Vocabulary, packet: dict[str, Any], said: str
) -> None:
    """The text "no" for excluded would otherwise count as yes."""
    with pytest.raises(UnusableInput, match=said):
        parse_phenopacket(packet, vocabulary, place="p")


def test_half_surrogates_do_not_stop_the_report(vocabulary: Vocabulary) -> None:
    """JSON can carry half a letter; it is replaced where it would break every file that is written."""
    packet = _packet({"modifiers": [{"id": ["x"]}], "type": {"id": "HP:0001324", "label": "\ud800"}}, id="\ud800")
    case = parse_phenopacket(packet, vocabulary, place="p")
    (case.id + case.terms[0].label).encode("utf-8")
