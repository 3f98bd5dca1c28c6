"""Reasons, what to examine next, the facet, the chart, the body map and plain data."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET

import pytest

from myotome.localisation.as_data import as_data
from myotome.localisation.body import found_marks, localisation_map, territory
from myotome.localisation.chart import chart_rows, nerve_root_chart
from myotome.localisation.evidence import BedsideEvidence, ReflexFinding, Sensation, Strength, Wasting
from myotome.localisation.localise import Localisation, localise, localise_case
from myotome.words.case import Case
from myotome.words.finding import Finding, Origin
from myotome.words.side import Side

L, R = Side.LEFT, Side.RIGHT
FOOT_DROP = (
    Strength("tibialis anterior", R, 2.0),
    Strength("ehl", R, 2.0),
    Strength("peronei", R, 3.0),
    Sensation("top_of_foot", R),
)
LOWER_HAND = (
    Strength("fdi", L, 3.0),
    Strength("adm", L, 4.0),
    Strength("fdp little", L, 4.0),
    Strength("apb", L, 4.0),
    Strength("triceps", L, 5.0),
    Sensation("inner_forearm", L),
)


def answer(*items: object) -> Localisation:
    return localise(BedsideEvidence(tuple(items)))  # type: ignore[arg-type]


def test_a_leader_below_half_gives_the_differential_no_finding() -> None:
    """Where no kind of lesion is likelier than not, nothing is passed on as a finding."""
    result = answer(Strength("biceps", L, 4.0))
    assert max(result.facet.values()) < 0.5
    assert result.findings == ()


def test_a_clear_pattern_gives_one_derived_finding_of_the_facet() -> None:
    """A fibular palsy becomes the finding 'single nerve', marked as derived, once."""
    result = answer(*FOOT_DROP, Strength("tibialis posterior", R, 5.0), ReflexFinding("ankle", R, 2))
    (finding,) = result.findings
    assert finding.concept == "localisation_single_nerve"
    assert finding.evidence.origin is Origin.DERIVED


def test_what_was_examined_is_not_asked_again() -> None:
    """The next thing to examine is one that nobody has looked at yet."""
    result = answer(*FOOT_DROP)
    told = {"tibialis_anterior", "extensor_hallucis_longus", "fibularis_longus_and_brevis", "top_of_foot"}
    assert not told & {sign.slug for sign in result.next_signs}


def test_foot_drop_asks_for_what_tells_l5_from_the_fibular_nerve() -> None:
    """The textbook answer is inversion (tibialis posterior) or another L5 muscle outside the fibular nerve, such as hip abduction."""
    result = answer(*FOOT_DROP)
    assert {e.slug for e in result.ranked[:3]} >= {"fibular_knee", "root_l5"} or result.leader.slug == "fibular_knee"
    best = result.next_signs[0]
    assert best.slug in {
        "tibialis_posterior",
        "gluteus_medius",
        "tensor_fasciae_latae",
        "flexor_digitorum_longus",
        "hamstrings",
        "medial_hamstring",
        "hip_girdle",
        "triceps_surae",
        "gastrocnemius",
        "foot_intrinsics",
    }
    assert best.bits > 0


def test_shared_roots_are_told_against_the_nerve_that_fits_most() -> None:
    """Three ulnar muscles and one median muscle share C8 and T1 but not the ulnar nerve."""
    text = answer(*LOWER_HAND).reasons.text
    assert "These four muscles share C8 and T1 but not the ulnar nerve" in text
    assert "abductor pollicis brevis (median nerve)" in text


def test_a_nerve_lesion_is_told_by_what_is_spared_above() -> None:
    """Wrist drop with a strong triceps: supplied beyond the groove, triceps spared."""
    items = (
        Strength("extensor carpi radialis", R, 1.0),
        Strength("extensor digitorum", R, 1.0),
        Strength("brachioradialis", R, 3.0),
        Strength("triceps", R, 5.0),
        Sensation("back_of_hand_thumb_side", R),
    )
    result = answer(*items)
    assert result.leader.slug == "radial_groove"
    assert "beyond the spiral groove" in result.reasons.text
    assert "triceps brachii, from the same nerve, is spared" in result.reasons.text


def test_a_sister_branch_is_not_called_the_same_nerve() -> None:
    """Tibialis posterior hangs on the tibial half of the sciatic nerve, not on the fibular nerve above the knee."""
    result = answer(*FOOT_DROP, Strength("tibialis posterior", R, 5.0))
    assert "tibialis posterior, from another branch of the sciatic nerve, is spared" in result.reasons.text


def test_a_sign_is_proposed_once_and_not_for_each_side() -> None:
    """Three proposals are three different things to examine."""
    both = [Strength(m, s, 4.0) for m in ("iliopsoas", "deltoid") for s in (L, R)]
    slugs = [sign.slug for sign in answer(*both).next_signs]
    assert len(set(slugs)) == len(slugs) == 3


def test_what_the_leader_leaves_over_is_named() -> None:
    """A numb thumb is not explained by a fibular palsy, and the text says so."""
    result = answer(*FOOT_DROP, Strength("tibialis posterior", R, 5.0), Sensation("thumb", R))
    assert any("thumb" in left for left in result.reasons.unexplained)


def test_the_chart_is_sound_xml_with_title_and_description_and_needs_no_colour() -> None:
    """Title and description are tied to the drawing; every fill is a grey."""
    svg = nerve_root_chart(answer(*LOWER_HAND))
    root = ET.fromstring(svg)
    ids = set(root.attrib["aria-labelledby"].split())
    assert ids == {node.attrib["id"] for node in root if node.tag.endswith(("title", "desc"))}
    fills = {node.attrib[key] for node in root.iter() for key in ("fill", "stroke") if key in node.attrib} - {"none"}
    assert all(len(set(fill.strip("#"))) == 1 for fill in fills)
    assert "First dorsal interosseous" in svg
    assert "▼" not in svg or "weak" in svg


def test_the_chart_has_a_row_per_muscle_looked_at_and_says_what_was_found() -> None:
    """Affected and normal muscles are told in words."""
    rows = {row.muscle.slug: row.state for row in chart_rows(answer(*LOWER_HAND, Wasting("fdi", L)))}
    assert rows["triceps_brachii"] == "normal"
    assert rows["first_dorsal_interosseous"] == "very weak, wasted"


def test_without_a_muscle_there_is_no_chart() -> None:
    """Numb skin alone draws nothing."""
    assert nerve_root_chart(answer(Sensation("outer_thigh", L))) == ""


def test_the_body_map_shows_grades_on_its_own_scale() -> None:
    """MRC 2 is three fifths lost; a wasted muscle without a number is shown as wasted."""
    marks = {mark.muscle: mark for mark in found_marks(BedsideEvidence((*FOOT_DROP, Wasting("edb", R))))}
    assert marks["tibialis_anterior"].weakness == pytest.approx(0.6)
    assert marks["extensor_digitorum_brevis"].weakness is None
    assert "fibular" in localisation_map(answer(*FOOT_DROP, Strength("tibialis posterior", R, 5.0)))


def test_the_territory_of_the_leader_is_that_of_the_anatomy() -> None:
    """A fibular palsy at the knee takes tibialis anterior whole and tibialis posterior not at all."""
    result = answer(*FOOT_DROP, Strength("tibialis posterior", R, 5.0))
    taken = territory(result.leader)
    assert result.leader.slug == "fibular_knee"
    assert taken["tibialis_anterior", R] == pytest.approx(1)
    assert ("tibialis_posterior", R) not in taken
    assert not any(side is L for _, side in taken)


def test_an_assumed_side_is_never_printed() -> None:
    """When nobody said the side, labels do not say one either."""
    result = localise_case(
        Case(
            "c",
            findings=(
                Finding("muscle_weakness", site="FDI", grade="4"),
                Finding("muscle_weakness", site="ADM", grade="4"),
            ),
        )
    )
    assert result.side_assumed
    assert "right" not in result.label(result.leader)
    assert "Right" not in nerve_root_chart(result)


def test_plain_data_survives_json() -> None:
    """What is printed with --json can be read back unchanged."""
    data = as_data(answer(*FOOT_DROP))
    assert json.loads(json.dumps(data)) == data
    assert data["explanations"][0]["posterior"] >= data["explanations"][1]["posterior"]
